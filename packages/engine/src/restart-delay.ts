/** The first restart is almost immediate: most deaths are a kill or the OOM killer, and uploads wait for it. */
const FIRST_DELAY_MS = 100;
/** A disk that is full or a broken part does not heal faster when asked more often. */
const LONGEST_DELAY_MS = 10_000;
/** A run as long as this was healthy: the next death starts from the first delay again. */
export const HEALTHY_RUN_MS = 30_000;

/** Milliseconds to wait before restart number `attempt` (0 for the first one after a healthy run). */
export function restartDelayMs(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempt, 30), LONGEST_DELAY_MS);
}
