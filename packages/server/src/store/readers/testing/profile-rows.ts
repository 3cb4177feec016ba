/** A row of `profiles` as a test writes it: what it does not say has a harmless value. */
export interface NewProfileRow {
  readonly project?: number;
  /** 32 hex digits. */
  readonly id: string;
  readonly app?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly startMs: number;
  /** Ten seconds after the start when left out. */
  readonly endMs?: number;
  /** One second after the end when left out. */
  readonly receivedMs?: number;
  readonly types?: readonly string[];
  readonly runtime?: string;
  readonly runtimeVersion?: string;
  readonly runtimeArch?: string;
  readonly runtimeOs?: string;
  readonly probeVersion?: string;
  readonly host?: string;
  readonly source?: string;
  /** 32 hex digits each. */
  readonly sessionId?: string;
  readonly traceId?: string;
  readonly transactionId?: string;
  readonly transaction?: string;
}

/** The low 53 bits of the id, as a stand-in for the store's hash of it. */
export const numericIdOf = (id: string): number => Number(BigInt(`0x${id}`) & ((1n << 53n) - 1n));

/** The row under the names of {@link insertProfilesSql}. */
export const profileRow = (row: NewProfileRow) => ({
  project: row.project ?? 1,
  id_hex: row.id,
  number: String(numericIdOf(row.id)),
  app: row.app ?? 'shop',
  environment: row.environment ?? 'production',
  release: row.release ?? '',
  start_ms: row.startMs,
  end_ms: row.endMs ?? row.startMs + 10_000,
  received_ms: row.receivedMs ?? (row.endMs ?? row.startMs + 10_000) + 1_000,
  source: row.source ?? 'datadog',
  types: row.types ?? ['cpu'],
  runtime: row.runtime ?? '',
  runtime_version: row.runtimeVersion ?? '',
  runtime_arch: row.runtimeArch ?? '',
  runtime_os: row.runtimeOs ?? '',
  probe_version: row.probeVersion ?? '',
  host: row.host ?? '',
  session_hex: row.sessionId ?? '',
  trace_hex: row.traceId ?? '',
  transaction_hex: row.transactionId ?? '',
  transaction_name: row.transaction ?? '',
});

/** Ids travel as hex, since JSON holds no bytes. */
export const insertProfilesSql = `
  INSERT INTO profiles (project_id, id, numeric_id, upload_id, app, environment, release, start, end, received, source,
    state, kinds, types, runtime, runtime_version, runtime_arch, runtime_os, probe_version, host, sample_count,
    original_bytes, original_keep_days, keep_days, session_id, trace_id, transaction_id, transaction)
  SELECT project, unhex(id_hex), number, unhex(id_hex), app, environment, release,
    fromUnixTimestamp64Milli(start_ms, 'UTC'), fromUnixTimestamp64Milli(end_ms, 'UTC'),
    fromUnixTimestamp64Milli(received_ms, 'UTC'), source,
    'decoded', [], types, runtime, runtime_version, runtime_arch, runtime_os, probe_version, host, 7, 41000, 1, 30,
    unhex(session_hex), unhex(trace_hex), unhex(transaction_hex), transaction_name
  FROM input('project UInt32, id_hex String, number UInt64, app String, environment String, release String,
    start_ms Int64, end_ms Int64, received_ms Int64, source String, types Array(String), runtime String, runtime_version String, runtime_arch String,
    runtime_os String, probe_version String, host String, session_hex String, trace_hex String, transaction_hex String,
    transaction_name String')
  FORMAT JSONEachRow`;
