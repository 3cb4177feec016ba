import { isBytes, nanosOf, scaleOf } from './scale.ts';

/** How the height of a timeline is said: values by time. */
export interface RateUnit {
  /** Shown value = sum of a slot / slot seconds * factor. */
  readonly factor: number;
  /** `cores`, `MiB/s`. */
  readonly unit: string;
}

/**
 * Time by time is how many did it at once: CPU time is cores, any other time threads. The rest is by second.
 *
 * @param largest highest sum by second, to choose a byte unit from
 */
export function rateUnit(type: string, unit: string, largest: number): RateUnit {
  const nanos = nanosOf(unit);
  if (nanos !== undefined) return { factor: nanos / 1e9, unit: type.includes('cpu') ? 'cores' : 'threads' };
  if (isBytes(unit)) {
    const scale = scaleOf(unit, largest);
    return { factor: 1 / scale.divisor, unit: `${scale.unit}/s` };
  }
  return { factor: 1, unit: '/s' };
}
