import type { ProjectId } from '../upload.ts';
import { SHORT_ANSWER_SETTINGS } from './look-up-settings.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';

/** As many as a project may have, so nothing is cut off. */
const MAX_RELEASES = 10_000;
/** Versions bound to one statement: the engine takes values of 128 KiB, escaped; a version has up to 200 characters of 9 bytes. */
const VERSIONS_PER_QUESTION = 50;

/** What the profiles of a release say about it. */
export interface ReleaseTimes {
  readonly version: string;
  /** Starts of its first and last profile that is still kept, Unix milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly profiles: number;
}

export interface ReleaseTimesQuestion {
  /** All when absent; those without profiles are not answered. */
  readonly versions?: readonly string[] | undefined;
}

interface Row {
  readonly version: string;
  readonly first_ms: number;
  readonly last_ms: number;
  readonly profiles: number;
}

/** The releases of a project that have profiles, the one seen last first. */
export async function releaseTimes(
  source: RowSource,
  project: ProjectId,
  { versions }: ReleaseTimesQuestion,
  ask: Ask = {},
): Promise<readonly ReleaseTimes[]> {
  if (versions === undefined) return askReleases(source, "release != ''", { project }, ask);
  const wanted = [...new Set(versions)].filter((version) => version !== '');
  const [only] = wanted;
  if (only !== undefined && wanted.length === 1) return askOne(source, project, only, ask);
  const all: ReleaseTimes[] = [];
  for (let first = 0; first < wanted.length; first += VERSIONS_PER_QUESTION) {
    const part = wanted.slice(first, first + VERSIONS_PER_QUESTION);
    all.push(...(await askReleases(source, 'release IN {versions:Array(String)}', { project, versions: part }, ask)));
  }
  return all.sort((a, b) => b.lastMs - a.lastMs || (a.version < b.version ? -1 : 1));
}

const TIMES = `toFloat64(toUnixTimestamp64Milli(min(start))) AS first_ms,
        toFloat64(toUnixTimestamp64Milli(max(start))) AS last_ms,
        toFloat64(count()) AS profiles`;

async function askReleases(
  source: RowSource,
  condition: string,
  params: QueryParams,
  ask: Ask,
): Promise<readonly ReleaseTimes[]> {
  const rows = await source.rows<Row>({
    name: 'release-times',
    sql: `
      SELECT toString(release) AS version,
        ${TIMES}
      FROM profiles
      WHERE project_id = {project:UInt32} AND ${condition}
      GROUP BY release
      ORDER BY last_ms DESC, version
      LIMIT ${MAX_RELEASES}`,
    params,
    settings: SHORT_ANSWER_SETTINGS,
    ...ask,
  });
  return rows.map((row) => timesOf(row.version, row));
}

/** A single one is asked for with each profile that is retrieved: without groups and order it takes half the time. */
async function askOne(
  source: RowSource,
  project: ProjectId,
  version: string,
  ask: Ask,
): Promise<readonly ReleaseTimes[]> {
  const rows = await source.rows<Omit<Row, 'version'>>({
    name: 'release-times',
    sql: `
      SELECT ${TIMES}
      FROM profiles
      WHERE project_id = {project:UInt32} AND release = {version:String}`,
    params: { project, version },
    settings: SHORT_ANSWER_SETTINGS,
    ...ask,
  });
  return rows.filter(({ profiles }) => profiles > 0).map((row) => timesOf(version, row));
}

const timesOf = (version: string, row: Omit<Row, 'version'>): ReleaseTimes => ({
  version,
  firstMs: row.first_ms,
  lastMs: row.last_ms,
  profiles: row.profiles,
});
