import { spawnSync } from 'node:child_process';

interface Probe {
  readonly command: string;
  readonly args: readonly string[];
  /** What its output must say besides. */
  readonly says?: RegExp;
}

/** What a client needs of the machine, each with a command that ends with 0 where it is there. */
const probes = {
  python: { command: 'python3', args: ['-c', 'import venv, ensurepip'] },
  // Since 1.21 Go fetches the version that a module asks for.
  go: { command: 'go', args: ['version'], says: /go1\.(?:2[1-9]|[3-9]\d)/ },
  java: { command: 'javac', args: ['-version'] },
  maven: { command: 'mvn', args: ['-v'] },
  chromium: { command: 'chromium', args: ['--version'], says: /^Chromium \d/ },
} as const satisfies Record<string, Probe>;

export type Tool = keyof typeof probes;

/** The one command that brings everything a skipped suite misses. */
export const enableCommand = 'npm test -- --with-system';

/** The tools of `wanted` that are not on this machine. */
export function missingTools(wanted: readonly Tool[]): readonly Tool[] {
  return wanted.filter((tool) => {
    const { command, args, says = /^/ }: Probe = probes[tool];
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
    return status !== 0 || !says.test(stdout);
  });
}
