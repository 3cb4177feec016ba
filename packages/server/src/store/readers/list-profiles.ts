import type { ProfileId, ProjectId, Source } from '../upload.ts';
import { type ProfileFilter, profileCondition } from './profile-filter.ts';
import { profileColumns, readProfileRow } from './profile-row.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';

/** A page past this is megabytes of JSON. */
export const MAX_PAGE_SIZE = 1_000;
export const DEFAULT_PAGE_SIZE = 100;

/** The last profile of the page before: the next one starts right behind it. */
export interface ProfileKey {
  readonly startMs: number;
  readonly id: ProfileId;
}

export interface ListProfilesQuestion extends ProfileFilter {
  readonly source?: Source | undefined;
  /** 1 .. {@link MAX_PAGE_SIZE}. */
  readonly limit: number;
  readonly after?: ProfileKey | undefined;
}

export interface ProfilePage {
  readonly profiles: readonly ProfileSummary[];
  /** Undefined at the end. */
  readonly next: ProfileKey | undefined;
}

/**
 * Profiles of a project, newest first by (start, id). Pages by key, not by offset, so that uploads that arrive
 * meanwhile neither repeat nor hide a profile.
 */
export async function listProfiles(
  source: RowSource,
  project: ProjectId,
  question: ListProfilesQuestion,
  ask: Ask = {},
): Promise<ProfilePage> {
  const { sql, params } = profileCondition(project, question);
  const conditions = [sql];
  const bound: Record<string, string | number | readonly string[]> = { ...params, limit: question.limit + 1 };
  if (question.source !== undefined) {
    conditions.push('source = {source:String}');
    bound['source'] = question.source;
  }
  if (question.after !== undefined) {
    conditions.push(
      "(start, id) < (fromUnixTimestamp64Milli({afterStart:Int64}, 'UTC'), toFixedString(unhex({afterId:String}), 16))",
      // Said twice, since the engine prunes partitions by a plain comparison only.
      "start <= fromUnixTimestamp64Milli({afterStart:Int64}, 'UTC')",
    );
    bound['afterStart'] = question.after.startMs;
    bound['afterId'] = question.after.id;
  }
  const rows = await readRows(
    source,
    {
      name: 'list-profiles',
      sql: `
      SELECT ${profileColumns}
      FROM profiles
      WHERE ${conditions.join(' AND ')}
      ORDER BY start DESC, id DESC
      LIMIT {limit:UInt32}`,
      params: bound,
      ...ask,
    },
    readProfileRow,
  );
  const profiles = rows.slice(0, question.limit);
  const last = profiles.at(-1);
  return {
    profiles,
    next: rows.length > question.limit && last !== undefined ? { startMs: last.startMs, id: last.id } : undefined,
  };
}
