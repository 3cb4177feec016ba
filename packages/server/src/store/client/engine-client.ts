import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { HearthError } from '../../errors/hearth-error.ts';
import type { EngineConnection } from './engine-connection.ts';
import { parseRefusal, refusalCodes } from './engine-refusal.ts';
import { formatParam, type ParamValue } from './format-param.ts';
import { ProgressWatch, type RunningStatement, type StatementProgress } from './progress-watch.ts';
import { type EngineAnswer, NoAnswerError, sendRequest } from './send-request.ts';
import { addTable, FORM_TYPE, formOf, type StatementTable } from './statement-table.ts';

/** A statement with its budget. What is left out is the default. */
export interface Statement {
  /** Name for the engine's query log; usually the file's. */
  readonly name: string;
  /** Constant text; values come through `params` only. */
  readonly sql: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** When it fires, the query is killed in the engine and the promise rejects. */
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly memoryBytes?: number | undefined;
  /** Told once a SELECT is answered how many rows the engine read for it. */
  readonly onRowsRead?: ((rows: number) => void) | undefined;
  /** Told from time to time how far a SELECT has come, and at its end. */
  readonly onProgress?: ((progress: StatementProgress) => void) | undefined;
  /** A table that only this SELECT sees: long lists, which do not fit in an address. */
  readonly table?: StatementTable | undefined;
  /** Further settings of ClickHouse; constants of the caller. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

export interface InsertOptions {
  readonly table: string;
  readonly columns: readonly string[];
  /** Blocks in ClickHouse's Native format. */
  readonly blocks: readonly Uint8Array[];
  readonly timeoutMs?: number | undefined;
}

export interface ClientOptions {
  /** Asked before each request: a restarted engine may listen elsewhere. */
  readonly connection: () => EngineConnection;
  readonly defaultTimeoutMs?: number;
  readonly defaultMemoryBytes?: number;
}

/** Questions of people: past it nobody waits any more. */
const DEFAULT_TIMEOUT_MS = 30_000;
/** One question must not take what the others and the merges need. The engine's own bound applies besides. */
const DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024;
/** How much longer than the engine's own deadline to wait for its answer. */
const ANSWER_GRACE_MS = 5_000;
/** More connections than this only queue inside the engine. */
const MAX_SOCKETS = 64;
/** Answers that are held back wait in memory up to this size; the engine makes a file for what is beyond, by default for every answer. */
const HELD_BACK_BYTES = 1024 * 1024;
const KILL_TIMEOUT_MS = 5_000;
const PROGRESS_TIMEOUT_MS = 5_000;

/** The only way to ClickHouse: statements with bound values and budgets, inserts of Native blocks. */
export class EngineClient {
  readonly #options: ClientOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' });
  readonly #progress = new ProgressWatch((ids) => this.#readRunning(ids));

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Runs a SELECT and returns its rows as objects; 64-bit numbers come as strings.
   * @throws HearthError `query_timeout`, `query_too_big`, `engine_unavailable`; EngineRefusal for a wrong statement
   */
  async rows<Row>(statement: Statement): Promise<readonly Row[]> {
    const { body } = await this.#ask(statement, 'JSON');
    return (JSON.parse(body.toString('utf8')) as { data: readonly Row[] }).data;
  }

