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
  }

  #enqueue(job: Job): void {
    this.#work = this.#work.then(() => (this.#closed ? undefined : this.#run(job)));
  }

  async #run(job: Job): Promise<void> {
    const { book, onError } = this.#deps;
    const capture = await book.find(job.id).catch(() => undefined);
    if (capture === undefined) {
      this.#jobs.delete(job.id);
      return;
    }
    try {
      const isDone = await (job.what === 'land' ? this.#land(capture) : this.#release(capture));
      if (!isDone) {
        this.#later(job);
        return;
      }
      this.#jobs.delete(job.id);
      if (job.what === 'land') this.add(job.id, 'release');
    } catch (error) {
      const known = asHearthError(error);
      const isFault = known.code === 'internal';
      if (isFault) job.faults += 1;
      onError(capture, error);
      if (job.what === 'land' && (known.status < 500 || job.faults >= MAX_FAULTS)) {
        // The file stays in the spool: the next start tries again.
        this.#jobs.delete(job.id);
        const message = `The store does not take the file: ${known.message}`;
        await book
          .apply(job.id, { kind: 'failed', code: known.code, message, byStore: true }, 'server')
          .catch((fault: unknown) => onError(capture, fault));
        return;
      }
      this.#later(job);
    }
  }

  async #land(capture: CaptureRecord): Promise<boolean> {
    const { book, spool, store } = this.#deps;
    if (capture.state === 'done') return true;
    const upload = uploadOf(capture);
    const bytes = await spool.read(capture.id, 'gz');
    if (bytes === undefined || upload === undefined) {
      const message = 'The file is no longer in the spool.';
      await book.apply(capture.id, { kind: 'failed', code: 'file_invalid', message, byStore: true }, 'server');
      return true;
    }
    const profileId = await store.land(capture, { bytes, upload });
    await this.#untilVisible({ ...capture, profileId });
    await book.apply(capture.id, { kind: 'landed', profileId }, 'server');
    return true;
  }

  /** Not for ever: a store that is slow to show the profile has it all the same. */
  async #untilVisible(capture: CaptureRecord): Promise<void> {
    for (let waitedMs = 0; waitedMs < VISIBLE_WAIT_MS && !this.#closed; waitedMs += VISIBLE_ASK_MS) {
      if (await this.#deps.store.isVisible(capture).catch(() => true)) return;
      await delay(VISIBLE_ASK_MS);
    }
  }

  async #release(capture: CaptureRecord): Promise<boolean> {
    const { spool, meter, store } = this.#deps;
    if (capture.state === 'done' && !(await store.isVisible(capture))) return false;
    if (capture.state === 'done') await spool.remove(capture.id, 'gz');
    meter.release(capture.id);
    return true;
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
