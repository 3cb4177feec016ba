import { asJsonObject, type JsonValue } from './json-value.ts';
import { MAX_SENTRY_MEASUREMENTS } from './limits.ts';
import type { SentryMeasurement } from './sentry-context.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryPayload } from './sentry-payload.ts';

/** Unix seconds of the year 5138: a larger "second" is what Node's SDK makes of milliseconds. */
const LARGEST_SECOND = 1e11;
/** No chunk is longer, see {@link MAX_CHUNK_MICROS}; a value further off was sent in milliseconds. */
const LONGEST_CHUNK_SECONDS = 66;

/** Measurements of v1: at nanoseconds since the start. */
export function readElapsedMeasurements(payload: SentryPayload): readonly SentryMeasurement[] {
  return readMeasurements(payload, 'elapsed_since_start_ns');
}

/**
 * Measurements of a chunk: at Unix seconds. Node's SDK (10 and 11) adds elapsed SECONDS to a start in milliseconds, which is put
 * right: the start is the whole millisecond of the first sample, or an earlier one where a measurement would else come before it.
 */
export function readTimedMeasurements(payload: SentryPayload, firstSampleMs: number): readonly SentryMeasurement[] {
  const series = readMeasurements(payload, 'timestamp');
  const wrong = series.flatMap(({ times }) => Array.from(times).filter((time) => time >= LARGEST_SECOND));
  if (wrong.length === 0) return series;
  const earliest = wrong.reduce((least, time) => Math.min(least, time));
  const startMs = Math.min(Math.floor(firstSampleMs), Math.floor(earliest));
  return series.map((each) => ({ ...each, times: each.times.map((time) => repaired(time, startMs)) }));
}

function repaired(time: number, startMs: number): number {
  if (time < LARGEST_SECOND) return time;
  const elapsedSeconds = time - startMs;
  const seconds = elapsedSeconds <= LONGEST_CHUNK_SECONDS ? startMs / 1e3 + elapsedSeconds : time / 1e3;
  return Math.round(seconds * 1e6) / 1e6;
}

function readMeasurements(
  payload: SentryPayload,
  clock: 'elapsed_since_start_ns' | 'timestamp',
): readonly SentryMeasurement[] {
  const series = asJsonObject(payload.value('measurements'));
  if (series === undefined) return [];
  const measurements: SentryMeasurement[] = [];
  let count = 0;
  for (const [name, value] of Object.entries(series)) {
    const fields = asJsonObject(value);
    const points = fields?.['values'];
    if (fields === undefined || !Array.isArray(points)) continue;
    const unit = fields['unit'];
    const times: number[] = [];
    const values: number[] = [];
    for (const point of points as readonly JsonValue[]) {
      const time = numberOf(asJsonObject(point)?.[clock]);
      const measured = numberOf(asJsonObject(point)?.['value']);
      if (time === undefined || measured === undefined) continue;
      times.push(time);
      values.push(measured);
    }
    count += times.length;
    if (count > MAX_SENTRY_MEASUREMENTS) {
      throw new SentryDropError('profiling_exceed_size_limit', `more than ${MAX_SENTRY_MEASUREMENTS} measurements`);
    }
    measurements.push({
      name,
      unit: typeof unit === 'string' ? unit : '',
      times: Float64Array.from(times),
      values: Float64Array.from(values),
    });
  }
  return measurements;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