  /** Runs a SELECT and returns its rows in ClickHouse's RowBinary format. Throws as {@link rows}. */
  async binary(statement: Statement): Promise<Buffer> {
    return (await this.#ask(statement, 'RowBinary')).body;
  }

  /** Runs a statement that returns nothing (DDL, ALTER). Never repeated. Throws as {@link rows}. */
  async command(statement: Statement): Promise<void> {
    await this.#run(statement, this.#search(statement, randomUUID()), statement.sql);
  }

  /**
   * Inserts blocks; when it resolves they are on disk.
   * @throws EngineRefusal when ClickHouse answered with an exception (some partitions may have landed all the same),
   * NoAnswerError when it is unknown what happened
   */
  async insert({ table, columns, blocks, timeoutMs = DEFAULT_TIMEOUT_MS }: InsertOptions): Promise<void> {
    const statement = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT Native`;
    const queryId = randomUUID();
    const search = this.#search({ name: `insert-${table}`, sql: '', timeoutMs }, queryId);
    search.set('query', statement);
    // More threads than one cost more to start than a block has work for them: a third of an insert's CPU time.
    search.set('max_threads', '1');
    // A new part has one to ten granules: nothing to skip. Merges make the indexes of what they write.
    search.set('materialize_skip_indexes_on_insert', '0');
    try {
      const answer = await this.#send(search, blocks, timeoutMs);
      throwRefusal(answer);
    } catch (error) {
      // It might land later than whoever repairs looks: make sure that it is over.
      if (error instanceof NoAnswerError && !error.unreached) await this.#kill(queryId);
      throw error;
    }
  }

  /** Closes the kept connections, so that a stopping engine does not wait for them. */
  close(): void {
    this.#agent.destroy();
  }

  async #ask(statement: Statement, format: 'JSON' | 'RowBinary'): Promise<EngineAnswer> {
    const search = (): URLSearchParams => {
      const made = this.#search(statement, randomUUID());
      made.set('default_format', format);
      // The answer is held back until it is whole, so that a failure half-way is a status and not a torn body.
      made.set('wait_end_of_query', '1');
      if (statement.table !== undefined) addTable(made, statement.sql, statement.table);
      made.set('buffer_size', String(HELD_BACK_BYTES));
      return made;
    };
    const body = statement.table === undefined ? statement.sql : formOf(statement.table);
    try {
      return await this.#run(statement, search(), body);
    } catch (error) {
      // A kept connection that the engine closed meanwhile. Reading twice changes nothing.
      const again = error instanceof HearthError && error.cause instanceof NoAnswerError && !error.cause.timedOut;
      if (!again || statement.signal?.aborted === true) throw error;
      return this.#run(statement, search(), body);
    }
  }

  async #run(
    statement: Statement,
    search: URLSearchParams,
    body: string | readonly Uint8Array[],
  ): Promise<EngineAnswer> {
    const { signal, timeoutMs = this.#options.defaultTimeoutMs ?? DEFAULT_TIMEOUT_MS, onProgress } = statement;
    signal?.throwIfAborted();
    const id = search.get('query_id') ?? '';
    const unwatch = onProgress === undefined ? undefined : this.#progress.watch(id, onProgress);
    try {
      const contentType = statement.table === undefined ? undefined : FORM_TYPE;
      const answer = await this.#send(search, body, timeoutMs, signal, contentType);
      throwRefusal(answer);
      const rows = rowsRead(answer);
      statement.onRowsRead?.(rows);
      onProgress?.({ statement: id, rowsRead: rows, rowsToRead: rows });
      return answer;
    } catch (error) {
      if (error instanceof NoAnswerError) {
        if (!error.unreached) await this.#kill(id);
        signal?.throwIfAborted();
        throw new HearthError(error.timedOut ? 'query_timeout' : 'engine_unavailable', { cause: error });
      }
      throw translated(error);
    } finally {
      unwatch?.();
    }
  }

  #readRunning(ids: readonly string[]): Promise<readonly RunningStatement[]> {
    return this.rows<RunningStatement>({
      name: 'watch-progress',
      sql: `
      SELECT query_id, toFloat64(read_rows) AS read_rows, toFloat64(total_rows_approx) AS to_read
      FROM system.processes
      WHERE query_id IN {ids:Array(String)}`,
      params: { ids },
      timeoutMs: PROGRESS_TIMEOUT_MS,
    });
  }

  #send(
    search: URLSearchParams,
    body: string | readonly Uint8Array[],
    timeoutMs: number,
    signal?: AbortSignal,
    contentType?: string,
  ): Promise<EngineAnswer> {
    return sendRequest({
      connection: this.#options.connection(),
      agent: this.#agent,
      search,
      body,
      timeoutMs: timeoutMs + ANSWER_GRACE_MS,
      signal,
      contentType,
    });
  }

  #search(statement: Statement, queryId: string): URLSearchParams {
    const { name, params = {}, timeoutMs, memoryBytes, settings = {} } = statement;
    const { database } = this.#options.connection();
    const search = new URLSearchParams({
      database,
      query_id: queryId,
      log_comment: `hearth:${name}`,
      max_execution_time: String((timeoutMs ?? this.#options.defaultTimeoutMs ?? DEFAULT_TIMEOUT_MS) / 1000),
      max_memory_usage: String(memoryBytes ?? this.#options.defaultMemoryBytes ?? DEFAULT_MEMORY_BYTES),
    });
    for (const [key, value] of Object.entries(settings)) search.set(key, String(value));
    for (const [key, value] of Object.entries(params)) search.set(`param_${key}`, formatParam(value));
    return search;
  }

  /** Best effort: when the engine is gone, so is the query. */
  async #kill(queryId: string): Promise<void> {
    const search = this.#search({ name: 'kill', sql: '', params: { id: queryId } }, randomUUID());
    try {
      await this.#send(search, 'KILL QUERY WHERE query_id = {id:String} SYNC', KILL_TIMEOUT_MS);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
    }
  }
}

function throwRefusal({ status, headers, body }: EngineAnswer): void {
  if (status === 200) return;
  const code = headers['x-clickhouse-exception-code'];
  throw parseRefusal(typeof code === 'string' ? code : undefined, body.toString('utf8'));
}

/** As the engine's summary of the query says; it is whole because the answer waits for the end of the query. */
function rowsRead({ headers }: EngineAnswer): number {
  const summary = headers['x-clickhouse-summary'];
  return Number(/"read_rows":"(\d+)"/.exec(typeof summary === 'string' ? summary : '')?.[1] ?? 0);
}

const TOO_BIG: ReadonlySet<number> = new Set([
  refusalCodes.memoryLimitExceeded,
  refusalCodes.tooManyRows,
  refusalCodes.tooManyBytes,
  refusalCodes.tooManyRowsOrBytes,
]);

function translated(error: unknown): unknown {
  const code = (error as { readonly code?: unknown }).code;
  if (code === refusalCodes.timeoutExceeded) return new HearthError('query_timeout', { cause: error });
  if (typeof code === 'number' && TOO_BIG.has(code)) return new HearthError('query_too_big', { cause: error });
  return error;
}
