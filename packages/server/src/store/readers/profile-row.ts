import type { RowReader } from '../engine-port/row-reader.ts';
import type { ProfileId, Source, UploadId } from '../upload.ts';
import { textOfHex } from './hex-id.ts';
import type { ProfileSummary } from './profile-summary.ts';

/**
 * What a profile's row is read as: columns as they are, in the order of {@link readProfileRow}. A function around each (hex, numbers
 * of times) cost the engine as much as the rest of a look-up.
 */
export const profileColumns = `id, numeric_id, upload_id, group_id, app, environment, release, start, end, received,
        source, state, types, runtime, runtime_version, runtime_arch, runtime_os, probe_version, host,
        session_id, trace_id, transaction_id, transaction, sample_count, original_bytes, original_keep_days, keep_days`;

const ID_BYTES = 16;

/** Reads a row of {@link profileColumns}. */
export function readProfileRow(row: RowReader): ProfileSummary {
  return {
    id: row.hex(ID_BYTES) as ProfileId,
    numericId: row.uint64(),
    uploadId: row.hex(ID_BYTES) as UploadId,
    groupId: row.uint64Text(),
    app: row.text(),
    environment: row.text(),
    release: row.text(),
    startMs: row.int64(),
    endMs: row.int64(),
    receivedMs: row.int64(),
    source: row.text() as Source,
    state: row.text(),
    types: row.list(() => row.text()),
    facets: {
      runtime: row.text(),
      runtimeVersion: row.text(),
      runtimeArch: row.text(),
      runtimeOs: row.text(),
      probeVersion: row.text(),
      host: row.text(),
    },
    link: {
      sessionId: textOfHex(row.hex(ID_BYTES)),
      traceId: textOfHex(row.hex(ID_BYTES)),
      transactionId: textOfHex(row.hex(ID_BYTES)),
      transactionName: row.text(),
    },
    sampleCount: row.uint32(),
    originalBytes: row.uint32(),
    originalKeepDays: row.uint16(),
    keepDays: row.uint16(),
  };
}
