import type { RowReader } from '../engine-port/row-reader.ts';
import type { DecodedSpan } from '../upload.ts';
import { textOfHex } from './hex-id.ts';

/** What is told of a span that was looked up: as it was decoded, its texts cut to their limits. */
export type FoundSpan = Omit<DecodedSpan, 'app' | 'parentId'>;

/** What the row of a span is read as: columns as they are, in the order of {@link readFoundSpan}. */
export const foundSpanColumns = `environment, release, trace_id, span_id, segment_id, is_segment, transaction_id,
        session_id, thread_id, name, op, status, start, end, attributes`;

const ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const MICROS_PER_MS = 1000;

/** Reads a row of {@link foundSpanColumns}. */
export function readFoundSpan(row: RowReader): FoundSpan {
  return {
    environment: row.text(),
    release: row.text(),
    traceId: textOfHex(row.hex(ID_BYTES)),
    spanId: textOfHex(row.hex(SPAN_ID_BYTES)),
    segmentId: textOfHex(row.hex(SPAN_ID_BYTES)),
    isSegment: row.uint8() === 1,
    transactionId: textOfHex(row.hex(ID_BYTES)),
    sessionId: textOfHex(row.hex(ID_BYTES)),
    threadId: row.text(),
    name: row.text(),
    op: row.text(),
    status: row.text(),
    startMs: row.int64() / MICROS_PER_MS,
    endMs: row.int64() / MICROS_PER_MS,
    attributes: new Map(row.list(() => [row.text(), row.text()])),
  };
}
