import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecodedUpload } from '../upload.ts';
import type { SeriesGate } from './series-gate.ts';
import type { StoredUpload } from './stored-upload.ts';
import type { UploadGroup } from './upload-group.ts';
import { WorkLoop } from './work-loop.ts';

interface Job {
  readonly group: UploadGroup;
  readonly upload: StoredUpload;
  readonly decoded: DecodedUpload;
}

/** Longest stretch of hashing before requests get their turn: acknowledgements wait no longer than this. */
const TURN_MS = 4;
/** Decoded profiles that may wait; past it no further originals are taken in. */
const MAX_WAITING = 64;

export interface PlannerDeps {
  readonly gate: SeriesGate;
  readonly onError: (group: UploadGroup, error: unknown) => void;
  /** Called after each upload. */
  readonly onDerived: (group: UploadGroup) => void;
}

/**
 * Turns durable uploads into rows of their group as soon as they are acknowledged, so that decoded profiles are not kept.
 * Works in short turns on the main thread.
 */
export class Planner {
  readonly #deps: PlannerDeps;
  #jobs: Job[] = [];
  readonly #loop = new WorkLoop(
    () => this.#jobs.length > 0,
    () => this.#turn(),
  );
  #waiters: (() => void)[] = [];

  constructor(deps: PlannerDeps) {
    this.#deps = deps;
  }

  add(job: Job): void {
    this.#jobs.push(job);
    this.#loop.kick();
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.#jobs.length >= MAX_WAITING) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  async #turn(): Promise<void> {
    await nextTurn();
    const jobs = this.#jobs;
    const began = performance.now();
    let done = 0;
    while (done < jobs.length && (done === 0 || performance.now() - began < TURN_MS)) this.#derive(jobs[done++]!);
    this.#jobs = jobs.slice(done);
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #derive({ group, upload, decoded }: Job): void {
    try {
      group.derive(upload, decoded, this.#deps.gate);
    } catch (error) {
      group.broken = true;
      this.#deps.onError(group, error);
    }
    this.#deps.onDerived(group);
  }
}
