import type { ProjectId } from '../upload.ts';
import { isSeriesColumn } from './label-matcher.ts';
import { type ProfileSelection, selectedSeries, selectedTotals } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Beyond it an answer is megabytes; it is refused, not cut. */
export const MAX_LISTED_SERIES = 20_000;

/** Series that have the same values of some labels. */
export interface SeriesGroup {
  readonly app: string;
  readonly runtime: string;
  /** Label `otel.scope.name`. */
  readonly scope: string;
  /** In the order of the question; '' for what is not said. */
  readonly values: readonly string[];
  /** What they have values of, as `type:unit` in the words of kinds. */
  readonly types: readonly string[];
}

interface Row {
  readonly app_name: string;
  readonly runtime_name: string;
  readonly scope_name: string;
  readonly group_values: readonly string[];
  readonly type_names: readonly string[];
}

/** Series that have values in a selection, by app, runtime, scope and the values of `labels`: columns of series, or any label. */
export async function listSeries(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  labels: readonly string[],
  ask: Ask = {},
): Promise<readonly SeriesGroup[]> {
  const totals = selectedTotals(project, selection);
  const series = selectedSeries(project, selection);
  const values = labels.map((name, index) =>
    isSeriesColumn(name) ? `toString(${name})` : `labels[{label${index}:String}]`,
  );
  const bound = labels.flatMap((name, index) => (isSeriesColumn(name) ? [] : [[`label${index}`, name] as const]));
  const rows = await source.rows<Row>({
    name: 'list-series',
    sql: `
      SELECT s.app_name AS app_name, s.runtime_name AS runtime_name, s.scope_name AS scope_name, s.group_values AS group_values,
        arraySort(groupUniqArray(t.type_name)) AS type_names
      FROM (SELECT DISTINCT toString(app) AS app_name, series_id,
          concat(translate(toString(type), ':,', '__'), ':', translate(toString(unit), ':,', '__')) AS type_name
        FROM totals WHERE ${totals.sql}) AS t
      INNER JOIN (SELECT toString(app) AS app_name, series_id, toString(runtime) AS runtime_name,
          labels['otel.scope.name'] AS scope_name, CAST([${values.join(', ')}], 'Array(String)') AS group_values
        FROM series WHERE ${series.sql} LIMIT 1 BY app, series_id) AS s USING (app_name, series_id)
      GROUP BY app_name, runtime_name, scope_name, group_values
      ORDER BY app_name, runtime_name, scope_name, group_values
      LIMIT ${MAX_LISTED_SERIES + 1}`,
    params: { ...totals.params, ...series.params, ...Object.fromEntries(bound) },
    ...ask,
  });
  return rows.map((row) => ({
    app: row.app_name,
    runtime: row.runtime_name,
    scope: row.scope_name,
    values: row.group_values,
    types: row.type_names,
  }));
}
