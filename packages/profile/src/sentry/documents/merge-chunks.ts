import type { JsonValue } from '../json-value.ts';
import type { SentryChunk } from '../sentry-chunk.ts';
import type { SentryMeasurement } from '../sentry-context.ts';
import type { SentryRecording } from '../sentry-recording.ts';
import { imagesOf } from './debug-meta-text.ts';
import { mergeRecordings, type SampleWindow } from './merge-recordings.ts';

/** Chunks of a session as one. */
export interface MergedChunks {
  /** The oldest: what it says of itself stands for all. */
  readonly first: SentryChunk;
  /** Ids of all that were merged, oldest first. */
  readonly chunkIds: readonly string[];
  readonly recording: SentryRecording;
  /** Each image once. */
  readonly images: readonly JsonValue[];
  /** Series of the same name joined; points within the window. Times are Unix seconds. */
  readonly measurements: readonly SentryMeasurement[];
}

/**
 * Merges chunks of one session (sentry.md, section 4). A chunk that is there twice counts once, which upstream does not
 * take care of. Undefined for no chunks.
 * @param startMs where the merged recording starts; at its first sample when undefined
 */
export function mergeChunks(
  chunks: readonly SentryChunk[],
  window: SampleWindow,
  startMs?: number,
): MergedChunks | undefined {
  const distinct = new Map(chunks.map((chunk) => [chunk.chunkId, chunk]));
  const ordered = [...distinct.values()].sort((a, b) => a.recording.startMs - b.recording.startMs);
  const [first] = ordered;
  if (first === undefined) return undefined;
  const images = new Map<string, JsonValue>();
  for (const { debugMeta } of ordered)
    for (const image of imagesOf(debugMeta)) images.set(JSON.stringify(image), image);
  return {
    first,
    chunkIds: ordered.map(({ chunkId }) => chunkId),
    recording: mergeRecordings(
      ordered.map(({ recording }) => recording),
      window,
      startMs,
    ),
    images: [...images.values()],
    measurements: joinMeasurements(
      ordered.flatMap(({ measurements }) => measurements),
      window,
    ),
  };
}

function joinMeasurements(all: readonly SentryMeasurement[], { fromMs, toMs }: SampleWindow): SentryMeasurement[] {
  const series = new Map<string, { readonly unit: string; readonly times: number[]; readonly values: number[] }>();
  for (const { name, unit, times, values } of all) {
    const joined = series.get(name) ?? { unit, times: [], values: [] };
    series.set(name, joined);
    times.forEach((seconds, point) => {
      if (seconds * 1000 < fromMs || seconds * 1000 > toMs) return;
      joined.times.push(seconds);
      joined.values.push(values[point]!);
    });
  }
  return [...series]
    .filter(([, { times }]) => times.length > 0)
    .map(([name, { unit, times, values }]) => ({
      name,
      unit,
      times: Float64Array.from(times),
      values: Float64Array.from(values),
    }));
}
