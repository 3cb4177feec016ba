import type { ProjectId } from '../upload.ts';
import { SHORT_ANSWER_SETTINGS } from './look-up-settings.ts';
import { type ProfileSelection, selectedTotals } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Series times types; more are joined and grouped in the engine. */
export const MAX_TYPES_BY_SERIES = 20_000;

/** A type that a series has values of. */
export interface TypeOfSeries {
  /** Decimal. */
  readonly series: string;
  readonly type: string;
  readonly unit: string;
}

/** Which types the series of a selection have values of, whatever its labels say; undefined for more than {@link MAX_TYPES_BY_SERIES}. */
export async function typesBySeries(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  ask: Ask = {},
): Promise<readonly TypeOfSeries[] | undefined> {
  const { sql, params } = selectedTotals(project, { ...selection, matchers: [] });
  const rows = await source.rows<TypeOfSeries>({
    name: 'types-by-series',
    sql: `
      SELECT series_id AS series, type, unit
      FROM totals
      WHERE ${sql}
      GROUP BY series_id, type, unit
      LIMIT ${MAX_TYPES_BY_SERIES + 1}`,
    params,
    settings: { ...SHORT_ANSWER_SETTINGS, enable_analyzer: 0 },
    ...ask,
  });
  return rows.length > MAX_TYPES_BY_SERIES ? undefined : rows;
}
