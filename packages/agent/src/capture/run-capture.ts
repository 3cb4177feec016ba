import { hostname } from 'node:os';
import { basename } from 'node:path';
import { type HostFacts, readHostFacts } from '../host/host-facts.ts';
import type { CaptureOrder } from '../protocol/from-server.ts';
import { CaptureError } from '../recorders/capture-error.ts';
import { chooseRecorder } from '../recorders/choose-recorder.ts';
import type { Recording, RecordingJob } from '../recorders/recorder.ts';
import { describeTarget } from '../target/describe-target.ts';
import { isAlive } from '../target/process-identity.ts';
import { targetRoot } from '../target/target-root.ts';
import type { CaptureContext } from './capture-context.ts';
import type { CaptureRecord } from './capture-record.ts';
import { checkOrder } from './check-order.ts';
import { endedRecord } from './ended-record.ts';
import { finishRecord } from './finish-record.ts';

/** A recording without this much room at its start would not end well. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

/** A disk with less than this left is the cause of whatever failed. */
const FULL_DISK_BYTES = 1024 * 1024;

/** How the agent ends a capture from outside. */
export interface CaptureControl {
  /** Throw it away. */
  readonly cancel: AbortSignal;
  /** Keep what there is. */
  readonly finishNow: AbortSignal;
}

/**
 * Makes one capture from the order to the file that is ready to deliver, or to the reason why there is none. Every step is
 * on disk before it is said, so that an agent that dies knows later what it was doing.
 *
 * @returns the last record, on disk and not yet said; undefined when the agent stopped before the end
 */
export async function runCapture(
  context: CaptureContext,
  order: CaptureOrder,
  control: CaptureControl,
): Promise<CaptureRecord | undefined> {
  const steps = new Steps(context, {
    captureId: order.captureId,
    durationSecs: order.durationSecs,
    rateHz: order.rateHz,
    acceptedAtMs: Date.now(),
    state: 'accepted',
  });
  try {
    const host = await readHostFacts();
    checkOrder(order, context.limits, host);
    await checkRoom(context, host);
    await steps.to({});
    context.changed(steps.record);
    const recording = await record(context, order, control, host, steps);
    await steps.to({
      raw: basename(recording.path),
      endedAtMs: recording.endedAtMs,
      warnings: steps.warnings(recording),
    });
    await steps.end(await finishRecord(context, steps.record, control.cancel));
  } catch (error) {
    // The agent stops and had no time left: what was recorded is finished at its next start.
    if (control.finishNow.aborted && control.cancel.aborted && steps.record.state !== 'accepted') return undefined;
    await steps.end(endedRecord(steps.record, await causeOf(context, error)));
    await context.store.tidy(order.captureId).catch(() => undefined);
  }
  return steps.record;
}

/** A disk that is full shows in many ways; its own name is the one that helps. */
async function causeOf({ store }: CaptureContext, error: unknown): Promise<unknown> {
  const isUnclear =
    error instanceof CaptureError && (error.code === 'recorder_failed' || error.code === 'file_invalid');
  const freeBytes = await store.freeBytes().catch(() => Number.POSITIVE_INFINITY);
  if (!isUnclear || freeBytes > FULL_DISK_BYTES) return error;
  const message = `The disk of the agent on ${hostname()} is full, so the recording was cut off: free some space there.`;
  return new CaptureError('disk_full', message, error.message);
}

async function checkRoom({ store, limits }: CaptureContext, host: HostFacts): Promise<void> {
  if ((await store.usedBytes()) > limits.maxSpoolBytes) {
    const message = `The agent on ${host.name} holds more than ${limits.maxSpoolBytes} bytes that wait for delivery, and takes no more.`;
    throw new CaptureError('spool_full', message);
  }
  if ((await store.freeBytes()) < MIN_FREE_BYTES) {
    const message = `The disk of the agent on ${host.name} is nearly full: free some space there.`;
    throw new CaptureError('disk_full', message);
  }
}

