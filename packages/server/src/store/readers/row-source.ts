import type { StatementProgress } from '../client/progress-watch.ts';
import type { StatementTable } from '../client/statement-table.ts';

/** What whoever asks may set for one question; the budget that is left out is the store's default. */
export interface Ask {
  /** When it fires (the client has gone), the query is killed in the engine and the promise rejects. */
  readonly signal?: AbortSignal | undefined;
  /** Deadline of the query; past it the error is `query_timeout`. */
  readonly timeoutMs?: number | undefined;
  /** Told of each query how many rows the engine read for it. */
  readonly onRowsRead?: ((rows: number) => void) | undefined;
  /** Told from time to time, and at the end, how far each query is. */
  readonly onProgress?: ((progress: StatementProgress) => void) | undefined;
}

/** Values bound to `{name:Type}` in the text; the engine parses them by the named type, so they never become SQL. */
export type QueryParams = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

export interface ReadQuery extends Ask {
  /** Name of the question, for the engine's query log; the file's name. */
  readonly name: string;
  /** Constant text: identifiers come from this folder's tables, values only through `params`. */
  readonly sql: string;
  readonly params: QueryParams;
  /** Long lists of ids, as a table that only this question sees. */
  readonly table?: StatementTable | undefined;
  /** Further settings of the engine: constants of this folder. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * What a reader needs of the store's client (`EngineClient` is one): run a SELECT within a budget, get its rows.
 * Throws HearthError: `query_timeout`, `query_too_big`, `engine_unavailable`.
 */
export interface RowSource {
  rows<Row>(query: ReadQuery): Promise<readonly Row[]>;
  /** The same in ClickHouse's RowBinary: what bytes are read as. */
  binary(query: ReadQuery): Promise<Uint8Array>;
}
