import type { ProjectId } from '../upload.ts';
import { seriesColumns } from './label-matcher.ts';
import { SHORT_ANSWER_SETTINGS } from './look-up-settings.ts';
import type { Condition } from './profile-filter.ts';
import { and, type ProfileSelection, selectedSeries, selectedTotals } from './profile-selection.ts';
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

/** The names of labels that series of a selection have, those with a column included. */
export async function listLabelNames(
  source: RowSource,
  project: ProjectId,
  question: LabelPageQuestion,
  ask: Ask = {},
): Promise<LabelPage<LabelName>> {
  const { sql, params } = seriesInRange(project, question.selection);
  const columns = seriesColumns.map((column) => `('${column}', toString(${column}))`).join(', ');
  return askPage<Omit<LabelName, 'name'>, LabelName>(source, 'list-label-names', question, ask, {
    sql: `
        SELECT pair.1 AS item, toFloat64(uniqExact(pair.2)) AS values, toFloat64(uniqExact(series_id)) AS series
        FROM (SELECT series_id, arrayJoin(arrayConcat([${columns}], CAST(labels, 'Array(Tuple(String, String))'))) AS pair
          FROM series WHERE ${sql})
        WHERE pair.2 != '' AND startsWith(pair.1, {prefix:String})
        GROUP BY item`,
    params,
    read: ({ item, values, series }) => ({ name: item, values, series }),
  });
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
  return askPage<Omit<LabelValue, 'value'>, LabelValue>(source, 'list-label-values', question, ask, {
    sql: `
        SELECT ${value} AS item, toFloat64(uniqExact(series_id)) AS series
        FROM series
        WHERE ${sql} AND item != '' AND startsWith(item, {prefix:String})
        GROUP BY item`,
    params: { ...params, name },
    read: ({ item, series }) => ({ value: item, series }),
  });
}

/** Rows of the series of a selection: those that have values in its range, when it has one. A series may have several. */
function seriesInRange(project: ProjectId, selection: ProfileSelection): Condition {
  const { fromMs, toMs, type } = selection;
  const series = selectedSeries(project, selection);
  if (fromMs === undefined && toMs === undefined && type === undefined) return series;
  // Of labels it would ask for the same series once more.
  const totals = selectedTotals(project, { ...selection, matchers: [] });
  return and([series, { ...totals, sql: `series_id IN (SELECT series_id FROM totals WHERE ${totals.sql})` }]);
}

type Row<Counts> = Counts & { readonly item: string };

interface Statement<Counts, Item> extends Condition {
  readonly read: (row: Row<Counts>) => Item;
}

/** How many there are is a question of its own only where a page does not have them all. */
async function askPage<Counts, Item>(
  source: RowSource,
  name: string,
  { prefix = '', after, limit }: LabelPageQuestion,
  ask: Ask,
  { sql, params, read }: Statement<Counts, Item>,
): Promise<LabelPage<Item>> {
  const isFirst = after === undefined;
  const bound = { ...params, prefix };
  const rows = await source.rows<Row<Counts>>({
    name,
    sql: `
      ${isFirst ? sql : `SELECT * FROM (${sql}) WHERE item > {after:String}`}
      ORDER BY item
      LIMIT {limit:UInt32}`,
    params: { ...bound, limit: limit + 1, ...(isFirst ? {} : { after }) },
    settings: SHORT_ANSWER_SETTINGS,
    ...ask,
  });
  const hasMore = rows.length > limit;
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(read),
    total: isFirst && !hasMore ? rows.length : await countOf(source, name, sql, bound, ask),
    next: hasMore ? shown.at(-1)?.item : undefined,
  };
}

async function countOf(source: RowSource, name: string, sql: string, params: QueryParams, ask: Ask): Promise<number> {
  const [row] = await source.rows<{ readonly total: number }>({
    name,
    sql: `SELECT toFloat64(count()) AS total FROM (${sql})`,
    params,
    ...ask,
  });
  return row?.total ?? 0;
}
