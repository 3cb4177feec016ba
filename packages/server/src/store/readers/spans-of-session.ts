import type { ProjectId } from '../upload.ts';
import { isHexId } from './hex-id.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SessionWindow, sessionCondition } from './session-window.ts';
import { readSpanRow, type StoredSpan, spanColumns } from './stored-span.ts';

/** The spans of a session that overlap the window, by their start. */
export async function spansOfSession(
  source: RowSource,
  project: ProjectId,
  window: SessionWindow,
  ask: Ask = {},
): Promise<readonly StoredSpan[]> {
  if (!isHexId(window.sessionId, 32)) return [];
  const { sql, params } = sessionCondition(project, window);
  return readRows(
    source,
    {
      name: 'spans-of-session',
      sql: `
      SELECT ${spanColumns}
      FROM spans
      WHERE ${sql}
      ORDER BY start, span_id
      LIMIT {limit:UInt32}`,
      params,
      ...ask,
    },
    readSpanRow,
  );
}
