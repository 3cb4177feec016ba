import { canonicalType } from '../canonical-type.ts';
import type { ValueType } from '../value-type.ts';

/** Units of UCUM, as OpenTelemetry writes them, in the words that profilers use. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['ns', 'nanoseconds'],
  ['us', 'microseconds'],
  ['ms', 'milliseconds'],
  ['s', 'seconds'],
  ['By', 'bytes'],
  ['1', 'count'],
]);

/** A type whose meaning depends on its unit: `type/unit` -> type. */
const NAMES: ReadonlyMap<string, string> = new Map([
  // async-profiler (and so pyroscope-java) names the event that it counted; these three all are time on the CPU.
  ['itimer/nanoseconds', 'cpu'],
  ['ctimer/nanoseconds', 'cpu'],
  ['cpu-clock/nanoseconds', 'cpu'],
  ['alloc/bytes', 'alloc_space'],
  ['live/bytes', 'inuse_space'],
  ['lock/nanoseconds', 'lock-acquire-wait'],
  // The eBPF profiler before it called them off_cpu.
  ['events/nanoseconds', 'off_cpu'],
]);

/** What a type of OTLP means: units in the words of pprof, and one name for what profilers name differently. */
export function otlpType(type: string, unit: string): ValueType {
  const knownUnit = UNITS.get(unit) ?? unit;
  return canonicalType(NAMES.get(`${type}/${knownUnit}`) ?? type, knownUnit);
}
