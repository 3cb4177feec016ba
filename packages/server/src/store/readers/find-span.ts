import type { ProjectId } from '../upload.ts';
import { isHexId } from './hex-id.ts';
import { LOOK_UP_SETTINGS } from './look-up-settings.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type FoundSpan, foundSpanColumns, readFoundSpan } from './stored-span.ts';

/** A span by its own id (16 hex digits), or the span that stands for a transaction (32). Lower case. */
export type SpanRef = { readonly spanId: string } | { readonly transactionId: string };

/** There is one with an id, or few; picking one of them here takes a third less than sorting them in the engine. */
const MAX_NAMESAKES = 100;

/** The span that is meant: the segment where there is one, else the newest; undefined also for what is not an id. */
export async function findSpan(
  source: RowSource,
  project: ProjectId,
  ref: SpanRef,
  ask: Ask = {},
): Promise<FoundSpan | undefined> {
  const isSpan = 'spanId' in ref;
  const id = isSpan ? ref.spanId : ref.transactionId;
  if (!isHexId(id, isSpan ? 16 : 32)) return undefined;
  const condition = isSpan
    ? 'span_id = toFixedString(unhex({ref:String}), 8)'
    : 'transaction_id = toFixedString(unhex({ref:String}), 16)';
  const spans = await readRows(
    source,
    {
      name: 'find-span',
      sql: `
      SELECT ${foundSpanColumns}
      FROM spans
      WHERE project_id = {project:UInt32} AND ${condition}
      LIMIT ${MAX_NAMESAKES}`,
      params: { project, ref: id },
      settings: LOOK_UP_SETTINGS,
      ...ask,
    },
    readFoundSpan,
  );
  return spans.reduce<FoundSpan | undefined>(
    (best, span) => (best === undefined || isMeant(span, best) ? span : best),
    undefined,
  );
}

/** Whether `span` rather than `other` is meant, of two with one id. */
const isMeant = (span: FoundSpan, other: FoundSpan): boolean =>
  span.isSegment === other.isSegment ? span.startMs > other.startMs : span.isSegment;
