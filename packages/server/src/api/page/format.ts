import { type Html, html } from './html.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `12 s`, `3 min`, `5 h`, `2 d`: one unit, rounded down. */
export function spanText(ms: number): string {
  if (ms < MINUTE_MS) return `${String(Math.floor(Math.max(ms, 0) / SECOND_MS))} s`;
  if (ms < HOUR_MS) return `${String(Math.floor(ms / MINUTE_MS))} min`;
  if (ms < 2 * DAY_MS) return `${String(Math.floor(ms / HOUR_MS))} h`;
  return `${String(Math.floor(ms / DAY_MS))} d`;
}

/** How long ago, with the exact moment for whoever points at it. */
export function ago(ms: number, nowMs: number): Html {
  const exact = new Date(ms).toISOString();
  const text = ms > nowMs ? `in ${spanText(ms - nowMs)}` : `${spanText(nowMs - ms)} ago`;
  return html`<time datetime="${exact}" title="${exact}">${text}</time>`;
}

/** Whole numbers in groups of three: `12 345`, with a narrow no-break space. */
export const countText = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
