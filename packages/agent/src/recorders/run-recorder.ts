import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../target/process-identity.ts';
import { CaptureCancelled, CaptureError } from './capture-error.ts';
import { continueStopped, isStopped } from './continue-stopped.ts';
import type { RecordingJob } from './recorder.ts';
import { type RecorderEnd, RecorderProcess } from './recorder-process.ts';

/** Attaching to a thousand threads on a loaded machine takes seconds; no recorder takes longer than this. */
const MAX_ATTACH_MS = 60_000;
/** Writing took 2.5 s at a load of 12; a recorder that unwinds or symbolicates in its end may need minutes. */
const MAX_WRITE_MS = 600_000;
/** What a recorder gets to end after a cancellation before it is killed. */
const MAX_CANCEL_MS = 10_000;

export interface RecorderRun {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly end: RecorderEnd;
  readonly output: string;
  /** The recorder ended before it was told to: its target ended, or it failed. */
  readonly early: boolean;
}

export interface RecorderCommand {
  readonly commandLine: readonly string[];
  /** Resolves with true when samples are being taken, with false when the process ended before. */
  readonly attached: (process: RecorderProcess) => Promise<boolean>;
  /** Turns the end of a recorder that never attached into a cause. */
  readonly explain: (end: RecorderEnd, output: string) => Promise<CaptureError>;
}

/**
 * Runs a recorder for the time of the job: the clock starts when it has attached, and it is interrupted exactly once.
 * However it ends, a target that it left stopped runs on.
 *
 * @throws CaptureError, CaptureCancelled
 */
export async function runRecorder(job: RecordingJob, command: RecorderCommand): Promise<RecorderRun> {
  const wasStopped = await isStopped(job.target);
  if (job.signal.aborted) throw new CaptureCancelled();
  const recorder = new RecorderProcess(command.commandLine, {
    cwd: job.directory,
    log: 'recorder.log',
    atDeath: 'INT',
  });
  const timers = new AbortController();
  const cancelled = aborted(job.signal, 'cancelled' as const, timers.signal);
  const stopped = aborted(job.finishNow, 'time is up' as const, timers.signal);
  const after = <T>(ms: number, what: T): Promise<T> => delay(ms, what, { signal: timers.signal }).catch(() => what);
  try {
    if (recorder.identity !== undefined) await job.onSpawn(recorder.identity);
    const attached = await Promise.race([command.attached(recorder), cancelled, after(MAX_ATTACH_MS, 'late' as const)]);
    if (attached === 'cancelled') throw new CaptureCancelled();
    if (attached === 'late') {
      const seconds = MAX_ATTACH_MS / 1_000;
      const message = `${command.commandLine[0]} on ${job.host.name} did not attach to process ${job.target.pid} within ${seconds} s.`;
      throw new CaptureError('timed_out', message, recorder.output);
    }
    if (!attached) throw await command.explain(await recorder.ended, recorder.output);

    const startedAtMs = Date.now();
    job.onRecording(startedAtMs);
    const first = await Promise.race([
      recorder.ended,
      cancelled,
      stopped,
      after(job.durationMs, 'time is up' as const),
    ]);
    if (first === 'cancelled') throw new CaptureCancelled();
    const endedAtMs = Date.now();
    job.onWriting();
    recorder.interrupt();
    const end = await Promise.race([recorder.ended, cancelled, after(MAX_WRITE_MS, 'late' as const)]);
    if (end === 'cancelled') throw new CaptureCancelled();
    if (end === 'late') {
      const message = `The recorder on ${job.host.name} did not write its file within ${MAX_WRITE_MS / 1_000} s.`;
      throw new CaptureError('timed_out', message, recorder.output);
    }
    return { startedAtMs, endedAtMs, end, output: recorder.output, early: first !== 'time is up' };
  } finally {
    timers.abort();
    await endRecorder(recorder);
    if (!wasStopped) await continueStopped(job.target);
  }
}

/** Resolves with `what` when `signal` is aborted, as long as `until` is not. */
function aborted<T>(signal: AbortSignal, what: T, until: AbortSignal): Promise<T> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(what);
    signal.addEventListener('abort', () => resolve(what), { signal: until, once: true });
  });
}

/** A sentence for a recording that ended before its time. */
export async function earlyEnd(run: RecorderRun, job: RecordingJob): Promise<readonly string[]> {
  if (!run.early) return [];
  const who = (await isAlive(job.target)) ? 'The recorder' : `Process ${job.target.pid}`;
  return [
    `${who} ended ${((run.endedAtMs - run.startedAtMs) / 1_000).toFixed(1)} s after the start, before the time was up.`,
  ];
}

/** Gently first: a recorder that is killed while it attaches leaves its target stopped until we heal it. */
async function endRecorder(recorder: RecorderProcess): Promise<void> {
  const timer = new AbortController();
  recorder.interrupt();
  const killer = delay(MAX_CANCEL_MS, undefined, { signal: timer.signal }).then(
    () => recorder.kill(),
    () => undefined,
  );
  await recorder.ended;
  timer.abort();
  await killer;
}
