import { setTimeout as delay } from 'node:timers/promises';
import { openV8Recorder } from './cpu-recorder.ts';
import { SelfProfiler, type SelfProfilerOptions } from './self-profiler.ts';
import { type SelfUploadDeps, selfUploads } from './self-uploads.ts';

/**
 * Between two samples. 50 in a second show what a server does in an hour, and a window of ten seconds has 500; docs/operations.md
 * says what they cost.
 */
const INTERVAL_MICROS = 20_000;

export interface SelfProfileDeps extends SelfUploadDeps, Pick<SelfProfilerOptions, 'mustPause' | 'onWindow'> {}

/** Begins to profile this server into its own store. Returns what ends it. */
export function startSelfProfile({ mustPause, onWindow, ...uploads }: SelfProfileDeps): () => Promise<void> {
  const profiler = new SelfProfiler({
    openRecorder: async () => openV8Recorder(INTERVAL_MICROS),
    send: selfUploads(uploads),
    mustPause,
    onWindow,
    now: Date.now,
    sleep: async (ms, signal) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined),
  });
  profiler.start();
  return async () => profiler.close();
}
