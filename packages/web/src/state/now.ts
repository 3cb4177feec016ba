/** Questions asked within so many milliseconds share their answers. */
const GRAIN_MS = 5_000;

let lastMs = 0;

/** The moment that relative ranges end at: the same for all who ask within {@link GRAIN_MS} of the first of them. */
export function sharedNow(): number {
  const nowMs = Date.now();
  // A clock that was set back begins anew.
  if (nowMs - lastMs >= GRAIN_MS || nowMs < lastMs) lastMs = nowMs;
  return lastMs;
}
