import { readdirSync, readFileSync } from 'node:fs';

/** Process id of the samply that records a process; undefined while there is none. */
export function samplyOf(pid: number): number | undefined {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .find((candidate) => {
      const args = commandLine(candidate);
      return (
        args[0]?.endsWith('samply') === true && args[1] === 'record' && args[args.indexOf('-p') + 1] === String(pid)
      );
    });
}

/** Processes end while one looks: that is no error here. */
function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
