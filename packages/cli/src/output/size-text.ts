const units = ['B', 'K', 'M', 'G', 'T'] as const;

/** Bytes for people: `0 B`, `41 K`, `1.5 G` (powers of 1024, one decimal below 10). */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const rounded = unit === 0 || value >= 10 ? Math.round(value).toString() : value.toFixed(1);
  return `${rounded} ${units[unit] ?? ''}`;
}
