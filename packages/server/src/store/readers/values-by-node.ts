import type { ProjectId } from '../upload.ts';
import { VALUES_SETTINGS } from './look-up-settings.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SampleFilter, samplesOf } from './sample-filter.ts';
import { type KindColumnsOfType, valueOfType } from './value-of-type.ts';
import { wordsOf } from './words-of.ts';

export type { KindColumnsOfType } from './value-of-type.ts';

/** An app's sums by node, as columns. */
export interface ValuesByNode {
  /** Rows of five words: node id (low, high), sum as a signed 64-bit number (low, high), samples that were added up. */
  readonly words: Uint32Array;
}

export const VALUE_WORDS = 5;

/** Sums of a type by node of one app's prefix tree, over the selected samples. Whole numbers of 64 bits. */
export async function valuesByNode(
  source: RowSource,
  project: ProjectId,
  app: string,
  columns: KindColumnsOfType,
  filter: SampleFilter,
  ask: Ask & { readonly maxRowsToRead?: number } = {},
): Promise<ValuesByNode> {
  const { maxRowsToRead = 0, ...rest } = ask;
  const { sql, params } = samplesOf(project, { ...filter, apps: [app] });
  const type = valueOfType(columns);
  const body = await source.binary({
    name: 'values-by-node',
    sql: `
      SELECT node_id, sum(${type.value}) AS total, toUInt32(countIf(${type.value} != 0)) AS samples
      FROM samples
      WHERE ${sql} AND ${type.condition}
      GROUP BY node_id`,
    params: { ...params, ...type.params },
    settings: { ...VALUES_SETTINGS, max_rows_to_read: maxRowsToRead },
    ...rest,
  });
  return { words: wordsOf(body) };
}
