import { durationText } from '../../format/time.ts';
import { parseDuration, parseRange, type Span, spanOf, type TimeRange } from '../../state/time-range.ts';

/** When side A is, as the address says it: beside B's range, or by itself. */
export type BeforeRange =
  | { readonly kind: 'same' }
  | { readonly kind: 'ago'; readonly ms: number }
  | { readonly kind: 'own'; readonly range: TimeRange };

/** Reads `same`, `1d-ago`, or a range; undefined when it is none. */
export function readBeforeRange(text: string): BeforeRange | undefined {
  if (text === 'same') return { kind: 'same' };
  if (text.endsWith('-ago')) {
    const ms = parseDuration(text.slice(0, -'-ago'.length));
    return ms === undefined || ms === 0 ? undefined : { kind: 'ago', ms };
  }
  const range = parseRange(text);
  return range === undefined ? undefined : { kind: 'own', range };
}

/** Side A's span: the period of the same length before B's when nothing is said. */
export function beforeSpan(text: string | undefined, after: Span, nowMs: number): Span {
  const read = text === undefined ? undefined : readBeforeRange(text);
  if (read?.kind === 'same') return after;
  if (read?.kind === 'own') return spanOf(read.range, nowMs);
  const ms = read?.ms ?? after.toMs - after.fromMs;
  return { fromMs: after.fromMs - ms, toMs: after.toMs - ms };
}

/**
 * Side A's span in words, where it follows from B's: `The 6 h before`, `A day earlier`. Undefined for one of its own, which is
 * said as any range.
 */
export function beforeWords(text: string | undefined, after: Span): string | undefined {
  const read = text === undefined ? undefined : readBeforeRange(text);
  if (read?.kind === 'same') return 'The same time';
  if (read?.kind === 'own') return undefined;
  if (read === undefined)
    return `The ${durationText(after.toMs - after.fromMs)
      .replace(/^1 /, '')
      .replace(/^h$/, 'hour')} before`;
  return read.ms === DAY_MS
    ? 'A day earlier'
    : read.ms === 7 * DAY_MS
      ? 'A week earlier'
      : `${durationText(read.ms)} earlier`;
}

const DAY_MS = 86_400_000;
