/** Units of time as profilers write them, in nanoseconds. */
const NANOS: ReadonlyMap<string, number> = new Map([
  ['nanoseconds', 1],
  ['microseconds', 1e3],
  ['milliseconds', 1e6],
  ['seconds', 1e9],
]);
const TIMES = [
  [3600e9, 'h'],
  [60e9, 'min'],
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;
const SIZES = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [1, 'B'],
] as const;

/** A value for people: `3.38 s`, `98.0 MiB`, `338`, `12 furlongs`. The same everywhere, whatever the locale. */
export function valueText(value: number, unit: string): string {
  const nanos = NANOS.get(unit);
  if (nanos !== undefined) return scaled(value * nanos, TIMES);
  if (unit === 'bytes') return scaled(value, SIZES);
  return unit === 'count' || unit === '' ? String(value) : `${value} ${unit}`;
}

/** A part of a whole in percent; the whole of nothing is nothing. */
export function shareText(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(2)} %`;
}

function scaled(value: number, units: readonly (readonly [number, string])[]): string {
  const [size, name] = units.find(([one]) => Math.abs(value) >= one) ?? units.at(-1)!;
  const number = value / size;
  const decimals = size === 1 || number >= 1000 ? 0 : number >= 100 ? 1 : 2;
  return `${number.toFixed(decimals)} ${name}`;
}
