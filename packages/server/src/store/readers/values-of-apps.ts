import type { ProjectId } from '../upload.ts';
import { VALUES_SETTINGS } from './look-up-settings.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SampleFilter, samplesOf } from './sample-filter.ts';
import { type KindColumnsOfType, valueOfType } from './value-of-type.ts';
import { VALUE_WORDS } from './values-by-node.ts';
import { wordsOf } from './words-of.ts';

/** Those of `valuesByNode`, and the app's place. */
const ROW_WORDS = VALUE_WORDS + 1;

/**
 * The same as `valuesByNode` for several apps at once: the words of each, in their order. Ids of nodes depend on the app, so the
 * engine groups by node alone, at half the cost of app and node. What the apps share, the root's own values and those of
 * nodes that were lost by no id of theirs, is with one of them.
 * @param columns those of all apps together: a kind has its types in the same columns wherever it comes from
 */
export async function valuesOfApps(
  source: RowSource,
  project: ProjectId,
  apps: readonly string[],
  columns: KindColumnsOfType,
  filter: SampleFilter,
  ask: Ask & { readonly maxRowsToRead?: number } = {},
): Promise<readonly Uint32Array[]> {
  const { maxRowsToRead = 0, ...rest } = ask;
  const { sql, params } = samplesOf(project, { ...filter, apps });
  const type = valueOfType(columns);
  const body = await source.binary({
    name: 'values-of-apps',
    sql: `
      SELECT node_id, sum(${type.value}) AS total, toUInt32(countIf(${type.value} != 0)) AS samples,
        toUInt32(any(transform(app, {apps:Array(String)}, {places:Array(UInt16)}, 0))) AS place
      FROM samples
      WHERE ${sql} AND ${type.condition}
      GROUP BY node_id`,
    params: { ...params, ...type.params, apps, places: apps.map((_, place) => place) },
    settings: { ...VALUES_SETTINGS, max_rows_to_read: maxRowsToRead },
    ...rest,
  });
  return splitByPlace(wordsOf(body), apps.length);
}

function splitByPlace(rows: Uint32Array, places: number): readonly Uint32Array[] {
  const lengths = new Uint32Array(places);
  for (let at = VALUE_WORDS; at < rows.length; at += ROW_WORDS) lengths[rows[at]!]! += VALUE_WORDS;
  const words = Array.from(lengths, (length) => new Uint32Array(length));
  const next = new Uint32Array(places);
  for (let at = 0; at < rows.length; at += ROW_WORDS) {
    const place = rows[at + VALUE_WORDS]!;
    const own = words[place]!;
    const to = next[place]!;
    own[to] = rows[at]!;
    own[to + 1] = rows[at + 1]!;
    own[to + 2] = rows[at + 2]!;
    own[to + 3] = rows[at + 3]!;
    own[to + 4] = rows[at + 4]!;
    next[place] = to + VALUE_WORDS;
  }
  return words;
}
