import type { ProjectId } from '../upload.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Starts of the oldest and the newest kept profile, in Unix milliseconds. */
export interface ProfileTimes {
  readonly oldestMs: number;
  readonly newestMs: number;
}

/** Undefined for a project without profiles. */
export async function profileTimes(
  source: RowSource,
  project: ProjectId,
  ask: Ask = {},
): Promise<ProfileTimes | undefined> {
  const [row] = await source.rows<{ readonly oldest: number; readonly newest: number; readonly profiles: number }>({
    name: 'profile-times',
    sql: `SELECT toFloat64(toUnixTimestamp64Milli(min(start))) AS oldest, toFloat64(toUnixTimestamp64Milli(max(start))) AS newest,
        toFloat64(count()) AS profiles
      FROM profiles WHERE project_id = {project:UInt32}`,
    params: { project },
    ...ask,
  });
  return row === undefined || row.profiles === 0 ? undefined : { oldestMs: row.oldest, newestMs: row.newest };
}
