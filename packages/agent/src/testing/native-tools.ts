import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `npm test` installs samply, outside of the checkout. HEARTH_SAMPLY names another one. */
const installed = join(process.env['HEARTH_CACHE'] ?? join(homedir(), '.cache', 'hearth'), 'samply', 'bin', 'samply');
export const samplyProgram = process.env['HEARTH_SAMPLY'] ?? (existsSync(installed) ? installed : 'samply');

/** What the native lane needs of the machine, with how to get it. */
const needs = {
  samply: { probe: [samplyProgram, '--version'], how: 'cargo install --locked samply' },
  perf: { probe: ['perf', '--version'], how: 'apt-get install linux-perf' },
  gcc: { probe: ['gcc', '--version'], how: 'apt-get install gcc libc6-dev' },
  // Other programs may be recorded and kernel.perf_event_paranoid need not be changed.
  root: { probe: ['sh', '-c', 'test "$(id -u)" = 0'], how: 'run the tests as root' },
} as const;

export type NativeTool = keyof typeof needs;

/**
 * What is missing of `wanted`, as one line for the person who runs the tests; '' when nothing is. In CI a missing tool fails
 * the lane.
 */
export function missingNative(wanted: readonly NativeTool[]): string {
  const missing = wanted.filter((tool) => {
    const [command, ...args] = needs[tool].probe;
    return spawnSync(command, args).status !== 0;
  });
  if (missing.length === 0) return '';
  const line = `the native lane needs ${missing.map((tool) => `${tool} (${needs[tool].how})`).join(', ')}`;
  if (process.env['CI'] === 'true') throw new Error(line);
  process.stderr.write(`Skipped: ${line}; npm test -- --with-system brings it.\n`);
  return line;
}
