import type { DecodedSpan, UploadId } from '../upload.ts';
import { textOfHex } from './hex-id.ts';

/** A span as it was decoded, its texts cut to their limits, and the upload that brought it. */
export interface StoredSpan extends DecodedSpan {
  readonly uploadId: UploadId;
  /** Decimal: the group of originals that its upload was written with. */
  readonly groupId: string;
  readonly keepDays: number;
}

/** A row of {@link spanColumns}. */
export interface SpanRow {
  readonly app: string;
  readonly environment: string;
  readonly release: string;
  readonly trace_hex: string;
  readonly span_hex: string;
  readonly parent_hex: string;
  readonly segment_hex: string;
  readonly segment_flag: number;
  readonly transaction_hex: string;
  readonly session_hex: string;
  readonly thread_id: string;
  readonly name: string;
  readonly op: string;
  readonly status: string;
  readonly start_us: number;
  readonly end_us: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly upload_hex: string;
  readonly group_text: string;
  readonly days: number;
}

/** What a span's row is read as. No alias repeats a column's name, since the engine would then use it in the conditions as well. */
export const spanColumns = `app, environment, release,
        lower(hex(trace_id)) AS trace_hex,
        lower(hex(span_id)) AS span_hex,
        lower(hex(parent_id)) AS parent_hex,
        lower(hex(segment_id)) AS segment_hex,
        toFloat64(is_segment) AS segment_flag,
        lower(hex(transaction_id)) AS transaction_hex,
        lower(hex(session_id)) AS session_hex,
        thread_id, name, op, status,
        toFloat64(toUnixTimestamp64Micro(start)) AS start_us,
        toFloat64(toUnixTimestamp64Micro(end)) AS end_us,
        attributes,
        lower(hex(upload_id)) AS upload_hex,
        toString(group_id) AS group_text,
        toFloat64(keep_days) AS days`;

export function spanOfRow(row: SpanRow): StoredSpan {
  return {
    app: row.app,
    environment: row.environment,
    release: row.release,
    traceId: textOfHex(row.trace_hex),
    spanId: textOfHex(row.span_hex),
    parentId: textOfHex(row.parent_hex),
    segmentId: textOfHex(row.segment_hex),
    isSegment: row.segment_flag === 1,
    transactionId: textOfHex(row.transaction_hex),
    sessionId: textOfHex(row.session_hex),
    threadId: row.thread_id,
    name: row.name,
    op: row.op,
    status: row.status,
    startMs: row.start_us / 1000,
    endMs: row.end_us / 1000,
    attributes: new Map(Object.entries(row.attributes)),
    uploadId: row.upload_hex as UploadId,
    groupId: row.group_text,
    keepDays: row.days,
  };
}
