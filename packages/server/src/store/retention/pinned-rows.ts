import type { Condition } from '../readers/profile-filter.ts';
import type { Pin } from './pin.ts';

/** Tables whose partitions pins hold back, and which rows of them. */
export const pinnedTables = [
  'samples',
  'totals',
  'spans',
  'originals',
  'profiles',
  'series',
  'frames',
  'nodes',
  'derived_groups',
] as const;
export type PinnedTable = (typeof pinnedTables)[number];

/** What tells rows of these tables apart. */
const idOf = { series: 'series_id', frames: 'frame_id', nodes: 'node_id' } as const;

/** Rows of profiles share group and start with whatever else the same group brought of the app at the same millisecond. */
const ofProfiles = `(project_id, lower(hex(id))) IN (
    SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip({profileProjects:Array(UInt32)}, {profileIds:Array(String)})) AS pair))`;

/** By ranges, and by the places of single profiles: a neighbour in the same place stays with all of its rows. */
const factsCondition = (time: 'start' | 'time'): string => `(
  arrayExists((one_project, one_app, begins, ends) -> project_id = one_project AND app = one_app
      AND ${time} >= fromUnixTimestamp64Milli(begins, 'UTC') AND ${time} < fromUnixTimestamp64Milli(ends, 'UTC'),
    {projects:Array(UInt32)}, {apps:Array(String)}, {from:Array(Int64)}, {to:Array(Int64)})
  OR (project_id, app, group_id, ${time}) IN (SELECT project_id, app, group_id, start FROM profiles WHERE ${ofProfiles}))`;

const pinnedApps = `(project_id, app) IN (
  SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip({allProjects:Array(UInt32)}, {allApps:Array(String)})) AS pair))`;

const conditions: Readonly<Record<PinnedTable, string>> = {
  samples: factsCondition('time'),
  totals: factsCondition('time'),
  profiles: factsCondition('start'),
  spans: `(project_id, upload_id) IN (SELECT project_id, upload_id FROM profiles WHERE ${factsCondition('start')})`,
  originals: `(project_id, upload_id) IN (SELECT project_id, upload_id FROM profiles WHERE ${factsCondition('start')})`,
  // What an app's facts refer to, unless an older partition keeps it already.
  series: referredTo('series'),
  frames: referredTo('frames'),
  nodes: referredTo('nodes'),
  // Without its mark a group would be derived again, and what is gone of it would be taken for missing.
  derived_groups: 'group_id IN (SELECT group_id FROM originals)',
};

function referredTo(table: keyof typeof idOf): string {
  const id = idOf[table];
  return `${pinnedApps} AND (project_id, app, ${id}) NOT IN (
    SELECT project_id, app, ${id} FROM ${table} WHERE expires_week < {week:UInt16} AND ${pinnedApps})`;
}

/** Which rows of a table the pins keep; binds `week` too where the table is kept by weeks. */
export function pinnedRows(table: PinnedTable, pins: readonly Pin[], week: number): Condition {
  const ranges = pins.filter(({ profileId }) => profileId === undefined);
  const profiles = pins.filter(({ profileId }) => profileId !== undefined);
  return {
    sql: conditions[table],
    params: {
      week,
      projects: ranges.map(({ projectId }) => projectId),
      apps: ranges.map(({ app }) => app),
      from: ranges.map(({ fromMs }) => fromMs),
      to: ranges.map(({ toMs }) => toMs),
      profileProjects: profiles.map(({ projectId }) => projectId),
      profileIds: profiles.map(({ profileId = '' }) => profileId),
      allProjects: pins.map(({ projectId }) => projectId),
      allApps: pins.map(({ app }) => app),
    },
  };
}
