import { createHash } from 'node:crypto';
import { LOCAL_SESSION_GRANTS, OWNER_GRANTS, READER_GRANTS } from './engine-grants.ts';
import type { EngineSecrets } from './engine-secrets.ts';
import { renderXml, type XmlTree } from './render-xml.ts';
import type { MemorySizes } from './size-memory.ts';

export const DATABASE = 'hearth';
export const OWNER = 'hearth';
export const READER = 'hearth_reader';

export interface UsersInput {
  readonly secrets: EngineSecrets;
  readonly memory: MemorySizes;
  readonly queryThreads: number;
}

/** A question of the reader that takes longer is not interactive; the caller may ask for less. */
const READER_LONGEST_SECONDS = 60;
/** Answers of the reader go to a browser or a terminal. */
const READER_MOST_RESULT_ROWS = 1_000_000;

/** Settings of everybody: nothing that writes logs, samples queries or opens the door wider. */
const QUIET = {
  log_queries: false,
  log_query_threads: false,
  log_profile_events: false,
  query_profiler_real_time_period_ns: 0,
  query_profiler_cpu_time_period_ns: 0,
  memory_profiler_step: 0,
  add_http_cors_header: false,
} as const;

/** Nobody may switch these on per query. */
const FIXED = { add_http_cors_header: { readonly: '' }, allow_introspection_functions: { readonly: '' } } as const;

/**
 * The local session opens the port, makes the table that stands for standard input, and reads it: three statements, the
 * last of which runs for the life of the process. Without a fourth one the password-less user can do nothing more.
 */
const LOCAL_SESSION_QUERIES = 3;
/** Quotas count per interval since 1970; this one ends in 2038 and a longer one overflows. */
const QUOTA_SECONDS = 2_147_000_000;

/**
 * The users' file: who may do what, and the settings they start with.
 *
 * `default` has no password because the local session that keeps the process alive is it; no setting gives that session
 * another name or another address than loopback. So it is made useless to everybody else: the door lets in requests with
 * the credentials of the two other users only, and its quota is used up by the time the port is open. (Without the quota
 * somebody with the owner's credentials could name it in the URL and read files through a temporary table.)
 */
export function engineUsersXml({ secrets, memory, queryThreads }: UsersInput): string {
  const tree: XmlTree = {
    clickhouse: {
      profiles: {
        default: { ...QUIET, constraints: FIXED },
        owner: {
          ...QUIET,
          max_threads: queryThreads,
          max_insert_threads: 1,
          max_memory_usage: memory.queryBytes,
          // This build's default is 1: rows of several requests would be mixed and answered together.
          async_insert: false,
          wait_for_async_insert: true,
          fsync_metadata: true,
          // 64-bit sums pass 2^53 in practice: as JSON numbers they would be rounded by the reader.
          output_format_json_quote_64bit_integers: true,
          cancel_http_readonly_queries_on_client_close: true,
          constraints: FIXED,
        },
        reader: {
          ...QUIET,
          readonly: 1,
          max_threads: queryThreads,
          max_memory_usage: memory.readerQueryBytes,
          max_execution_time: READER_LONGEST_SECONDS,
          max_result_rows: READER_MOST_RESULT_ROWS,
          output_format_json_quote_64bit_integers: true,
          cancel_http_readonly_queries_on_client_close: true,
          constraints: { ...FIXED, ...readerMayLower(memory, queryThreads) },
        },
      },
      quotas: {
        default: {},
        session: { interval: { duration: QUOTA_SECONDS, queries: LOCAL_SESSION_QUERIES } },
      },
      users: {
        default: {
          password: '',
          networks: { ip: LOOPBACK_ADDRESSES },
          profile: 'default',
          quota: 'session',
          grants: { query: LOCAL_SESSION_GRANTS },
        },
        [OWNER]: {
          password_sha256_hex: sha256Hex(secrets.ownerPassword),
          networks: { ip: LOOPBACK_ADDRESSES },
          profile: 'owner',
          quota: 'default',
          grants: { query: OWNER_GRANTS },
        },
        [READER]: {
          password_sha256_hex: sha256Hex(secrets.readerPassword),
          networks: { ip: LOOPBACK_ADDRESSES },
          profile: 'reader',
          quota: 'default',
          grants: { query: READER_GRANTS },
        },
      },
    },
  };
  return renderXml(tree);
}

const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1'];

/** Limits that a request of the reader may set although it is read-only: only downwards, and only these. */
function readerMayLower(memory: MemorySizes, queryThreads: number): XmlTree {
  const upTo = (max: number): XmlTree => ({ changeable_in_readonly: '', min: 1, max });
  const free: XmlTree = { changeable_in_readonly: '' };
  return {
    max_execution_time: upTo(READER_LONGEST_SECONDS),
    max_memory_usage: upTo(memory.readerQueryBytes),
    max_threads: upTo(queryThreads),
    max_result_rows: upTo(READER_MOST_RESULT_ROWS),
    max_result_bytes: free,
    max_rows_to_read: free,
    max_bytes_to_read: free,
    result_overflow_mode: free,
    timeout_overflow_mode: free,
    log_comment: free,
    output_format_json_quote_64bit_integers: free,
  };
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
