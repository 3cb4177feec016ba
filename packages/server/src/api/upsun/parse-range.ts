import type { TimeRange } from '../../store/readers/profile-filter.ts';
import { type QueryString, singleValue } from './query-string.ts';
import { UpsunParameterError } from './upsun-parameter-error.ts';

/** As in Upsun's API document: `from` defaults to now - 30 min. */
const DEFAULT_SPAN_MS = 30 * 60_000;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * `from` and `to` in Unix seconds (int64), [from, to). Each has its default independently of the other, so a lone `to`
 * in the past selects nothing. Throws `invalid 'from' parameter` and the like; a range that ends before it begins is
 * blamed on `from` when both were given.
 */
export function parseRange(query: QueryString, nowMs: number): Required<TimeRange> {
  const from = parseSeconds(query, 'from');
  const to = parseSeconds(query, 'to');
  if (from !== undefined && to !== undefined && from > to) throw new UpsunParameterError("invalid 'from' parameter");
  // The present belongs to the range: a profile that started in this very millisecond is shown.
  return { fromMs: from ?? nowMs - DEFAULT_SPAN_MS, toMs: to ?? nowMs + 1 };
}

function parseSeconds(query: QueryString, name: 'from' | 'to'): number | undefined {
  const message = `invalid '${name}' parameter`;
  const text = singleValue(query, name, message);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,19}$/.test(text)) throw new UpsunParameterError(message);
  const seconds = BigInt(text);
  if (seconds < INT64_MIN || seconds > INT64_MAX) throw new UpsunParameterError(message);
  return Number(seconds) * 1000;
}
