import type { ProjectId } from '../upload.ts';
import { type ProfileSelection, selectedTotals } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** A type has one unit, or two where clients disagree. */
const MAX_UNITS = 100;

/** Units of the values of a selection, ascending. */
export async function unitsOf(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  ask: Ask = {},
): Promise<readonly string[]> {
  const { sql, params } = selectedTotals(project, selection);
  const rows = await source.rows<{ readonly unit_name: string }>({
    name: 'units-of',
    sql: `SELECT DISTINCT toString(unit) AS unit_name FROM totals WHERE ${sql} ORDER BY unit_name LIMIT ${MAX_UNITS}`,
    params,
    ...ask,
  });
  return rows.map(({ unit_name }) => unit_name);
}
