import type { ProjectId } from '../upload.ts';
import { profileCondition, type TimeRange } from './profile-filter.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Those that are furthest from what is usual. */
const MAX_CLOCKS = 100;

/** How a host's own times stand to when its profiles were received. */
export interface SenderClock {
  readonly source: string;
  readonly app: string;
  readonly host: string;
  readonly profiles: number;
  /** Received minus end of a profile: its tenth, its median and its ninetieth part of a hundred, milliseconds. */
  readonly lagMs: { readonly low: number; readonly median: number; readonly high: number };
}

export interface SenderClocksQuestion extends TimeRange {
  readonly app?: string | undefined;
  /** Sources whose times are the sender's own, and sent as they are measured. */
  readonly sources: readonly string[];
  /** Fewer profiles say nothing. */
  readonly leastProfiles: number;
  /** Only medians outside of [from, to] milliseconds. */
  readonly usualLagMs: readonly [number, number];
}

interface Row {
  readonly source: string;
  readonly app: string;
  readonly host: string;
  readonly profiles: number;
  readonly lags: readonly [number, number, number];
}

/** Hosts whose profiles end long before, or after, they are received; the furthest first. */
export async function senderClocks(
  source: RowSource,
  project: ProjectId,
  { sources, leastProfiles, usualLagMs: [least, most], ...filter }: SenderClocksQuestion,
  ask: Ask = {},
): Promise<readonly SenderClock[]> {
  const { sql, params } = profileCondition(project, filter);
  const rows = await source.rows<Row>({
    name: 'sender-clocks',
    sql: `
      SELECT source, app, host, toFloat64(count()) AS profiles,
        quantiles(0.1, 0.5, 0.9)(toUnixTimestamp64Milli(received) - toUnixTimestamp64Milli(end)) AS lags
      FROM profiles
      WHERE ${sql} AND source IN {sources:Array(String)}
      GROUP BY source, app, host
      HAVING profiles >= {leastProfiles:UInt32} AND (lags[2] < {leastLag:Int64} OR lags[2] > {mostLag:Int64})
      ORDER BY abs(lags[2]) DESC, source, app, host
      LIMIT ${MAX_CLOCKS}`,
    params: { ...params, sources, leastProfiles, leastLag: least, mostLag: most },
    ...ask,
  });
  return rows.map(({ lags: [low, median, high], ...row }) => ({ ...row, lagMs: { low, median, high } }));
}
