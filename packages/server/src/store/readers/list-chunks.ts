import type { ProjectId } from '../upload.ts';
import { isHexId } from './hex-id.ts';
import { profileColumns, readProfileRow } from './profile-row.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SessionWindow, sessionCondition } from './session-window.ts';

/** A piece of a run of a continuous profiler. */
export interface SessionChunk {
  readonly profile: ProfileSummary;
}

/** The chunks of a session that overlap the window, newest first. */
export async function listChunks(
  source: RowSource,
  project: ProjectId,
  window: SessionWindow,
  ask: Ask = {},
): Promise<readonly SessionChunk[]> {
  if (!isHexId(window.sessionId, 32)) return [];
  const { sql, params } = sessionCondition(project, window);
  const profiles = await readRows(
    source,
    {
      name: 'list-chunks',
      sql: `
      SELECT ${profileColumns}
      FROM profiles
      WHERE ${sql}
      ORDER BY start DESC, id DESC
      LIMIT {limit:UInt32}`,
      params,
      ...ask,
    },
    readProfileRow,
  );
  return profiles.map((profile) => ({ profile }));
}
