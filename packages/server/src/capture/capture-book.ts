import { type CaptureStep, isEnded } from '../catalog/captures/capture.ts';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import type { CaptureRecords, NewCapture } from '../catalog/captures/capture-records.ts';
import type { CaptureId } from '../catalog/ids.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { CaptureEvent } from './capture-event.ts';
import { nextState } from './next-state.ts';

/** What happened, for the log. */
export type BookListener = (capture: CaptureRecord, step: Pick<CaptureStep, 'who' | 'why'>) => void;

export interface CaptureBookOptions {
  readonly records: CaptureRecords;
  readonly now: () => number;
  /** Told of every change of state. */
  readonly onStep: BookListener;
}

/** The captures that run, in memory, beside all of them in the catalog; and who waits for one of them. */
export class CaptureBook {
  readonly #options: CaptureBookOptions;
  readonly #running = new Map<CaptureId, CaptureRecord>();
  readonly #turns = new Map<CaptureId, Promise<void>>();
  readonly #waiters = new Map<CaptureId, Set<(capture: CaptureRecord) => void>>();

  constructor(options: CaptureBookOptions) {
    this.#options = options;
  }

  /** Takes over what an earlier process left. */
  load(captures: readonly CaptureRecord[]): void {
    for (const capture of captures) this.#keep(capture);
  }

  /** Those that have not ended. */
  running(): readonly CaptureRecord[] {
    return [...this.#running.values()];
  }

  runningOf(pipelineId: number, ordinal: number): CaptureRecord | undefined {
    return this.running().find((capture) => capture.pipelineId === pipelineId && capture.ordinal === ordinal);
  }

  /** @throws HearthError `capture_in_progress` */
  async create(wanted: NewCapture): Promise<CaptureRecord> {
    const capture = await this.#options.records.create(wanted);
    this.#keep(capture);
    this.#options.onStep(capture, { who: capture.requestedBy, why: '' });
    return capture;
  }

  async find(id: CaptureId): Promise<CaptureRecord | undefined> {
    return this.#running.get(id) ?? this.#options.records.get(id);
  }

  /** @throws HearthError `capture_not_found` */
  async get(id: CaptureId): Promise<CaptureRecord> {
    const capture = await this.find(id);
    if (capture === undefined) throw new HearthError('capture_not_found');
    return capture;
  }

  /**
   * Lets something happen to a capture; answers it as it then is. undefined when it is gone. Events of one capture are
   * judged one after the other: what is in the spool cannot be cancelled in the moment in which it is noted.
   */
  apply(id: CaptureId, event: CaptureEvent, who: string): Promise<CaptureRecord | undefined> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(() => this.#apply(id, event, who));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(id, settled);
    void settled.then(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    return turn;
  }

  async #apply(id: CaptureId, event: CaptureEvent, who: string): Promise<CaptureRecord | undefined> {
    // Somebody else may have written between looking and writing; then the event is judged anew.
    for (let capture = await this.find(id); capture !== undefined; capture = await this.#options.records.get(id)) {
      const nowMs = this.#options.now();
      const transition = nextState(capture, event, nowMs);
      if (transition === undefined) return capture;
      const { changes, why } = transition;
      const step = changes.state === undefined ? undefined : { atMs: nowMs, who, why };
      const changed = await this.#options.records.change(id, capture.state, changes, step);
      if (changed === undefined) continue;
      this.#keep(changed);
      if (step !== undefined) this.#options.onStep(changed, step);
      for (const wake of [...(this.#waiters.get(id) ?? [])]) wake(changed);
      return changed;
    }
    this.#running.delete(id);
    return undefined;
  }

  /** Captures of a pipeline that was deleted. */
  forget(pipelineId: number): void {
    for (const { id, pipelineId: own } of this.running()) if (own === pipelineId) this.#running.delete(id);
  }

  /** Resolves when the condition holds or the time is over, with the capture as it then is. */
  async settle(id: CaptureId, until: (capture: CaptureRecord) => boolean, timeoutMs: number): Promise<CaptureRecord> {
    const waiters = this.#waiters.get(id) ?? new Set();
    this.#waiters.set(id, waiters);
    let finish: () => void = () => undefined;
    let latest: CaptureRecord | undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const look = (capture: CaptureRecord): void => {
      latest = capture;
      if (until(capture)) finish();
    };
    const timer = setTimeout(finish, timeoutMs);
    waiters.add(look);
    try {
      const capture = await this.get(id);
      if (latest === undefined) look(capture);
      await finished;
      return latest ?? capture;
    } finally {
      clearTimeout(timer);
      waiters.delete(look);
      if (waiters.size === 0) this.#waiters.delete(id);
    }
  }

  /** Something was written past this book. */
  refresh(capture: CaptureRecord): void {
    if (this.#running.has(capture.id)) this.#keep(capture);
  }

  #keep(capture: CaptureRecord): void {
    if (isEnded(capture.state)) this.#running.delete(capture.id);
    else this.#running.set(capture.id, capture);
  }
}
