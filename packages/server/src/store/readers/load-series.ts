import type { ProjectId } from '../upload.ts';
import { IDS_PER_QUESTION, idList } from './id-list.ts';
import { type SeriesColumn, seriesColumns } from './label-matcher.ts';
import type { Ask, RowSource } from './row-source.ts';

/** What a series is: its app, its columns, and labels that have none. */
export interface SeriesText {
  readonly app: string;
  readonly columns: Readonly<Record<SeriesColumn, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<SeriesColumn | 'id' | 'app_name', string>> & {
  readonly labels: Readonly<Record<string, string>>;
};

/** Series by their ids (decimal); one that is not there is left out. */
export async function loadSeries(
  source: RowSource,
  project: ProjectId,
  ids: readonly string[],
  ask: Ask = {},
): Promise<ReadonlyMap<string, SeriesText>> {
  const found = new Map<string, SeriesText>();
  for (let at = 0; at < ids.length; at += IDS_PER_QUESTION) {
    const rows = await source.rows<Row>({
      name: 'load-series',
      sql: `
      SELECT toString(series_id) AS id, toString(app) AS app_name, ${seriesColumns.join(', ')}, labels
      FROM series
      WHERE project_id = {project:UInt32} AND series_id IN {ids:Array(UInt64)}
      LIMIT 1 BY series_id`,
      params: { project, ids: idList(ids.slice(at, at + IDS_PER_QUESTION)) },
      ...ask,
    });
    for (const { id, app_name, labels, ...columns } of rows) found.set(id, { app: app_name, columns, labels });
  }
  return found;
}
