import type { SentryRecording } from './sentry-recording.ts';

/** Threads of the SDK itself: `sentry.profiler.ThreadScheduler`, `sentry.monitor`, `sentry-sdk.BackgroundWorker`. */
const OWN_THREAD = /^sentry(?:-sdk)?\./;

/** For each thread of a recording whether it is one of the SDK's own, by its name: 1 or 0. */
export function ownThreads(recording: SentryRecording): Uint8Array {
  return Uint8Array.from(recording.threadIds, (id) =>
    OWN_THREAD.test(recording.threads?.get(id)?.name ?? '') ? 1 : 0,
  );
}
