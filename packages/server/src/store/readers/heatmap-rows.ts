import type { ProjectId } from '../upload.ts';
import { type ProfileSelection, profileSums } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';
import { unitsOf } from './units-of.ts';
import { wordsOf } from './words-of.ts';

/** Twelve bytes each; a week of the apps of one host. Past it the question is refused, not cut. */
export const MAX_HEATMAP_PROFILES = 2_000_000;

const WORDS_PER_ROW = 3;

/** Time and value of every profile of a selection, in no order. */
export interface HeatmapRows {
  readonly length: number;
  /** Unix milliseconds divided by the step, rounded down. */
  readonly slot: Uint32Array;
  /** Exact within ±2^53. */
  readonly value: Float64Array;
  /** Units that the values come in, ascending. */
  readonly units: readonly string[];
}

/** Slots and sums, one row a profile; reads `totals` and `series` only. More than {@link MAX_HEATMAP_PROFILES} rows come as one more than that. */
export async function heatmapRows(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  stepMs: number,
  ask: Ask = {},
): Promise<HeatmapRows> {
  const { sql, params } = profileSums(project, selection);
  const [body, units] = await Promise.all([
    source.binary({
      name: 'heatmap-rows',
      sql: `
      SELECT toUInt32(intDiv(toUnixTimestamp64Milli(start), {step:Int64})), total
      FROM (${sql})
      LIMIT ${MAX_HEATMAP_PROFILES + 1}`,
      params: { ...params, step: stepMs },
      ...ask,
    }),
    unitsOf(source, project, selection, ask),
  ]);
  const words = wordsOf(body);
  const length = words.length / WORDS_PER_ROW;
  const slot = new Uint32Array(length);
  const value = new Float64Array(length);
  for (let row = 0, word = 0; row < length; row++, word += WORDS_PER_ROW) {
    slot[row] = words[word]!;
    value[row] = (words[word + 2]! | 0) * 2 ** 32 + words[word + 1]!;
  }
  return { length, slot, value, units };
}
