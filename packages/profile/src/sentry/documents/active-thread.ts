import type { SentryRecording } from '../sentry-recording.ts';

/** How SDKs name the thread that a program starts on. */
const MAIN_THREAD_NAMES: ReadonlySet<string> = new Set(['main', 'MainThread', 'com.apple.main-thread']);

/**
 * The thread that a recording is about when nothing says it: the main thread by its name, else the one with most samples,
 * the earliest of equals. Undefined without samples.
 */
export function activeThreadOf({ samples, threadIds, threads }: SentryRecording): string | undefined {
  const main = threadIds.find((id) => MAIN_THREAD_NAMES.has(threads?.get(id)?.name ?? ''));
  if (main !== undefined) return main;
  const counts = new Uint32Array(threadIds.length);
  let busiest = 0;
  for (const thread of samples.thread) counts[thread]!++;
  for (let thread = 1; thread < counts.length; thread++) {
    if (counts[thread]! > counts[busiest]!) busiest = thread;
  }
  return threadIds[busiest];
}
