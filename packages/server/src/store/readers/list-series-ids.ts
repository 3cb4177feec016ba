import type { ProjectId } from '../upload.ts';
import { decimalId } from './id-list.ts';
import { SHORT_ANSWER_SETTINGS } from './look-up-settings.ts';
import { type ProfileSelection, selectedTotals } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';
import { wordsOf } from './words-of.ts';

/** More are narrowed and counted in the engine. */
export const MAX_SERIES_IDS = 5_000;

/** Ids (decimal) of the series that have values in a selection, whatever its labels say; undefined for more than {@link MAX_SERIES_IDS}. */
export async function listSeriesIds(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  ask: Ask = {},
): Promise<readonly string[] | undefined> {
  const { sql, params } = selectedTotals(project, { ...selection, matchers: [] });
  const body = await source.binary({
    name: 'list-series-ids',
    sql: `SELECT DISTINCT series_id FROM totals WHERE ${sql} LIMIT ${MAX_SERIES_IDS + 1}`,
    params,
    settings: { ...SHORT_ANSWER_SETTINGS, enable_analyzer: 0 },
    ...ask,
  });
  const words = wordsOf(body);
  if (words.length / 2 > MAX_SERIES_IDS) return undefined;
  return Array.from({ length: words.length / 2 }, (_, at) => decimalId(words[at * 2]!, words[at * 2 + 1]!));
}
