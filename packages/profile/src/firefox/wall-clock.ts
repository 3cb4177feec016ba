import type { FirefoxProfile } from './firefox-profile.ts';

/** When a profile was recorded, in Unix milliseconds. */
export interface FirefoxWindow {
  readonly startMs: number;
  readonly endMs: number;
}

/** The first and the last `time` of all samples, as the recorder counts; undefined when no sample has a time. */
export function sampleTimes({
  threads,
}: FirefoxProfile): { readonly firstMs: number; readonly lastMs: number } | undefined {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { samples } of threads) {
    for (const time of samples.timeMs) {
      if (time < firstMs) firstMs = time;
      if (time > lastMs) lastMs = time;
    }
  }
  return firstMs <= lastMs ? { firstMs, lastMs } : undefined;
}

/**
 * Unix milliseconds of what the recorder calls `time` 0: add a sample's `timeMs` to it. Undefined when the profile does not say.
 *
 * samply counts `time` from the boot of the machine, its importer from the first sample, and both write the wall clock at the
 * start of the recording into `meta.startTime`; so the first sample was then. Only browsers count from `startTime` itself.
 */
export function timeOriginMs(profile: FirefoxProfile): number | undefined {
  const { startTimeMs, profilingStartTimeMs } = profile.meta;
  if (startTimeMs === undefined || profilingStartTimeMs !== undefined) return startTimeMs;
  return startTimeMs - (sampleTimes(profile)?.firstMs ?? 0);
}

/** From the first sample to one interval after the last. Undefined when the profile does not say when that was. */
export function windowOf(profile: FirefoxProfile): FirefoxWindow | undefined {
  const originMs = timeOriginMs(profile);
  if (originMs === undefined) return undefined;
  const { startTimeMs = 0, profilingStartTimeMs = 0, intervalMs } = profile.meta;
  const times = sampleTimes(profile);
  if (times === undefined) {
    const startMs = startTimeMs + profilingStartTimeMs;
    return { startMs, endMs: startMs };
  }
  return { startMs: originMs + times.firstMs, endMs: originMs + times.lastMs + intervalMs };
}
