import type { EngineClient } from '../client/engine-client.ts';

/** The version column of all rollups is read once, after a start. */
const SCAN_TIMEOUT_MS = 120_000;

/** A rolled hour or day, as `rolled` keeps it. */
export interface RolledEntry {
  readonly app: string;
  /** What it was made of: profiles of an hour, hours of a day. */
  readonly sources: number;
  /** A whole number of 64 bits. */
  readonly fingerprint: string;
  readonly keepDays: number;
}

/** The hour or day of a project, and the version that counts from now on. */
export interface RolledSpan {
  readonly projectId: number;
  /** Seconds: 3 600 or 86 400. */
  readonly grain: number;
  /** Unix seconds. */
  readonly start: number;
  readonly version: number;
}

/** From then on the version counts, after a restart too. */
export async function registerRolled(
  client: EngineClient,
  span: RolledSpan,
  entries: readonly RolledEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await client.command({
    name: 'register-rolled',
    sql: `
    INSERT INTO rolled (project_id, app, grain, start, version, sources, fingerprint, keep_days, at)
    SELECT {project:UInt32}, apps, {grain:UInt32}, toDateTime({start:UInt32}, 'UTC'), {version:UInt64}, sources, fingerprints,
      days, now64(3)
    FROM (SELECT 1)
    ARRAY JOIN {apps:Array(String)} AS apps, {sources:Array(UInt64)} AS sources, {fingerprints:Array(UInt64)} AS fingerprints,
      {days:Array(UInt16)} AS days`,
    params: {
      project: span.projectId,
      grain: span.grain,
      start: span.start,
      version: span.version,
      apps: entries.map(({ app }) => app),
      sources: entries.map(({ sources }) => sources),
      fingerprints: `[${entries.map(({ fingerprint }) => fingerprint).join(',')}]`,
      days: entries.map(({ keepDays }) => keepDays),
    },
  });
}

/** An hour of profiles without samples has no rows in the first. */
const VERSIONED = ['rollups', 'profile_counts', 'rolled_totals', 'rolled'] as const;

/** The highest version that any row has, be it cut off or not. */
export async function lastVersion(client: EngineClient): Promise<number> {
  const [row] = await client.rows<{ readonly last: number }>({
    name: 'last-rollup-version',
    sql: `SELECT toFloat64(max(version)) AS last FROM (${VERSIONED.map((table) => `SELECT max(version) AS version FROM ${table}`).join(' UNION ALL ')})`,
    timeoutMs: SCAN_TIMEOUT_MS,
  });
  return row?.last ?? 0;
}
