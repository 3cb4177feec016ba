/** The largest number a Sentry client reads a thread id as (2^64 - 1). */
const MAX_THREAD_NUMBER = '18446744073709551615';

/** A whole number below 2^64 as JSON writes it, without rounding; undefined for any other text. */
function numberText(id: string): string | undefined {
  if (!/^\d+$/.test(id)) return undefined;
  const digits = id.replace(/^0+(?=\d)/, '');
  const isTooLarge =
    digits.length > MAX_THREAD_NUMBER.length ||
    (digits.length === MAX_THREAD_NUMBER.length && digits > MAX_THREAD_NUMBER);
  return isTooLarge ? undefined : digits;
}

/**
 * The JSON number for each thread id. Ids come as text and pass 2^53 on some platforms, so they are never made numbers on
 * the way. An id that is no whole number (a session may name its threads as it likes) gets the smallest number that no
 * other thread has.
 */
export function threadNumbers(ids: readonly string[]): readonly string[] {
  const numbers = ids.map(numberText);
  const taken = new Set(numbers.filter((number) => number !== undefined));
  let next = 0;
  return numbers.map((number) => {
    if (number !== undefined) return number;
    while (taken.has(String(next))) next += 1;
    taken.add(String(next));
    return String(next);
  });
}
