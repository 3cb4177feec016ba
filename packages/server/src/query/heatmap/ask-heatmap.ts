import type { ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { type HeatmapRows, heatmapRows, MAX_HEATMAP_PROFILES } from '../../store/readers/heatmap-rows.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { typeOf } from '../selector/resolve-selector.ts';
import { askOfSort } from '../selector/wall-sort.ts';
import { bucketBounds, bucketOf, type Scale } from './bucket-bounds.ts';
import { spanOfValues } from './span-of-values.ts';

/** More rows than a screen has for it nobody tells apart. */
export const MAX_BUCKETS = 100;
/** Columns of a wide screen. */
export const MAX_HEATMAP_SLOTS = 2_000;

export interface HeatmapQuestion {
  /** Must have a type and both ends of its range. */
  readonly selection: Selection & { readonly type: string };
  /** Whole milliseconds. Slots are aligned to 1970 in UTC. */
  readonly stepMs: number;
  readonly scale: Scale;
  /** 1 .. {@link MAX_BUCKETS} */
  readonly buckets: number;
}

/** How many single profiles begin in a slot of time and come to a value of a bucket. */
export interface HeatmapAnswer {
  readonly type: ValueType;
  readonly stepMs: number;
  readonly scale: Scale;
  /** One more than there are buckets; bucket i is [bounds[i], bounds[i + 1]). Empty without profiles. */
  readonly bounds: Float64Array;
  readonly profiles: number;
  readonly min: number;
  readonly max: number;
  /** By time, then by bucket; those without a profile are left out. */
  readonly cells: readonly HeatmapCell[];
}

export interface HeatmapCell {
  readonly startMs: number;
  readonly bucket: number;
  readonly profiles: number;
}

/** @throws HearthError `invalid_range` for too many slots, `query_too_big` for too many profiles, `invalid_request` for several units */
export async function askHeatmap(
  { source, project, ask }: Pick<QuestionContext, 'source' | 'project' | 'ask'>,
  { selection, stepMs, scale, buckets }: HeatmapQuestion,
): Promise<HeatmapAnswer> {
  const { fromMs = 0, toMs = 0 } = selection;
  if ((toMs - fromMs) / stepMs > MAX_HEATMAP_SLOTS) {
    throw new HearthError('invalid_range', {
      message: `step: the range has more than ${String(MAX_HEATMAP_SLOTS)} slots; take a longer step or a shorter range.`,
    });
  }
  const asked = profileSelectionOf(selection);
  await checkLabels(source, asked.matchers, ask);
  const context = { source, project, ask };
  const rows = await askOfSort(context, { ...asked, type: selection.type }, selection, (apps, _isMixed, asker) =>
    heatmapRows(source, project, { ...asked, apps }, stepMs, asker),
  );
  if (rows.length > MAX_HEATMAP_PROFILES) {
    throw new HearthError('query_too_big', {
      message: `The selection has more than ${String(MAX_HEATMAP_PROFILES)} profiles (budget: profiles); take a shorter range or one app.`,
    });
  }
  const type = typeOf(selection, rows.units);
  if (rows.length === 0) {
    return { type, stepMs, scale, bounds: new Float64Array(), profiles: 0, min: 0, max: 0, cells: [] };
  }
  const span = spanOfValues(rows.value);
  const bounds = bucketBounds(span, scale, buckets);
  return {
    type,
    stepMs,
    scale,
    bounds,
    profiles: rows.length,
    min: span.min,
    max: span.max,
    cells: cellsOf(rows, bounds, stepMs),
  };
}

function cellsOf({ length, slot, value }: HeatmapRows, bounds: Float64Array, stepMs: number): readonly HeatmapCell[] {
  // Slot and bucket in one number: a slot has 32 bits, a bucket 7.
  const counts = new Map<number, number>();
  for (let row = 0; row < length; row++) {
    const key = slot[row]! * KEYS_PER_SLOT + bucketOf(bounds, value[row]!);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, profiles]) => ({
      startMs: Math.floor(key / KEYS_PER_SLOT) * stepMs,
      bucket: key % KEYS_PER_SLOT,
      profiles,
    }));
}

const KEYS_PER_SLOT = 128;
