import type { ProjectId } from '../upload.ts';
import { isHexId } from './hex-id.ts';
import { LOOK_UP_SETTINGS } from './look-up-settings.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';
import { readSpanRow, type StoredSpan, spanColumns } from './stored-span.ts';

/** A span by its own id (16 hex digits), or the span that stands for a transaction (32). Lower case. */
export type SpanRef = { readonly spanId: string } | { readonly transactionId: string };

/** The span that is meant: the segment where there is one, else the newest; undefined also for what is not an id. */
export async function findSpan(
  source: RowSource,
  project: ProjectId,
  ref: SpanRef,
  ask: Ask = {},
): Promise<StoredSpan | undefined> {
  const isSpan = 'spanId' in ref;
  const id = isSpan ? ref.spanId : ref.transactionId;
  if (!isHexId(id, isSpan ? 16 : 32)) return undefined;
  const condition = isSpan
    ? 'span_id = toFixedString(unhex({ref:String}), 8)'
    : 'transaction_id = toFixedString(unhex({ref:String}), 16)';
  const [span] = await readRows(
    source,
    {
      name: 'find-span',
      sql: `
      SELECT ${spanColumns}
      FROM spans
      WHERE project_id = {project:UInt32} AND ${condition}
      ORDER BY is_segment DESC, start DESC
      LIMIT 1`,
      params: { project, ref: id },
      settings: LOOK_UP_SETTINGS,
      ...ask,
    },
    readSpanRow,
  );
  return span;
}
