const steps: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];

/** How far a moment is from now, in its largest unit: `12s ago`, `3h ago` (rounded down), `in 5m` (rounded up). */
export function relativeTime(atMs: number, nowMs: number): string {
  const seconds = Math.floor(Math.abs(nowMs - atMs) / 1000);
  const step = steps.find(([, size]) => seconds >= size);
  if (step === undefined) return 'now';
  const count = seconds / step[1];
  return atMs <= nowMs ? `${Math.floor(count)}${step[0]} ago` : `in ${Math.ceil(count)}${step[0]}`;
}

/** The same for an RFC 3339 text; a text that is none is given back. */
export function relativeTimeOf(text: string | null | undefined, nowMs: number): string {
  if (text === null || text === undefined || text === '') return '-';
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? text : relativeTime(atMs, nowMs);
}
