import type { FirefoxProfile } from './firefox-profile.ts';

/** When the samples of a profile were taken. */
export interface FirefoxTimes {
  /** Unix milliseconds of the first sample; undefined when the profile does not say. */
  readonly startMs: number | undefined;
  /** Unix milliseconds of what the recorder calls `time` 0: add a sample's `timeMs` to it. */
  readonly originMs: number | undefined;
  /** From the first sample to one interval after the last; 0 without samples. */
  readonly durationMs: number;
}

/**
 * samply counts `time` from the boot of the machine, its importer from the first sample, and both write the wall clock at the
 * start of the recording into `meta.startTime`; so the first sample was then. Only browsers count from `startTime` itself.
 */
export function firefoxTimes({ meta, threads }: FirefoxProfile): FirefoxTimes {
  const { startTimeMs, profilingStartTimeMs, intervalMs } = meta;
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { samples } of threads) {
    for (const time of samples.timeMs) {
      if (time < firstMs) firstMs = time;
      if (time > lastMs) lastMs = time;
    }
  }
  const hasTimes = firstMs <= lastMs;
  const durationMs = hasTimes ? lastMs - firstMs + intervalMs : 0;
  if (startTimeMs === undefined) return { startMs: undefined, originMs: undefined, durationMs };
  if (profilingStartTimeMs !== undefined) {
    const startMs = startTimeMs + (hasTimes ? firstMs : profilingStartTimeMs);
    return { startMs, originMs: startTimeMs, durationMs };
  }
  return { startMs: startTimeMs, originMs: hasTimes ? startTimeMs - firstMs : startTimeMs, durationMs };
}
