import type { ProfileId, ProjectId } from '../upload.ts';
import {
  and,
  facetsHash,
  type ProfileSelection,
  selectedProfiles,
  selectedSeries,
  selectedTotals,
} from './profile-selection.ts';
import { readRows } from './read-rows.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';
import { isOfProfile } from './timeline-rows.ts';

/** What a profile comes to within one group of series. */
export interface ProfilePoint {
  readonly profile: ProfileId;
  readonly startMs: number;
  /** Exact within ±2^53. */
  readonly value: number;
  /** Decimal id of the series that brings most of it. */
  readonly series: string;
  /** Values of the labels of the question, in its order; '' for what is not said. */
  readonly group: readonly string[];
}

const ID_BYTES = 16;
/** What joins profiles with their values: two profiles of a group that share all of it are one. */
const KEY = 'start, group_id, facets_hash';

/** Values of single profiles by the values of some labels, in no order; no more than `limit` rows. */
export async function profilePoints(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  groupBy: readonly string[],
  limit: number,
  ask: Ask = {},
): Promise<readonly ProfilePoint[]> {
  const labels = groupBy.map((name, index) => [`group${index}`, name] as const);
  const values = groupBy.map((name, index) =>
    isOfProfile(name) ? `toString(${name})` : `labels[{group${index}:String}]`,
  );
  const group = groupBy.length === 0 ? "CAST([], 'Array(String)')" : `[${values.join(', ')}]`;
  const totals = selectedTotals(project, selection);
  const series = selectedSeries(project, selection);
  const profiles = selectedProfiles(project, selection);
  const { params } = and([totals, series, profiles]);
  const bound: QueryParams = {
    ...params,
    ...Object.fromEntries(labels.filter(([, name]) => !isOfProfile(name))),
    limit,
  };
  return readRows(
    source,
    {
      name: 'profile-points',
      sql: `
      SELECT p.id AS id, v.start AS at, v.total AS total, v.series AS series, v.group_values AS group_values
      FROM (
        SELECT t.time AS start, t.group_id AS group_id, s.facets_hash AS facets_hash, s.group_values AS group_values,
          sum(t.value) AS total, argMax(t.series_id, t.value) AS series
        FROM (SELECT app, time, group_id, series_id, value FROM totals WHERE ${totals.sql}) AS t
        INNER JOIN (SELECT DISTINCT app, series_id, ${facetsHash} AS facets_hash, ${group} AS group_values
          FROM series WHERE ${series.sql}) AS s USING (app, series_id)
        GROUP BY ${KEY}, group_values) AS v
      INNER JOIN (SELECT start, group_id, ${facetsHash} AS facets_hash, min(id) AS id
        FROM profiles WHERE ${profiles.sql} GROUP BY ${KEY}) AS p USING (${KEY})
      LIMIT {limit:UInt32}`,
      params: bound,
      ...ask,
    },
    (row) => ({
      profile: row.hex(ID_BYTES) as ProfileId,
      startMs: row.int64(),
      value: row.int64(),
      series: row.uint64Text(),
      group: row.list(() => row.text()),
    }),
  );
}
