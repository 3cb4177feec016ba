import type { ProjectId } from '../upload.ts';
import { seriesColumns } from './label-matcher.ts';
import { type ProfileSelection, selectedSeries, selectedTotals } from './profile-selection.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';

/** A page past this is megabytes of JSON. */
export const MAX_LABEL_PAGE = 1_000;

export interface LabelPageQuestion {
  readonly selection: ProfileSelection;
  /** Only what begins with it. */
  readonly prefix?: string | undefined;
  /** The last of the page before. */
  readonly after?: string | undefined;
  /** 1 .. {@link MAX_LABEL_PAGE} */
  readonly limit: number;
}

export interface LabelName {
  readonly name: string;
  /** Different values. */
  readonly values: number;
  /** Series of the selection that have the label. */
  readonly series: number;
}

export interface LabelValue {
  readonly value: string;
  readonly series: number;
}

export interface LabelPage<Item> {
  /** Ascending. */
  readonly items: readonly Item[];
  /** All that there are, on this page or not. */
  readonly total: number;
  /** What the next page is after; undefined at the end. */
  readonly next: string | undefined;
}

interface Statement {
  readonly sql: string;
  readonly params: QueryParams;
}

/** The names of labels that series of a selection have, those with a column included. */
export async function listLabelNames(
  source: RowSource,
  project: ProjectId,
  question: LabelPageQuestion,
  ask: Ask = {},
): Promise<LabelPage<LabelName>> {
  const { sql, params } = seriesInRange(project, question.selection);
  const columns = seriesColumns.map((column) => `('${column}', toString(${column}))`).join(', ');
  const rows = await askPage<LabelName>(source, 'list-label-names', question, ask, {
    sql: `
        SELECT pair.1 AS item, toFloat64(uniqExact(pair.2)) AS values, toFloat64(count()) AS series
        FROM (SELECT arrayJoin(arrayConcat([${columns}], CAST(labels, 'Array(Tuple(String, String))'))) AS pair FROM (${sql}))
        WHERE pair.2 != '' AND startsWith(pair.1, {prefix:String})
        GROUP BY item`,
    params,
  });
  return pageOf(rows, question.limit, ({ item, values, series }) => ({ name: item, values, series }));
}

/** The values of one label. */
export async function listLabelValues(
  source: RowSource,
  project: ProjectId,
  question: LabelPageQuestion & { readonly name: string },
  ask: Ask = {},
): Promise<LabelPage<LabelValue>> {
  const { name } = question;
  const { sql, params } = seriesInRange(project, question.selection);
  const value = seriesColumns.some((column) => column === name) ? `toString(${name})` : 'labels[{name:String}]';
  const rows = await askPage<LabelValue>(source, 'list-label-values', question, ask, {
    sql: `
        SELECT ${value} AS item, toFloat64(count()) AS series
        FROM (${sql})
        WHERE item != '' AND startsWith(item, {prefix:String})
        GROUP BY item`,
    params: { ...params, name },
  });
  return pageOf(rows, question.limit, ({ item, series }) => ({ value: item, series }));
}

/** Each series of the selection once: those that have values in its range, when it has one. */
function seriesInRange(project: ProjectId, selection: ProfileSelection): Statement {
  const { fromMs, toMs, type } = selection;
  const series = selectedSeries(project, selection);
  const isBounded = fromMs !== undefined || toMs !== undefined || type !== undefined;
  const totals = isBounded ? selectedTotals(project, selection) : undefined;
  return {
    sql: `SELECT * FROM series
          WHERE ${series.sql}
            ${totals === undefined ? '' : `AND (app, series_id) IN (SELECT DISTINCT app, series_id FROM totals WHERE ${totals.sql})`}
          LIMIT 1 BY app, series_id`,
    params: { ...series.params, ...totals?.params },
  };
}

type Row<Item> = Item & { readonly item: string; readonly total: number };

function askPage<Item>(
  source: RowSource,
  name: string,
  { prefix = '', after, limit }: LabelPageQuestion,
  ask: Ask,
  { sql, params }: Statement,
): Promise<readonly Row<Item>[]> {
  return source.rows<Row<Item>>({
    name,
    sql: `
      SELECT * FROM (SELECT *, toFloat64(count() OVER ()) AS total FROM (${sql}))
      ${after === undefined ? '' : 'WHERE item > {after:String}'}
      ORDER BY item
      LIMIT {limit:UInt32}`,
    params: { ...params, prefix, limit: limit + 1, ...(after === undefined ? {} : { after }) },
    ...ask,
  });
}

function pageOf<Item, Made>(
  rows: readonly Row<Item>[],
  limit: number,
  make: (row: Row<Item>) => Made,
): LabelPage<Made> {
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(make),
    total: rows[0]?.total ?? 0,
    next: rows.length > limit ? shown.at(-1)?.item : undefined,
  };
}
