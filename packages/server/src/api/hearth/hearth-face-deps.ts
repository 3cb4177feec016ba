import type { Catalog } from '../../catalog/catalog.ts';
import type { Questions } from '../../query/questions.ts';

/** What `GET /api/v1/status` says of the server as a whole. */
export interface ServerStatus {
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedMs: number;
  /** Why it cannot work right now; undefined when it can. */
  readonly notReady: string | undefined;
}

export interface HearthFaceDeps {
  readonly catalog: Catalog;
  readonly questions: Questions;
  readonly status: () => ServerStatus;
  /** Derives everything again; yields one record per step, which becomes a line of the answer. */
  readonly rebuild: (signal: AbortSignal) => AsyncIterable<object>;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}
