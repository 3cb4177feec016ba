import type { ValuesPlan } from '../rollups/plan-values.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../rollups/rollup-columns.ts';
import type { ProjectId } from '../upload.ts';
import { PLAIN_ANSWER_SETTINGS } from './look-up-settings.ts';
import type { Ask, RowSource } from './row-source.ts';
import { profilesOf, type SampleFilter } from './sample-filter.ts';

/** Of the profiles of one app in the rolled hours and days of a plan. */
export interface RolledProfiles {
  /** Ids of the kinds that they have, ascending. */
  readonly kinds: readonly string[];
  readonly profiles: number;
}

interface Row {
  readonly kind_ids: readonly string[];
  readonly total: number;
}

/** @param filter must name no profiles, and no labels without a column */
export async function rolledProfileCounts(
  source: RowSource,
  project: ProjectId,
  app: string,
  filter: SampleFilter,
  { days, hours, rolledFromMs, rolledToMs }: ValuesPlan,
  ask: Ask = {},
): Promise<RolledProfiles> {
  const { sql, params } = profilesOf(project, { ...filter, apps: [app], fromMs: rolledFromMs, toMs: rolledToMs });
  const [row] = await source.rows<Row>({
    name: 'rolled-profile-counts',
    sql: `
      SELECT arraySort(groupUniqArrayArray(kinds)) AS kind_ids, toFloat64(sum(profiles)) AS total
      FROM profile_counts
      WHERE ${sql} AND (grain = ${DAY_SECONDS} AND version IN {days:Array(UInt64)}
        OR grain = ${HOUR_SECONDS} AND version IN {hours:Array(UInt64)})`,
    params: { ...params, days: days.versions, hours: hours.versions },
    settings: PLAIN_ANSWER_SETTINGS,
    ...ask,
  });
  return { kinds: row?.kind_ids ?? [], profiles: row?.total ?? 0 };
}
