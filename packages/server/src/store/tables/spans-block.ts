import { SPAN_LIMITS } from '../bounds/limits.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import { DictionaryColumn } from '../native/dictionary-column.ts';
import { HexColumn } from '../native/hex-column.ts';
import { MapColumn } from '../native/map-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { MICROSECONDS, WideColumn } from '../native/wide-column.ts';
import type { DecodedSpan } from '../upload.ts';

const SPAN_ID_BYTES = 8;

export class SpansBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #sessionId = new HexColumn();
  readonly #start = new WideColumn(MICROSECONDS);
  readonly #end = new WideColumn(MICROSECONDS);
  readonly #traceId = new HexColumn();
  readonly #spanId = new HexColumn(SPAN_ID_BYTES);
  readonly #parentId = new HexColumn(SPAN_ID_BYTES);
  readonly #segmentId = new HexColumn(SPAN_ID_BYTES);
  readonly #isSegment = new NumberColumn('UInt8');
  readonly #transactionId = new HexColumn();
  readonly #app = new DictionaryColumn();
  readonly #environment = new DictionaryColumn();
  readonly #release = new DictionaryColumn();
  readonly #threadId = new TextColumn();
  readonly #name = new TextColumn();
  readonly #op = new DictionaryColumn();
  readonly #status = new DictionaryColumn();
  readonly #attributes = new MapColumn();
  readonly #uploadId = new HexColumn();
  readonly #contentHash = new HexColumn();
  readonly #keepDays = new NumberColumn('UInt16');
  readonly #groupId = new WideColumn('UInt64');

  readonly block = new TableBlock('spans', {
    project_id: this.#projectId,
    session_id: this.#sessionId,
    start: this.#start,
    end: this.#end,
    trace_id: this.#traceId,
    span_id: this.#spanId,
    parent_id: this.#parentId,
    segment_id: this.#segmentId,
    is_segment: this.#isSegment,
    transaction_id: this.#transactionId,
    app: this.#app,
    environment: this.#environment,
    release: this.#release,
    thread_id: this.#threadId,
    name: this.#name,
    op: this.#op,
    status: this.#status,
    attributes: this.#attributes,
    upload_id: this.#uploadId,
    content_hash: this.#contentHash,
    keep_days: this.#keepDays,
    group_id: this.#groupId,
  });

  add(groupId: number, upload: StoredUpload, span: DecodedSpan): void {
    this.#projectId.push(upload.projectId);
    this.#sessionId.push(span.sessionId);
    this.#start.push(Math.round(span.startMs * 1000));
    this.#end.push(Math.round(span.endMs * 1000));
    this.#traceId.push(span.traceId);
    this.#spanId.push(span.spanId);
    this.#parentId.push(span.parentId);
    this.#segmentId.push(span.segmentId);
    this.#isSegment.push(span.isSegment ? 1 : 0);
    this.#transactionId.push(span.transactionId);
    this.#app.push(span.app);
    this.#environment.push(span.environment);
    this.#release.push(span.release);
    this.#threadId.push(word(span.threadId));
    this.#name.push(span.name.slice(0, SPAN_LIMITS.nameLength));
    this.#op.push(word(span.op));
    this.#status.push(word(span.status));
    this.#attributes.push(boundedAttributes(span.attributes));
    this.#uploadId.push(upload.uploadId);
    this.#contentHash.push(upload.contentHash);
    this.#keepDays.push(upload.keepDays.derived);
    this.#groupId.push(groupId);
  }
}

const word = (text: string): string => text.slice(0, SPAN_LIMITS.wordLength);

/** Names are short enough to be told apart when cut; of two that are not, the later one counts. */
function boundedAttributes(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const bounded = new Map<string, string>();
  for (const [key, value] of attributes) {
    if (bounded.size >= SPAN_LIMITS.attributes) break;
    bounded.set(key.slice(0, SPAN_LIMITS.attributeKeyLength), value.slice(0, SPAN_LIMITS.attributeValueLength));
  }
  return bounded;
}
