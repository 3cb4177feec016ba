import type { ProfileId, ProjectId } from '../upload.ts';
import type { ProfileKey } from './list-profiles.ts';
import { profileColumns, readProfileRow } from './profile-row.ts';
import {
  keyedProfiles,
  type ProfileSelection,
  profileKeyColumns,
  profileSums,
  selectedProfiles,
} from './profile-selection.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { readRows } from './read-rows.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';

/** A profile with what its values of a type come to, within the selected series. */
export interface ValuedProfile {
  readonly profile: ProfileSummary;
  /** Undefined when no type was named. */
  readonly value: bigint | undefined;
}

/** Values from `min` on and below `max`. */
export interface ValueRange {
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
}

/** Where a page ended that is ordered by value. */
export interface ValueKey extends ProfileKey {
  readonly value: bigint;
}

/** Profiles of a selection, newest first. */
export async function newestProfiles(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  page: { readonly limit: number; readonly after?: ProfileKey | undefined },
  ask: Ask = {},
): Promise<readonly ProfileSummary[]> {
  const selected = selectedProfiles(project, selection);
  const bound: QueryParams = {
    ...selected.params,
    limit: page.limit,
    ...(page.after === undefined ? {} : { afterStart: page.after.startMs, afterId: page.after.id }),
  };
  return readRows(
    source,
    {
      name: 'search-profiles-newest',
      sql: `
      SELECT ${profileColumns}
      FROM profiles
      WHERE ${selected.sql}
        ${
          page.after === undefined
            ? ''
            : // Said twice, since the engine prunes partitions by a plain comparison only.
              `AND start <= fromUnixTimestamp64Milli({afterStart:Int64}, 'UTC')
        AND (start, id) < (fromUnixTimestamp64Milli({afterStart:Int64}, 'UTC'), toFixedString(unhex({afterId:String}), 16))`
        }
      ORDER BY start DESC, id DESC
      LIMIT {limit:UInt32}`,
      params: bound,
      ...ask,
    },
    readProfileRow,
  );
}

/** Profiles of a selection that names a type, the largest value first, then the newest. */
export async function largestProfiles(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection & { readonly type: string },
  page: { readonly limit: number; readonly after?: ValueKey | undefined; readonly values: ValueRange },
  ask: Ask = {},
): Promise<readonly Required<ValuedProfile>[]> {
  const selected = selectedProfiles(project, selection);
  const sums = profileSums(project, selection);
  const { after, values, limit } = page;
  const conditions = [
    ...(values.min === undefined ? [] : ['total >= {minValue:Int64}']),
    ...(values.max === undefined ? [] : ['total < {maxValue:Int64}']),
    ...(after === undefined
      ? []
      : [
          `(total, start, id) < ({afterValue:Int64}, fromUnixTimestamp64Milli({afterStart:Int64}, 'UTC'),
            toFixedString(unhex({afterId:String}), 16))`,
        ]),
  ];
  return readRows(
    source,
    {
      name: 'search-profiles-largest',
      sql: `
      SELECT ${profileColumns}, toString(total) AS value_text
      FROM ${keyedProfiles(selected.sql)} AS p
      INNER JOIN (${sums.sql}) AS v USING (${profileKeyColumns})
      ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
      ORDER BY total DESC, start DESC, id DESC
      LIMIT {limit:UInt32}`,
      params: {
        ...selected.params,
        ...sums.params,
        limit,
        ...(values.min === undefined ? {} : { minValue: String(values.min) }),
        ...(values.max === undefined ? {} : { maxValue: String(values.max) }),
        ...(after === undefined
          ? {}
          : { afterValue: String(after.value), afterStart: after.startMs, afterId: after.id }),
      },
      ...ask,
    },
    (row) => ({ profile: readProfileRow(row), value: BigInt(row.text()) }),
  );
}

/** What these profiles of a selection come to; those without a value of its type are left out. */
export async function valuesOfProfiles(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection & { readonly type: string },
  profiles: readonly ProfileSummary[],
  ask: Ask = {},
): Promise<ReadonlyMap<ProfileId, bigint>> {
  if (profiles.length === 0) return new Map();
  const starts = profiles.map(({ startMs }) => startMs);
  const narrowed = {
    ...selection,
    apps: [...new Set(profiles.map(({ app }) => app))],
    fromMs: Math.min(...starts),
    toMs: Math.max(...starts) + 1,
    profiles: profiles.map(({ id }) => id),
  };
  const rows = await largestProfiles(source, project, narrowed, { limit: profiles.length, values: {} }, ask);
  return new Map(rows.map(({ profile, value }) => [profile.id, value ?? 0n]));
}
