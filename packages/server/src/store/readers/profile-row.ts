import type { ProfileId, Source, UploadId } from '../upload.ts';
import { textOfHex } from './hex-id.ts';
import type { ProfileSummary } from './profile-summary.ts';

/** A row of {@link profileColumns}. */
export interface ProfileRow {
  readonly id_hex: string;
  readonly numeric_id_number: number;
  readonly upload_hex: string;
  readonly group_text: string;
  readonly app: string;
  readonly environment: string;
  readonly release: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly received_ms: number;
  readonly source: string;
  readonly state: string;
  readonly types: readonly string[];
  readonly runtime: string;
  readonly runtime_version: string;
  readonly runtime_arch: string;
  readonly runtime_os: string;
  readonly probe_version: string;
  readonly host: string;
  readonly session_hex: string;
  readonly trace_hex: string;
  readonly transaction_hex: string;
  readonly transaction: string;
  readonly samples: number;
  readonly bytes: number;
  readonly original_days: number;
  readonly derived_days: number;
}

/**
 * What a profile's row is read as. Whole numbers come as doubles: JSON would quote 64-bit ones, and all of them stay
 * below 2^53. No alias repeats a column's name, since the engine would then use it in the conditions as well.
 */
export const profileColumns = `lower(hex(id)) AS id_hex,
        toFloat64(numeric_id) AS numeric_id_number,
        lower(hex(upload_id)) AS upload_hex,
        toString(group_id) AS group_text,
        app, environment, release,
        toFloat64(toUnixTimestamp64Milli(start)) AS start_ms,
        toFloat64(toUnixTimestamp64Milli(end)) AS end_ms,
        toFloat64(toUnixTimestamp64Milli(received)) AS received_ms,
        source, state, types,
        runtime, runtime_version, runtime_arch, runtime_os, probe_version, host,
        lower(hex(session_id)) AS session_hex,
        lower(hex(trace_id)) AS trace_hex,
        lower(hex(transaction_id)) AS transaction_hex,
        transaction,
        toFloat64(sample_count) AS samples,
        toFloat64(original_bytes) AS bytes,
        toFloat64(original_keep_days) AS original_days,
        toFloat64(keep_days) AS derived_days`;

export function profileOfRow(row: ProfileRow): ProfileSummary {
  return {
    id: row.id_hex as ProfileId,
    numericId: row.numeric_id_number,
    uploadId: row.upload_hex as UploadId,
    groupId: row.group_text,
    app: row.app,
    environment: row.environment,
    release: row.release,
    startMs: row.start_ms,
    endMs: row.end_ms,
    receivedMs: row.received_ms,
    source: row.source as Source,
    state: row.state,
    types: row.types,
    facets: {
      runtime: row.runtime,
      runtimeVersion: row.runtime_version,
      runtimeArch: row.runtime_arch,
      runtimeOs: row.runtime_os,
      probeVersion: row.probe_version,
      host: row.host,
    },
    link: {
      sessionId: textOfHex(row.session_hex),
      traceId: textOfHex(row.trace_hex),
      transactionId: textOfHex(row.transaction_hex),
      transactionName: row.transaction,
    },
    sampleCount: row.samples,
    originalBytes: row.bytes,
    originalKeepDays: row.original_days,
    keepDays: row.derived_days,
  };
}
