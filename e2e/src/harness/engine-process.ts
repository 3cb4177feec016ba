import { readdirSync, readFileSync } from 'node:fs';

/** Process id of the engine that a server runs as its child, from /proc; undefined while there is none. */
export function engineProcess(serverPid: number): number | undefined {
  return childProcesses(serverPid).find((pid) => commandLine(pid).includes('engine'));
}

function childProcesses(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

/** Field 4 of `stat`, counted after the closing bracket of the name, which may hold anything. */
function parentOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** Processes end while one looks: that is no error here. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
