import type { StoredUpload } from '../groups/stored-upload.ts';
import { ArrayColumn } from '../native/array-column.ts';
import { DictionaryColumn } from '../native/dictionary-column.ts';
import { HexColumn } from '../native/hex-column.ts';
import { MapColumn } from '../native/map-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { MILLISECONDS, WideColumn } from '../native/wide-column.ts';

export class OriginalsBlock {
  readonly #groupId = new WideColumn('UInt64');
  readonly #seq = new NumberColumn('UInt32');
  readonly #projectId = new NumberColumn('UInt32');
  readonly #uploadId = new HexColumn();
  readonly #contentHash = new HexColumn();
  readonly #profileIds = new ArrayColumn(new HexColumn());
  readonly #numericIds = new ArrayColumn(new WideColumn('UInt64'));
  readonly #source = new DictionaryColumn();
  readonly #format = new DictionaryColumn();
  readonly #contentType = new TextColumn();
  readonly #headers = new MapColumn();
  readonly #context = new TextColumn();
  readonly #received = new WideColumn(MILLISECONDS);
  readonly #start = new WideColumn(MILLISECONDS);
  readonly #keepDays = new NumberColumn('UInt16');
  readonly #derivedKeepDays = new NumberColumn('UInt16');
  readonly #body = new TextColumn();

  readonly block = new TableBlock('originals', {
    group_id: this.#groupId,
    seq: this.#seq,
    project_id: this.#projectId,
    upload_id: this.#uploadId,
    content_hash: this.#contentHash,
    profile_ids: this.#profileIds,
    numeric_ids: this.#numericIds,
    source: this.#source,
    format: this.#format,
    content_type: this.#contentType,
    headers: this.#headers,
    context: this.#context,
    received: this.#received,
    start: this.#start,
    keep_days: this.#keepDays,
    derived_keep_days: this.#derivedKeepDays,
    body: this.#body,
  });

  add(groupId: number, upload: StoredUpload): void {
    const { original } = upload;
    this.#groupId.push(groupId);
    this.#seq.push(upload.seq);
    this.#projectId.push(upload.projectId);
    this.#uploadId.push(upload.uploadId);
    this.#contentHash.push(upload.contentHash);
    for (const id of upload.profileIds) this.#profileIds.items.push(id);
    this.#profileIds.endRow();
    for (const id of upload.numericIds) this.#numericIds.items.push(id);
    this.#numericIds.endRow();
    this.#source.push(original.source);
    this.#format.push(original.format);
    this.#contentType.push(original.contentType);
    this.#headers.push(Object.entries(original.headers));
    this.#context.push(JSON.stringify(original.context));
    this.#received.push(original.context.receivedMs);
    this.#start.push(upload.startMs);
    this.#keepDays.push(upload.keepDays.original);
    this.#derivedKeepDays.push(upload.keepDays.derived);
    this.#body.push(original.body);
  }
}
