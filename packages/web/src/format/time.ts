const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Beyond two days "ago" says less than the date. */
const MAX_AGO_MS = 48 * HOUR_MS;

const two = (value: number): string => String(value).padStart(2, '0');

/** `04:21`, in the viewer's zone. */
export const clockText = (ms: number): string => {
  const date = new Date(ms);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
};

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Today `04:21:48`, this year `Fri 20 Nov, 21:47`, else `2026-01-20`. */
export function momentText(ms: number, nowMs = Date.now()): string {
  const date = new Date(ms);
  const now = new Date(nowMs);
  if (date.toDateString() === now.toDateString()) return `${clockText(ms)}:${two(date.getSeconds())}`;
  if (date.getFullYear() === now.getFullYear()) return `${dayText(ms)}, ${clockText(ms)}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `Fri 20 Nov` */
export function dayText(ms: number): string {
  const date = new Date(ms);
  return `${weekdays[date.getDay()]!} ${date.getDate()} ${months[date.getMonth()]!}`;
}

/** `8 s ago` up to two days, then the date. */
export function agoText(ms: number, nowMs = Date.now()): string {
  const age = Math.max(0, nowMs - ms);
  return age > MAX_AGO_MS ? momentText(ms, nowMs) : `${durationText(age)} ago`;
}

/** `36 min`, `6 h`, `3 days`: the largest unit of which there is at least one and a half. */
export function durationText(ms: number): string {
  for (const [size, unit] of [
    [DAY_MS, 'days'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'min'],
  ] as const) {
    if (ms >= size * 1.5 || (ms >= size && unit !== 'days' && ms % size === 0)) return `${roughly(ms / size)} ${unit}`;
  }
  return `${Math.round(ms / 1000)} s`;
}

const roughly = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, ''));

/** `03:46–04:22`; with days where they differ or are not today. */
export function spanText(fromMs: number, toMs: number, nowMs = Date.now()): string {
  const isToday = (ms: number): boolean => new Date(ms).toDateString() === new Date(nowMs).toDateString();
  const isOneDay = new Date(fromMs).toDateString() === new Date(toMs).toDateString();
  if (isOneDay) return `${isToday(fromMs) ? '' : `${dayText(fromMs)}, `}${clockText(fromMs)}–${clockText(toMs)}`;
  return `${dayText(fromMs)}, ${clockText(fromMs)} – ${dayText(toMs)}, ${clockText(toMs)}`;
}
