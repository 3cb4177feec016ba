import { SPAN_LIMITS } from '../bounds/limits.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import { ArrayColumn } from '../native/array-column.ts';
import { DictionaryColumn } from '../native/dictionary-column.ts';
import { HexColumn } from '../native/hex-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { MILLISECONDS, WideColumn } from '../native/wide-column.ts';
import type { DecodedProfile, ProfileId } from '../upload.ts';

export interface ProfileRowInput {
  readonly upload: StoredUpload;
  readonly profile: DecodedProfile;
  readonly id: ProfileId;
  readonly numericId: number;
  readonly kinds: readonly string[];
  readonly types: readonly string[];
  readonly seriesLo: number;
  readonly seriesHi: number;
  readonly sampleCount: number;
  readonly traceMarks: Uint32Array;
  readonly groupId: number;
}

export class ProfilesBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #id = new HexColumn();
  readonly #numericId = new WideColumn('UInt64');
  readonly #uploadId = new HexColumn();
  readonly #contentHash = new HexColumn();
  readonly #app = new DictionaryColumn();
  readonly #environment = new DictionaryColumn();
  readonly #release = new DictionaryColumn();
  readonly #start = new WideColumn(MILLISECONDS);
  readonly #end = new WideColumn(MILLISECONDS);
  readonly #received = new WideColumn(MILLISECONDS);
  readonly #source = new DictionaryColumn();
  readonly #state = new DictionaryColumn();
  readonly #kinds = new ArrayColumn(new DictionaryColumn());
  readonly #types = new ArrayColumn(new DictionaryColumn());
  readonly #runtime = new DictionaryColumn();
  readonly #runtimeVersion = new DictionaryColumn();
  readonly #runtimeArch = new DictionaryColumn();
  readonly #runtimeOs = new DictionaryColumn();
  readonly #probeVersion = new DictionaryColumn();
  readonly #host = new DictionaryColumn();
  readonly #seriesId = new WideColumn('UInt64');
  readonly #sampleCount = new NumberColumn('UInt32');
  readonly #originalBytes = new NumberColumn('UInt32');
  readonly #originalKeepDays = new NumberColumn('UInt16');
  readonly #keepDays = new NumberColumn('UInt16');
  readonly #sessionId = new HexColumn();
  readonly #traceId = new HexColumn();
  readonly #transactionId = new HexColumn();
  readonly #transaction = new TextColumn();
  readonly #traceMarks = new ArrayColumn(new NumberColumn('UInt32'));
  readonly #groupId = new WideColumn('UInt64');

  readonly block = new TableBlock('profiles', {
    project_id: this.#projectId,
    id: this.#id,
    numeric_id: this.#numericId,
    upload_id: this.#uploadId,
    content_hash: this.#contentHash,
    app: this.#app,
    environment: this.#environment,
    release: this.#release,
    start: this.#start,
    end: this.#end,
    received: this.#received,
    source: this.#source,
    state: this.#state,
    kinds: this.#kinds,
    types: this.#types,
    runtime: this.#runtime,
    runtime_version: this.#runtimeVersion,
    runtime_arch: this.#runtimeArch,
    runtime_os: this.#runtimeOs,
    probe_version: this.#probeVersion,
    host: this.#host,
    series_id: this.#seriesId,
    sample_count: this.#sampleCount,
    original_bytes: this.#originalBytes,
    original_keep_days: this.#originalKeepDays,
    keep_days: this.#keepDays,
    session_id: this.#sessionId,
    trace_id: this.#traceId,
    transaction_id: this.#transactionId,
    transaction: this.#transaction,
    trace_marks: this.#traceMarks,
    group_id: this.#groupId,
  });

  add(row: ProfileRowInput): void {
    const { upload, profile } = row;
    const { facets, link } = profile;
    this.#projectId.push(upload.projectId);
    this.#id.push(row.id);
    this.#numericId.push(row.numericId);
    this.#uploadId.push(upload.uploadId);
    this.#contentHash.push(upload.contentHash);
    this.#app.push(profile.app);
    this.#environment.push(profile.environment);
    this.#release.push(profile.release);
    this.#start.push(profile.startMs);
    this.#end.push(profile.endMs);
    this.#received.push(upload.original.context.receivedMs);
    this.#source.push(upload.original.source);
    this.#state.push(profile.state);
    for (const kind of row.kinds) this.#kinds.items.push(kind);
    this.#kinds.endRow();
    for (const type of row.types) this.#types.items.push(type);
    this.#types.endRow();
    this.#runtime.push(facets.runtime);
    this.#runtimeVersion.push(facets.runtimeVersion);
    this.#runtimeArch.push(facets.runtimeArch);
    this.#runtimeOs.push(facets.runtimeOs);
    this.#probeVersion.push(facets.probeVersion);
    this.#host.push(facets.host);
    this.#seriesId.pushHalves(row.seriesLo, row.seriesHi);
    this.#sampleCount.push(row.sampleCount);
    this.#originalBytes.push(upload.original.body.length);
    this.#originalKeepDays.push(upload.keepDays.original);
    this.#keepDays.push(upload.keepDays.derived);
    this.#sessionId.push(link.sessionId);
    this.#traceId.push(link.traceId);
    this.#transactionId.push(link.transactionId);
    this.#transaction.push(link.transactionName.slice(0, SPAN_LIMITS.nameLength));
    for (const mark of row.traceMarks) this.#traceMarks.items.push(mark);
    this.#traceMarks.endRow();
    this.#groupId.push(row.groupId);
  }
}
