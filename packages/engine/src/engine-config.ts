import { basicAuthorization } from './basic-authorization.ts';
import { DURABLE_TABLE_SETTINGS } from './durable-table-settings.ts';
import type { EnginePaths } from './engine-paths.ts';
import type { EngineSecrets } from './engine-secrets.ts';
import { OWNER, READER } from './engine-users.ts';
import { renderXml, type XmlTree } from './render-xml.ts';
import type { MemorySizes } from './size-memory.ts';

/** Name of the header that opens the engine's door. */
export const SECRET_HEADER = 'x-hearth-engine';

export interface ConfigInput {
  readonly paths: EnginePaths;
  readonly port: number;
  readonly secrets: EngineSecrets;
  readonly memory: MemorySizes;
  /** Threads that merge parts in the background. */
  readonly mergeThreads: number;
  /** What `/ping` answers: it differs at each start, so that another program on the port is not taken for the engine. */
  readonly pingAnswer: string;
}

const LOG_FILE_BYTES = 10 * 1024 * 1024;
const LOG_FILES = 3;
/** Connections are the server's own pool; more means a leak. */
const MOST_CONNECTIONS = 1_024;
const MOST_CONCURRENT_QUERIES = 100;
const KEEP_ALIVE_SECONDS = 30;
/** How long a stopping engine waits for queries in flight; the parent kills it at 3 s. */
const STOP_WAIT_SECONDS = 1;
/** Metrics of its own are read by a person at most; each round costs CPU on an idle machine. */
const OWN_METRICS_PERIOD_SECONDS = 60;

/** The engine's configuration file: one loopback HTTP port behind a secret header, no logs but errors, bounded memory. */
export function engineConfigXml({ paths, port, secrets, memory, mergeThreads, pingAnswer }: ConfigInput): string {
  const tree: XmlTree = {
    clickhouse: {
      listen_host: '127.0.0.1',
      http_port: port,
      // Everything that matches no rule is 404: the constant answer of /ping is for anybody, the rest asks for the secret
      // header and one of the two pairs of credentials, both compared here, before anything looks at the request.
      http_handlers: {
        rule: [
          { url: '/ping', methods: 'GET', handler: { type: 'static', status: 200, response_content: pingAnswer } },
          queryRule(secrets.header, OWNER, secrets.ownerPassword),
          queryRule(secrets.header, READER, secrets.readerPassword),
        ],
      },
      users_config: paths.usersFile,
      // No hosts listed: url(), s3() and their like reach nobody even if somebody were granted them.
      remote_url_allow_hosts: {},
      access_control_improvements: {
        select_from_system_db_requires_grant: true,
        select_from_information_schema_requires_grant: true,
        table_engines_require_grant: true,
        settings_constraints_replace_previous: true,
      },
      // <level> is not honoured in this mode; <errorlog> alone keeps errors and nothing else.
      logger: { errorlog: paths.logFile, size: LOG_FILE_BYTES, count: LOG_FILES },
      timezone: 'UTC',
      max_connections: MOST_CONNECTIONS,
      max_concurrent_queries: MOST_CONCURRENT_QUERIES,
      keep_alive_timeout: KEEP_ALIVE_SECONDS,
      shutdown_wait_unfinished: STOP_WAIT_SECONDS,
      asynchronous_metrics_update_period_s: OWN_METRICS_PERIOD_SECONDS,
      asynchronous_heavy_metrics_update_period_s: OWN_METRICS_PERIOD_SECONDS * 10,
      ...memoryLimits(memory),
      ...pools(mergeThreads),
      merge_tree: {
        ...DURABLE_TABLE_SETTINGS,
        ...mergeThresholds(mergeThreads),
        // This build keeps statistics of every column of every part; no question here is planned by them.
        auto_statistics_types: '',
      },
    },
  };
  return renderXml(tree);
}

function queryRule(header: string, username: string, password: string): XmlTree {
  return {
    headers: { [SECRET_HEADER]: header, authorization: basicAuthorization(username, password) },
    handler: { type: 'dynamic_query_handler', query_param_name: 'query' },
  };
}

function memoryLimits(memory: MemorySizes): XmlTree {
  return {
    max_server_memory_usage: memory.serverBytes,
    // The bound above is computed from the machine already; the ratio must not raise or lower it again.
    max_server_memory_usage_to_ram_ratio: 1,
    merges_mutations_memory_usage_soft_limit: memory.mergesBytes,
    mark_cache_size: memory.markCacheBytes,
    uncompressed_cache_size: memory.uncompressedCacheBytes,
    index_mark_cache_size: memory.indexMarkCacheBytes,
    index_uncompressed_cache_size: memory.indexUncompressedCacheBytes,
    primary_index_cache_size: memory.primaryIndexCacheBytes,
    query_condition_cache_size: memory.queryConditionCacheBytes,
    compiled_expression_cache_size: memory.compiledExpressionCacheBytes,
    vector_similarity_index_cache_size: 0,
    mmap_cache_size: 0,
    query_cache: { max_size_in_bytes: 0 },
  };
}

function pools(mergeThreads: number): XmlTree {
  return {
    background_pool_size: mergeThreads,
    background_merges_mutations_concurrency_ratio: 1,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
    background_common_pool_size: 2,
    background_schedule_pool_size: 4,
    background_buffer_flush_schedule_pool_size: 1,
    background_message_broker_schedule_pool_size: 1,
    background_distributed_schedule_pool_size: 1,
    max_thread_pool_free_size: 16,
    max_io_thread_pool_size: 16,
    max_io_thread_pool_free_size: 0,
  };
}

/**
 * These count free places in the merge pool; the defaults (8, 20, 25) are more than this pool has and are refused.
 * A big merge waits until the pool is idle. A mutation waits for one place only: with more it could wait for ever.
 */
function mergeThresholds(mergeThreads: number): XmlTree {
  return {
    number_of_free_entries_in_pool_to_lower_max_size_of_merge: mergeThreads,
    number_of_free_entries_in_pool_to_execute_mutation: 1,
    number_of_free_entries_in_pool_to_execute_optimize_entire_partition: 1,
  };
}
