/** How long a window lasts. Cuts lie on multiples of it in Unix time, so that windows of several servers cover the same time. */
export const WINDOW_MS = 10_000;
/** The first window of a server is shorter, so that there is something to look at soon after the first start. */
export const FIRST_WINDOW_MS = 5_000;
/** A rest before the next multiple that is shorter than this goes into the window after it. */
const SHORTEST_MS = 5_000;

/** When a window that begins at `startMs` ends: the next multiple of ten seconds that is at least five away. Unix milliseconds. */
export function nextCut(startMs: number): number {
  return Math.ceil((startMs + SHORTEST_MS) / WINDOW_MS) * WINDOW_MS;
}
