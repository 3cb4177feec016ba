/** Ids that one statement takes: the engine takes values of 128 KiB, and an id has up to 20 digits. */
export const IDS_PER_QUESTION = 5_000;

/** A number of 64 bits in decimal, by its halves. */
export const decimalId = (lo: number, hi: number): string => String(BigInt(hi) * 4_294_967_296n + BigInt(lo));

/** Numbers of 64 bits (in decimal) as the engine reads an Array(UInt64): it takes no quoted ones. */
export const idList = (ids: readonly string[]): string => `[${ids.join(',')}]`;
