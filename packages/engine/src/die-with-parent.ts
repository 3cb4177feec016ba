import { constants } from 'node:os';
import { callC } from './c-library.ts';

/** From linux/prctl.h. */
const PR_SET_PDEATHSIG = 1;

/**
 * Asks Linux to send this process SIGTERM when its parent is gone, however that ended.
 *
 * The end of standard input alone is not enough: the engine then still waits for statements in flight, which was seen
 * to take longer than half a minute. Elsewhere than on Linux standard input has to do.
 * Ends this process when the parent is gone already, since its death will not be told again.
 */
export function dieWithParent(parentPid: number): void {
  if (process.platform !== 'linux') return;
  const result = callC('prctl', PR_SET_PDEATHSIG, constants.signals.SIGTERM);
  if (result.value !== 0) throw new Error(`prctl(PR_SET_PDEATHSIG) failed: ${result.message}`);
  if (process.ppid !== parentPid) process.exit(1);
}
