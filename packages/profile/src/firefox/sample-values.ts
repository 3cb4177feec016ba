import type { ValueType } from '../value-type.ts';
import type { FirefoxMeta, FirefoxSamples, FirefoxThread } from './firefox-profile.ts';

const SAMPLES: ValueType = { type: 'samples', unit: 'count', aggregation: 'sum' };
const CPU: ValueType = { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' };
const WALL: ValueType = { type: 'wall', unit: 'nanoseconds', aggregation: 'sum' };
const ALLOCATED: ValueType = { type: 'alloc_space', unit: 'bytes', aggregation: 'sum' };

/** Nanoseconds of one unit of `threadCPUDelta`; cycles of a CPU with a variable clock are no time. */
const CPU_DELTA_NANOS: ReadonlyMap<string, number> = new Map([
  ['µs', 1e3],
  ['μs', 1e3],
  ['us', 1e3],
  ['ns', 1],
]);
const MS_NANOS = 1e6;

/** What a sample says beside its count. */
export type SampleMeasure = 'cpu' | 'wall' | 'bytes' | 'none';

/** All columns that a profile may have, in their order. */
export const measureTypes: readonly (readonly [SampleMeasure, ValueType])[] = [
  ['none', SAMPLES],
  ['cpu', CPU],
  ['wall', WALL],
  ['bytes', ALLOCATED],
];

/** What the samples of one thread measure, and how much each counts. Whole numbers; weights and deltas are not below 0. */
export interface SampleValues {
  readonly measure: SampleMeasure;
  /** How often sample `row` was seen. */
  count(row: number): number;
  /** Nanoseconds or bytes of sample `row`. */
  value(row: number): number;
}

/**
 * - Weights in bytes are allocations, and weights in milliseconds stretches of a trace: wall time.
 * - Else a sample is CPU time: as much as the thread used since the sample before where the recorder says it, else one
 *   interval, since samply and perf sample only what runs.
 * - Firefox samples what waits as well; where it does not say the CPU time, an interval is wall time.
 */
export function sampleValues({ samples }: FirefoxThread, meta: FirefoxMeta): SampleValues {
  const { weight, weightType, cpuDelta } = samples;
  const weightOf = (row: number): number => (weight === undefined ? 1 : weight[row]!);
  if (weightType === 'bytes') return { measure: 'bytes', count: () => 1, value: (row) => Math.round(weightOf(row)) };
  if (weightType === 'tracing-ms') {
    return { measure: 'wall', count: () => 1, value: (row) => Math.round(weightOf(row) * MS_NANOS) };
  }
  const count = (row: number): number => Math.round(weightOf(row));
  const unit = CPU_DELTA_NANOS.get(meta.cpuDeltaUnit);
  if (unit !== undefined && cpuDelta !== undefined && hasCpuTime(samples)) {
    // NaN where the system did not answer; a clock that went back counts nothing.
    return { measure: 'cpu', count, value: (row) => (cpuDelta[row]! > 0 ? Math.round(cpuDelta[row]! * unit) : 0) };
  }
  if (meta.intervalMs === 0) return { measure: 'none', count, value: () => 0 };
  const measure = meta.appBuildId === '' ? 'cpu' : 'wall';
  return { measure, count, value: (row) => Math.round(weightOf(row) * meta.intervalMs * MS_NANOS) };
}

function hasCpuTime({ cpuDelta }: FirefoxSamples): boolean {
  return cpuDelta?.some((delta) => delta > 0) ?? false;
}
