import { setTimeout as delay } from 'node:timers/promises';
import { agentMessageSchema, type UploadMessage } from '@hearth/agent/protocol';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import type { CaptureId } from '../catalog/ids.ts';
import { asHearthError } from '../errors/problem.ts';
import type { CaptureBook } from './capture-book.ts';
import type { CaptureStore } from './capture-store.ts';
import type { Spool } from './spool.ts';
import type { SpoolMeter } from './spool-meter.ts';

/** The engine restarts within a second or two. */
const FIRST_RETRY_MS = 1_000;
/** A full disk is freed by a person. */
const MAX_RETRY_MS = 60_000;
/** The store shows what it took within a second; whoever hears of the end wants to look at it at once. */
const VISIBLE_WAIT_MS = 5_000;
const VISIBLE_ASK_MS = 100;
/** Faults that nobody foresaw; what the store says it cannot do now is tried for ever. */
const MAX_FAULTS = 10;

export interface LandingDeps {
  readonly book: CaptureBook;
  readonly spool: Spool;
  readonly meter: SpoolMeter;
  readonly store: CaptureStore;
  readonly onError: (capture: CaptureRecord, error: unknown) => void;
}

interface Job {
  /** `land`: into the store. `release`: out of the spool, when the store can be asked for it. */
  readonly what: 'land' | 'release';
  readonly id: CaptureId;
  waitMs: number;
  faults: number;
}

/**
 * Brings files from the spool into the store, one after the other, for as long as it takes; and takes them out of the spool
 * when the store shows them.
 */
export class Landing {
  readonly #deps: LandingDeps;
  readonly #jobs = new Map<CaptureId, Job>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #finishing = new Set<Promise<void>>();
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(deps: LandingDeps) {
    this.#deps = deps;
  }

  add(id: CaptureId, what: Job['what']): void {
    if (this.#jobs.has(id)) return;
    const job: Job = { what, id, waitMs: FIRST_RETRY_MS, faults: 0 };
    this.#jobs.set(id, job);
    this.#enqueue(job);
  }

  /** Resolves when what is being written is written; the rest is left to the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#work;
    await Promise.all(this.#finishing);
  }

  #enqueue(job: Job): void {
    this.#work = this.#work.then(() => (this.#closed ? undefined : this.#run(job)));
  }

  async #run(job: Job): Promise<void> {
    const capture = await this.#deps.book.find(job.id).catch(() => undefined);
    try {
      if (capture === undefined || capture.state === 'cancelled') {
        await this.#discard(job);
      } else if (job.what === 'release' || capture.state === 'done') {
        await this.#release(job, capture);
      } else {
        await this.#land(job, capture);
      }
    } catch (error) {
      if (capture === undefined) this.#later(job);
      else await this.#failed(job, capture, error);
    }
  }

  /** Its pipeline was deleted meanwhile. */
  async #discard(job: Job): Promise<void> {
    this.#jobs.delete(job.id);
    await this.#deps.spool.remove(job.id, 'gz');
    this.#deps.meter.release(job.id);
  }

  async #land(job: Job, capture: CaptureRecord): Promise<void> {
    const { book, spool, store } = this.#deps;
    const upload = uploadOf(capture);
    const bytes = await spool.read(capture.id, 'gz');
    if (bytes === undefined || upload === undefined) {
      this.#jobs.delete(job.id);
      const message = 'The file is no longer in the spool.';
      await book.apply(capture.id, { kind: 'failed', code: 'file_invalid', message, byStore: true }, 'server');
      return;
    }
    const profileId = await store.land(capture, { bytes, upload });
    // The next file need not wait until this one is seen.
    const finish = this.#finish(job, capture, profileId).catch((error: unknown) => this.#failed(job, capture, error));
    this.#finishing.add(finish);
    void finish.finally(() => this.#finishing.delete(finish));
  }

  /** Waits until the store shows the profile, but not for ever: it has it all the same. */
  async #finish(job: Job, capture: CaptureRecord, profileId: string): Promise<void> {
    const { book, store } = this.#deps;
    const landed = { ...capture, profileId };
    for (let waitedMs = 0; waitedMs < VISIBLE_WAIT_MS && !this.#closed; waitedMs += VISIBLE_ASK_MS) {
      if (await store.isVisible(landed).catch(() => true)) break;
      await delay(VISIBLE_ASK_MS);
    }
    await book.apply(capture.id, { kind: 'landed', profileId }, 'server');
    this.#jobs.delete(job.id);
    if (!this.#closed) this.add(capture.id, 'release');
  }

  async #release(job: Job, capture: CaptureRecord): Promise<void> {
    const { spool, meter, store } = this.#deps;
    if (!(await store.isVisible(capture))) {
      this.#later(job);
      return;
    }
    await spool.remove(capture.id, 'gz');
    meter.release(capture.id);
    this.#jobs.delete(job.id);
  }

  async #failed(job: Job, capture: CaptureRecord, error: unknown): Promise<void> {
    const { book, onError } = this.#deps;
    const known = asHearthError(error);
    if (known.code === 'internal') job.faults += 1;
    onError(capture, error);
    if (job.what === 'release' || (known.status >= 500 && job.faults < MAX_FAULTS)) {
      this.#later(job);
      return;
    }
    // The file stays in the spool: the next start tries again.
    this.#jobs.delete(job.id);
    const message = `The store does not take the file: ${known.message}`;
    await book
      .apply(job.id, { kind: 'failed', code: known.code, message, byStore: true }, 'server')
      .catch((fault: unknown) => onError(capture, fault));
  }

  #later(job: Job): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(job);
    }, job.waitMs);
    this.#timers.add(timer.unref());
    job.waitMs = Math.min(job.waitMs * 2, MAX_RETRY_MS);
  }
}

function uploadOf({ upload }: CaptureRecord): UploadMessage | undefined {
  if (upload === undefined) return undefined;
  const message = agentMessageSchema.safeParse(JSON.parse(upload));
  return message.success && message.data.type === 'upload' ? message.data : undefined;
}