/** Tries the recorders in their order: what the system forbids one it may allow the other. */
async function record(
  context: CaptureContext,
  order: CaptureOrder,
  control: CaptureControl,
  host: HostFacts,
  steps: Steps,
): Promise<Recording> {
  const { state, process: target } = await describeTarget(context.selector);
  if (target === undefined) {
    throw new CaptureError('target_missing', `There is nothing to record: ${state.reason ?? 'no process was found'}.`);
  }
  await steps.to({ target, commandLine: state.commandLine ?? '' });
  if ((state.otherMatches ?? 0) > 0)
    steps.warn(`${state.otherMatches} other processes match; the oldest was recorded.`);
  const job: RecordingJob = {
    target,
    threads: state.threads ?? 1,
    runtime: state.runtime ?? 'native',
    contained: targetRoot(target.pid) !== '',
    host,
    durationMs: order.durationSecs * 1_000,
    rateHz: order.rateHz,
    directory: context.store.directory(order.captureId),
    signal: control.cancel,
    finishNow: control.finishNow,
    onSpawn: (recorderProcess) => steps.to({ recorderProcess }),
    onRecording: (startedAtMs) => steps.recording(startedAtMs),
    onWriting: () => steps.writing(),
  };
  const found = await context.recorders();
  const choice = chooseRecorder(found, job);
  for (const warning of choice.warnings) steps.warn(warning);
  let refusal: CaptureError | undefined;
  for (const recorder of choice.recorders) {
    if (!(await isAlive(target))) {
      throw new CaptureError(
        'target_ended',
        `Process ${target.pid} on ${host.name} ended before it could be recorded.`,
      );
    }
    const version = found.find((known) => known.recorder === recorder)?.facts.version ?? 'unknown';
    await steps.to({ recorder: recorder.name, recorderVersion: version });
    try {
      return await recorder.record(job);
    } catch (error) {
      steps.stopTicking();
      const mayTryNext =
        error instanceof CaptureError && (error.code === 'not_permitted' || error.code === 'out_of_resources');
      if (!mayTryNext || steps.record.state !== 'accepted') throw error;
      steps.warn(error.message);
      refusal ??= error;
    }
  }
  throw refusal ?? new CaptureError('no_recorder', `Nothing on ${host.name} can record.`);
}

/** How often the server hears how long a recording still takes. */
const TICK_MS = 1_000;

/** The record of one capture as it goes on: saved first, then said. */
class Steps {
  readonly #context: CaptureContext;
  #record: CaptureRecord;
  #warnings: string[] = [];
  #ticking: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(context: CaptureContext, record: CaptureRecord) {
    this.#context = context;
    this.#record = record;
  }

  get record(): CaptureRecord {
    return this.#record;
  }

  warn(sentence: string): void {
    this.#warnings.push(sentence);
  }

  warnings(recording: Recording): string[] {
    return [...this.#warnings, ...recording.warnings];
  }

  async to(change: Partial<CaptureRecord>): Promise<void> {
    const isNews = change.state !== undefined && change.state !== this.#record.state;
    await this.end({ ...this.#record, ...change });
    if (isNews) this.#context.changed(this.#record);
  }

  /** Saves without saying: the last record is said when the agent is free for the next order. */
  async end(record: CaptureRecord): Promise<void> {
    if (record.state !== 'recording') this.stopTicking();
    this.#record = record;
    const saved = this.#saving.then(() => this.#context.store.save(this.#record));
    this.#saving = saved.catch(() => undefined);
    await saved;
  }

  recording(startedAtMs: number): void {
    this.#start({ state: 'recording', startedAtMs });
    const endMs = startedAtMs + this.#record.durationSecs * 1_000;
    const tick = (): void => this.#context.changed(this.#record, Math.max(0, Math.ceil((endMs - Date.now()) / 1_000)));
    tick();
    this.#ticking = setInterval(tick, TICK_MS);
  }

  writing(): void {
    this.#start({ state: 'writing', endedAtMs: Date.now() });
  }

  stopTicking(): void {
    clearInterval(this.#ticking);
  }

  /** From a recorder's callback, which cannot wait. A disk that takes no record fails the next step that can. */
  #start(change: Partial<CaptureRecord>): void {
    this.to(change).catch(() => undefined);
  }
}
