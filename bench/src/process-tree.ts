import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** A process and everything it started, as Linux's /proc shows it. */
export class ProcessTree {
  readonly #root: number;

  constructor(root: number) {
    this.#root = root;
  }

  /** Process ids of the root and its living descendants. */
  pids(): readonly number[] {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (/^\d+$/.test(name)) parents.set(Number(name), Number(statFields(Number(name))?.[1] ?? 0));
    }
    const found = [this.#root];
    for (const pid of found) {
      for (const [child, parent] of parents) if (parent === pid) found.push(child);
    }
    return found;
  }

  /** User and system time spent so far, in seconds. */
  cpuSeconds(): number {
    return sum(this.pids(), cpuSecondsOf);
  }

  /** The same of the root alone. */
  rootCpuSeconds(): number {
    return cpuSecondsOf(this.#root);
  }

  /** Resident memory now, in bytes. */
  residentBytes(): number {
    return sum(this.pids(), (pid) => statusBytes(pid, 'VmRSS'));
  }

  /** The most that each process had resident since {@link forgetPeaks}, added up, as the kernel noted it: no moment is missed. */
  peakBytes(): number {
    return sum(this.pids(), (pid) => statusBytes(pid, 'VmHWM'));
  }

  /** From now on {@link peakBytes} begins with what is resident now. */
  forgetPeaks(): void {
    for (const pid of this.pids()) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  }
}

function statusBytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function cpuSecondsOf(pid: number): number {
  const fields = statFields(pid);
  return (Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) / ticksPerSecond;
}

/** Fields of /proc/PID/stat from the third (state) on: the name before them may hold spaces. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);
