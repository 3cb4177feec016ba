import { readProcessStat } from './process-stat.ts';

/** One process, not just a number that another process may get later. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

/**
 * The smallest pid that may be recorded. samply sends signals to its target: 0 would be its own process group, the agent
 * included, and 1 is init.
 */
export const MIN_TARGET_PID = 2;

/** @returns undefined when it is gone, is a zombie, or may not be recorded by its number */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!Number.isSafeInteger(pid) || pid < MIN_TARGET_PID) return undefined;
  const stat = readProcessStat(pid);
  return stat === undefined || isGone(stat.state) ? undefined : { pid, startTicks: stat.startTicks };
}

/** Whether the very same process still runs (or is stopped). */
export async function isAlive(process: ProcessIdentity): Promise<boolean> {
  const now = await identifyProcess(process.pid);
  return now !== undefined && now.startTicks === process.startTicks;
}

/** Zombies and the dead have a pid, but nothing that could be recorded. */
function isGone(state: string): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}
