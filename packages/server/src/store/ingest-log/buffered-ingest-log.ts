import type { TableBlock } from '../native/table-block.ts';
import type { IngestEvent, IngestLog, ProjectId } from '../upload.ts';
import { eventsBlock, type TalliedEvent } from './events-block.ts';

/** Events of one second are added up by everything but their message; a flood of different ones is cut here and counted together. */
export const MAX_TALLIES = 5_000;
const FLUSH_EVERY_MS = 1_000;
/** Longest text kept of any field that comes from outside. */
const MAX_TEXT_LENGTH = 200;

export interface IngestLogDeps {
  readonly insert: (block: TableBlock<'ingest_events'>) => Promise<void>;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/**
 * Counts what became of uploads, second by second. Counters are not durable the way uploads are: up to a second of them, and
 * those of an insert without an answer, may be lost, never doubled.
 */
export class BufferedIngestLog implements IngestLog {
  readonly #deps: IngestLogDeps;
  readonly #timer: NodeJS.Timeout;
  #tallies = new Map<string, TalliedEvent>();
  #flushing: Promise<void> = Promise.resolve();
  readonly #forgotten = new Set<number>();

  constructor(deps: IngestLogDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  record(event: IngestEvent): void {
    const { projectId, source, outcome, reason } = event;
    if (this.#forgotten.has(projectId)) return;
    const app = event.app.slice(0, MAX_TEXT_LENGTH);
    let key = JSON.stringify([projectId, source, outcome, reason, app]);
    let kept = { ...event, app, message: event.message.slice(0, MAX_TEXT_LENGTH) };
    if (!this.#tallies.has(key) && this.#tallies.size >= MAX_TALLIES) {
      key = JSON.stringify([0, source, outcome, reason]);
      kept = { ...kept, projectId: 0, app: '' };
    }
    const earlier = this.#tallies.get(key);
    this.#tallies.set(key, {
      ...kept,
      count: kept.count + (earlier?.count ?? 0),
      bytes: kept.bytes + (earlier?.bytes ?? 0),
      atMs: this.#deps.now(),
    });
  }

  /** Resolves when everything recorded so far is in the table, or was tried. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  /** Nothing of the project is counted any more; resolves when nothing more of it gets into the table. */
  forgetProject(project: ProjectId): Promise<void> {
    this.#forgotten.add(project);
    return this.flush();
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    return this.flush();
  }

  async #write(): Promise<void> {
    if (this.#tallies.size === 0) return;
    const tallies = this.#tallies;
    this.#tallies = new Map();
    try {
      await this.#deps.insert(eventsBlock(tallies.values()));
    } catch (error) {
      this.#deps.onError(error);
      this.#takeBack(tallies, error);
    }
  }

  /** What surely did not arrive is sent with the next ones. */
  #takeBack(tallies: ReadonlyMap<string, TalliedEvent>, error: unknown): void {
    if ((error as { readonly unreached?: unknown }).unreached !== true) return;
    for (const [key, tally] of tallies) {
      const newer = this.#tallies.get(key);
      this.#tallies.set(
        key,
        newer === undefined ? tally : { ...newer, count: newer.count + tally.count, bytes: newer.bytes + tally.bytes },
      );
    }
  }
}
