import { spawnSync } from 'node:child_process';

/** What a client needs of the machine, each with a command that ends with 0 where it is there. */
const probes = {
  python: ['python3', ['-c', 'import venv, ensurepip']],
  go: ['go', ['version']],
  java: ['javac', ['-version']],
  maven: ['mvn', ['-v']],
} as const satisfies Record<string, readonly [string, readonly string[]]>;

export type Tool = keyof typeof probes;

/** The one command that brings everything a skipped suite misses. */
export const enableCommand = 'npm test -- --with-system';

/** The tools of `wanted` that are not on this machine. */
export function missingTools(wanted: readonly Tool[]): readonly Tool[] {
  return wanted.filter((tool) => {
    const [command, args] = probes[tool];
    return spawnSync(command, args, { stdio: 'ignore' }).status !== 0;
  });
}
