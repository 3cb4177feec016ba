import type { ProjectId } from '../upload.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SampleFilter, samplesOf } from './sample-filter.ts';
import { MAX_SERIES_SLOTS, readSumsBySeries, type SumsBySeries, type SumsBySeriesQuestion } from './sums-by-series.ts';
import { type KindColumnsOfType, valueOfType } from './value-of-type.ts';

export interface SumsOfStacksQuestion extends SumsBySeriesQuestion {
  readonly app: string;
  readonly columns: KindColumnsOfType;
  /** Node ids of 64 bits, low word first. */
  readonly nodes: Uint32Array;
  /** Whether the nodes are those to add up, or those to leave out. */
  readonly nodesAre: 'wanted' | 'unwanted';
  readonly maxRowsToRead: number;
}

/** Sums by slot and series of one app's samples whose stacks end in some nodes. Undefined when there are too many rows. */
export async function sumsOfStacks(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  question: SumsOfStacksQuestion,
  ask: Ask = {},
): Promise<SumsBySeries | undefined> {
  const { app, columns, stepMs, firstSlot, bySeries, nodes, nodesAre, maxRowsToRead } = question;
  const { sql, params } = samplesOf(project, { ...filter, apps: [app] });
  const type = valueOfType(columns);
  const body = await source.binary({
    name: 'sums-of-stacks',
    sql: `
      SELECT '' AS unit, toUInt32(intDiv(toUnixTimestamp64Milli(time), {step:Int64}) - {firstSlot:Int64}) AS slot,
        ${bySeries ? 'series_id' : 'toUInt64(0)'} AS series, sum(${type.value}) AS total, toUInt32(0) AS counted
      FROM samples
      WHERE ${sql} AND ${type.condition} AND node_id ${nodesAre === 'wanted' ? 'IN' : 'NOT IN'} (SELECT id FROM chosen_nodes)
      GROUP BY slot${bySeries ? ', series' : ''}
      LIMIT ${MAX_SERIES_SLOTS + 1}`,
    params: { ...params, ...type.params, step: stepMs, firstSlot },
    table: {
      name: 'chosen_nodes',
      structure: 'id UInt64',
      rows: new Uint8Array(nodes.buffer, nodes.byteOffset, nodes.byteLength),
    },
    settings: { max_rows_to_read: maxRowsToRead },
    ...ask,
  });
  return readSumsBySeries(body);
}
