/** What JSON can say, with whole numbers of any length as BigInts. */
export type JsonInput =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput };

/**
 * JSON with the digits of BigInts as they are, for wires whose whole numbers are JSON numbers of 64 bits: a double would change
 * what is beyond 2^53. As in JSON.stringify, what is undefined is left out of objects and is null in lists.
 */
export function jsonText(value: JsonInput): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${(value as readonly JsonInput[]).map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(key)}:${jsonText(member)}`],
  );
  return `{${members.join(',')}}`;
}
