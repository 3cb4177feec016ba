import { type QueryString, singleValue } from './query-string.ts';
import { UpsunParameterError } from './upsun-parameter-error.ts';

/** As in Upsun's API document: `from` defaults to now - 30 min. */
export const DEFAULT_SPAN_SECONDS = 30 * 60;
/** Profiles begin ten minutes ahead of our clock at most; what begins later than this is a mistake, such as milliseconds for seconds. */
const MAX_AHEAD_SECONDS = 86_400;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Whole Unix seconds, [from, to). */
export interface SecondsRange {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * `from` and `to` in Unix seconds (int64), each with its default independently of the other. Throws `invalid 'from' parameter` and
 * the like; a range that ends before it begins is blamed on `from` when both were given, and so is one that lies in the future.
 *
 * What is answered is the range cut to what there can be: it ends with the present second and is `maxSeconds` long at most; what
 * begins after its end is empty.
 */
export function parseRange(query: QueryString, nowMs: number, maxSeconds: number): SecondsRange {
  const from = parseSeconds(query, 'from');
  const to = parseSeconds(query, 'to');
  if (from !== undefined && to !== undefined && from > to) throw new UpsunParameterError("invalid 'from' parameter");
  const nowSeconds = Math.floor(nowMs / 1000);
  if (from !== undefined && from > nowSeconds + MAX_AHEAD_SECONDS) {
    throw new UpsunParameterError("invalid 'from' parameter");
  }
  // The present belongs to the range: a profile that started in this very second is shown.
  const toSeconds = Math.max(0, Math.min(to ?? nowSeconds + 1, nowSeconds + 1));
  const wanted = Math.max(from ?? nowSeconds - DEFAULT_SPAN_SECONDS, 0, toSeconds - maxSeconds);
  return { fromSeconds: Math.min(wanted, toSeconds), toSeconds };
}

function parseSeconds(query: QueryString, name: 'from' | 'to'): number | undefined {
  const message = `invalid '${name}' parameter`;
  const text = singleValue(query, name, message);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,19}$/.test(text)) throw new UpsunParameterError(message);
  const seconds = BigInt(text);
  if (seconds < INT64_MIN || seconds > INT64_MAX) throw new UpsunParameterError(message);
  return Number(seconds);
}
