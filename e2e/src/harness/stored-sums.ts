import type { Sql } from './stopped-store.ts';

/** `<app> <start in Unix ms>` -> type -> sum over everything kept of the profiles that began then. */
export type StoredSums = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

const questions = {
  totals: `
    SELECT app, toString(toUnixTimestamp64Milli(time)) AS start, type, toString(sum(value)) AS sum
    FROM totals GROUP BY app, time, type`,
  // A kind names its columns: `samples:count,cpu:nanoseconds`.
  samples: `
    SELECT app, toString(toUnixTimestamp64Milli(time)) AS start, splitByChar(':', column)[1] AS type, toString(sum(value)) AS sum
    FROM samples
    ARRAY JOIN splitByChar(',', kind) AS column, arraySlice([v0, v1, v2, v3], 1, length(splitByChar(',', kind))) AS value
    GROUP BY app, time, type`,
} as const;

/** Sums of every profile, from the totals that were kept at derivation or from the samples themselves. */
export async function storedSums(sql: Sql, table: keyof typeof questions): Promise<StoredSums> {
  const rows = await sql<{ app: string; start: string; type: string; sum: string }>(questions[table]);
  const sums = new Map<string, Map<string, bigint>>();
  for (const { app, start, type, sum } of rows) {
    const key = `${app} ${start}`;
    const types = sums.get(key) ?? new Map<string, bigint>();
    sums.set(key, types.set(type, BigInt(sum)));
  }
  return sums;
}
