import type { ProjectId } from '../upload.ts';
import { type ProfileFilter, profileCondition } from './profile-filter.ts';
import type { Ask, RowSource } from './row-source.ts';

/** As many as a project may have, so nothing is cut off. */
const MAX_APPLICATIONS = 1_000;

export interface Application {
  readonly app: string;
  /** Canonical names of every type its profiles have, ascending. */
  readonly types: readonly string[];
  /** Values of `runtime`, ascending, without ''. */
  readonly runtimes: readonly string[];
  /** Of its newest profile that says one; ''. */
  readonly runtimeVersion: string;
  readonly environments: readonly string[];
  /** That its profiles name. */
  readonly hosts: number;
  /** Of its newest profile that says one; ''. */
  readonly release: string;
  readonly profiles: number;
  /** Start of its newest profile, Unix milliseconds. */
  readonly lastSeenMs: number;
}

interface Row {
  readonly app: string;
  readonly type_names: readonly string[];
  readonly runtime_names: readonly string[];
  readonly newest_version: string;
  readonly environment_names: readonly string[];
  readonly hosts: number;
  readonly newest_release: string;
  readonly profiles: number;
  readonly last_seen_ms: number;
}

/** The apps that have profiles in the range, ascending by name. */
export async function listApplications(
  source: RowSource,
  project: ProjectId,
  filter: ProfileFilter,
  ask: Ask = {},
): Promise<readonly Application[]> {
  const { sql, params } = profileCondition(project, filter);
  const rows = await source.rows<Row>({
    name: 'list-applications',
    sql: `
      SELECT app,
        arraySort(groupUniqArrayArray(types)) AS type_names,
        arraySort(groupUniqArrayIf(runtime, runtime != '')) AS runtime_names,
        toString(argMaxIf(runtime_version, start, runtime_version != '')) AS newest_version,
        arraySort(groupUniqArray(environment)) AS environment_names,
        toFloat64(uniqExactIf(host, host != '')) AS hosts,
        toString(argMaxIf(release, start, release != '')) AS newest_release,
        toFloat64(count()) AS profiles,
        toFloat64(toUnixTimestamp64Milli(max(start))) AS last_seen_ms
      FROM profiles
      WHERE ${sql}
      GROUP BY app
      ORDER BY app
      LIMIT ${MAX_APPLICATIONS}`,
    params,
    ...ask,
  });
  return rows.map((row) => ({
    app: row.app,
    types: row.type_names,
    runtimes: row.runtime_names,
    runtimeVersion: row.newest_version,
    environments: row.environment_names,
    hosts: row.hosts,
    release: row.newest_release,
    profiles: row.profiles,
    lastSeenMs: row.last_seen_ms,
  }));
}
