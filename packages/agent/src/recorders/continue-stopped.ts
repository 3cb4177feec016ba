import type { ProcessIdentity } from '../target/process-identity.ts';
import { readProcessStat } from '../target/process-stat.ts';

/** `State` of a process that SIGSTOP has stopped. */
const STOPPED = 'T';

/** Whether the process is stopped now; one that was stopped before a recording is somebody's wish. */
export async function isStopped(target: ProcessIdentity): Promise<boolean> {
  const stat = readProcessStat(target.pid);
  return stat?.startTicks === target.startTicks && stat.state === STOPPED;
}

/**
 * Lets the target run on when its recorder died between SIGSTOP and SIGCONT: samply stops its target while it attaches,
 * and a samply that is killed there leaves it stopped for ever.
 *
 * @returns whether it was stopped
 */
export async function continueStopped(target: ProcessIdentity): Promise<boolean> {
  if (!(await isStopped(target))) return false;
  try {
    process.kill(target.pid, 'SIGCONT');
    return true;
  } catch {
    return false;
  }
}
