import type { ProjectId } from '../upload.ts';
import { isHexId } from './hex-id.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SessionWindow, sessionCondition } from './session-window.ts';
import { type SpanRow, type StoredSpan, spanColumns, spanOfRow } from './stored-span.ts';

/** The spans of a session that overlap the window, by their start. */
export async function spansOfSession(
  source: RowSource,
  project: ProjectId,
  window: SessionWindow,
  ask: Ask = {},
): Promise<readonly StoredSpan[]> {
  if (!isHexId(window.sessionId, 32)) return [];
  const { sql, params } = sessionCondition(project, window);
  const rows = await source.rows<SpanRow>({
    name: 'spans-of-session',
    sql: `
      SELECT ${spanColumns}
      FROM spans
      WHERE ${sql}
      ORDER BY start, span_id
      LIMIT {limit:UInt32}`,
    params,
    ...ask,
  });
  return rows.map(spanOfRow);
}
