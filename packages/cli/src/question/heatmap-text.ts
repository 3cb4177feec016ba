import type { FactsAnswer, WholeNumber } from './stack-answer.ts';
import { valueText } from './value-text.ts';

export interface HeatmapAnswer {
  readonly type: FactsAnswer['type'];
  readonly stepSeconds: number;
  readonly bounds: readonly WholeNumber[];
  readonly profiles: number;
  readonly cells: {
    readonly start: readonly string[];
    readonly bucket: readonly number[];
    readonly profiles: readonly number[];
  };
}

/** From one profile to as many as the fullest cell has. */
const SHADES = '.:-=+*#%@';

/** A heatmap as lines of characters, the largest values at the top, one column a slot. */
export function heatmapText({ type, stepSeconds, bounds, profiles, cells }: HeatmapAnswer): string {
  if (profiles === 0) return 'No profiles in this selection.\n';
  const slots = cells.start.map((start) => Math.floor(Date.parse(start) / 1000 / stepSeconds));
  const first = slots.reduce((least, slot) => Math.min(least, slot), Number.POSITIVE_INFINITY);
  const last = slots.reduce((most, slot) => Math.max(most, slot), Number.NEGATIVE_INFINITY);
  const most = cells.profiles.reduce((max, count) => Math.max(max, count), 1);
  const rows = Array.from({ length: bounds.length - 1 }, () => Array<string>(last - first + 1).fill(' '));
  for (const [cell, slot] of slots.entries()) {
    const row = rows[cells.bucket[cell] ?? 0];
    if (row !== undefined) row[slot - first] = shadeOf(cells.profiles[cell] ?? 0, most);
  }
  const labels = bounds.slice(0, -1).map((bound) => valueText(bound, type.unit));
  const width = Math.max(...labels.map((label) => label.length));
  const lines = rows.map((row, bucket) => `${(labels[bucket] ?? '').padStart(width)} |${row.join('').trimEnd()}`);
  const time = (slot: number): string => new Date(slot * stepSeconds * 1000).toISOString();
  return (
    `${lines.reverse().join('\n')}\n${' '.repeat(width)} +${'-'.repeat(last - first + 1)}\n` +
    `${' '.repeat(width)}  ${time(first)} to ${time(last + 1)}, a column is ${String(stepSeconds)} s\n` +
    `${type.name} of ${String(profiles)} profiles; ${SHADES[0]} is 1, ${SHADES.at(-1)} is ${String(most)} in a cell\n`
  );
}

function shadeOf(count: number, most: number): string {
  if (most === 1) return SHADES.at(-1) ?? '@';
  const share = Math.log(count) / Math.log(most);
  return SHADES[Math.round(share * (SHADES.length - 1))] ?? '@';
}
