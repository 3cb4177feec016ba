/** One unit for a whole column: chosen from its largest value, so that decimals line up and rows compare at a glance. */
export interface Scale {
  /** How many of the value's unit make one of the shown unit. */
  readonly divisor: number;
  /** `min`, `GiB`; '' for plain counts. */
  readonly unit: string;
  readonly decimals: number;
}

const timeSteps: readonly (readonly [number, string])[] = [
  [1, 'ns'],
  [1e3, 'µs'],
  [1e6, 'ms'],
  [1e9, 's'],
  [60e9, 'min'],
  [3600e9, 'h'],
  [86_400e9, 'days'],
];
const byteSteps: readonly (readonly [number, string])[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'].map(
  (unit, power) => [1024 ** power, unit] as const,
);
/** Of units that are sixty or less of the one below, at least three must be there: `177.3 min` reads better than `2.96 h`. */
const LEAST_OF_SIXTIES = 3;
/** Of those that are a thousand or more, one is enough: `1.95 s` reads better than `1954.0 ms`. */
const LEAST_OF_THOUSANDS = 1;

const nanosPer: Readonly<Record<string, number>> = {
  nanoseconds: 1,
  nanosecond: 1,
  ns: 1,
  microseconds: 1e3,
  microsecond: 1e3,
  us: 1e3,
  milliseconds: 1e6,
  millisecond: 1e6,
  ms: 1e6,
  seconds: 1e9,
  second: 1e9,
  s: 1e9,
};

/** Nanoseconds in one of the unit of a profile type; undefined when it is not a time. */
export const nanosOf = (unit: string): number | undefined => nanosPer[unit];

export const isBytes = (unit: string): boolean => unit === 'bytes' || unit === 'byte';

/** The scale for values of a profile type's unit, the largest of which is `largest`. */
export function scaleOf(unit: string, largest: number): Scale {
  const nanos = nanosOf(unit);
  if (nanos !== undefined) {
    const scale = pick(timeSteps, Math.abs(largest) * nanos);
    return { ...scale, divisor: scale.divisor / nanos };
  }
  if (isBytes(unit)) return pick(byteSteps, Math.abs(largest));
  return { divisor: 1, unit: unit === 'count' || unit === '' ? '' : unit, decimals: 0 };
}

function pick(steps: readonly (readonly [number, string])[], largest: number): Scale {
  let [divisor, unit] = steps[0]!;
  for (const [size, name] of steps.slice(1)) {
    const isOfSixties = size / divisor < 1_000;
    if (largest < size * (isOfSixties ? LEAST_OF_SIXTIES : LEAST_OF_THOUSANDS)) break;
    [divisor, unit] = [size, name];
  }
  return { divisor, unit, decimals: divisor === 1 ? 0 : 1 };
}
