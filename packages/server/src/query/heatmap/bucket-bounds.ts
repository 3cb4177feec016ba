export const scales = ['linear', 'log'] as const;
export type Scale = (typeof scales)[number];

/** What there is to divide into buckets. */
export interface ValueSpan {
  readonly min: number;
  readonly max: number;
  /** The smallest above 0; `max` or less, undefined when there is none. */
  readonly minPositive: number | undefined;
}

/**
 * Bounds of at most `buckets` buckets over whole values: bucket i is [bounds[i], bounds[i + 1]), and each value is in exactly one.
 * There are fewer when values are too close together. A logarithm knows no 0: what is not positive has a bucket of its own.
 *
 *     linear  1 .. 9, 3     1 4 7 10            log  0, 1 .. 999, 3     0 1 32 1000
 */
export function bucketBounds({ min, max, minPositive }: ValueSpan, scale: Scale, buckets: number): Float64Array {
  const end = max + step(max);
  const bounds = [min];
  const isLog = scale === 'log' && minPositive !== undefined;
  const from = isLog ? minPositive : min;
  if (from > min) bounds.push(from);
  const parts = buckets - (from > min ? 1 : 0);
  for (let part = 1; part < parts; part++) {
    const share = part / parts;
    const bound = isLog ? from * (end / from) ** share : from + (end - from) * share;
    const whole = Math.round(bound);
    if (whole > bounds.at(-1)! && whole < end) bounds.push(whole);
  }
  bounds.push(end);
  return Float64Array.from(bounds);
}

/** The distance to the next whole number that a double can hold. */
function step(value: number): number {
  const size = Math.abs(value);
  return size < 2 ** 53 ? 1 : 2 ** (Math.floor(Math.log2(size)) - 52);
}

/** The bucket of a value: the last bound that is not above it. */
export function bucketOf(bounds: Float64Array, value: number): number {
  let [low, high] = [0, bounds.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
