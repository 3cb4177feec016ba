import { readFileSync } from 'node:fs';

/** What one line of `/proc/PID/stat` says. */
export interface ProcessStat {
  readonly pid: number;
  /** First 15 bytes of the program's (or main thread's) name; may hold blanks and parentheses. */
  readonly name: string;
  /** One letter: R running, S sleeping, T stopped, Z zombie, ... */
  readonly state: string;
  readonly parent: number;
  readonly threads: number;
  /** CPU time of all its threads since it began, in clock ticks. */
  readonly cpuTicks: number;
  /** Clock ticks since boot; with the pid this names one process for as long as the machine is up. */
  readonly startTicks: number;
}

/** Fields of proc(5), counted from `state`, the first one behind the name. */
const PARENT = 1;
const USER_TICKS = 11;
const KERNEL_TICKS = 12;
const THREADS = 17;
const START_TICKS = 19;

/** @returns undefined for a line that is none of `/proc/PID/stat` */
export function parseProcessStat(line: string): ProcessStat | undefined {
  const open = line.indexOf('(');
  // The name may hold anything, `)` included: it ends at the last one.
  const close = line.lastIndexOf(')');
  const pid = Number(line.slice(0, open));
  const fields = line.slice(close + 2).split(' ');
  const startTicks = Number(fields[START_TICKS]);
  if (open < 1 || close < open || !Number.isInteger(pid) || !Number.isInteger(startTicks)) return undefined;
  const [parent, threads] = [Number(fields[PARENT]), Number(fields[THREADS])];
  const cpuTicks = Number(fields[USER_TICKS]) + Number(fields[KERNEL_TICKS]);
  return { pid, name: line.slice(open + 1, close), state: fields[0] ?? '', parent, threads, cpuTicks, startTicks };
}

/** @returns undefined when there is no such process (any more) */
export function readProcessStat(pid: number): ProcessStat | undefined {
  try {
    // The kernel answers at once. Five trips to Node's threads for that would be half of what an idle agent costs.
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}
