import type { EngineClient } from '../client/engine-client.ts';
import { type DayPartition, partitionParams, profilesOfPartition, rowsOfPartition } from './day-partition.ts';

/** What a partition adds up to: what must be the same after a rebuild. */
export interface PartitionTotals {
  readonly profiles: number;
  /** Kept as originals that no decoder read. */
  readonly notDecoded: number;
  readonly sampleRows: number;
  readonly totalRows: number;
  /** One line for each kind, column, type and unit with its exact sum. */
  readonly sums: readonly string[];
}

const TIMEOUT_MS = 300_000;

/** @param suffix of the tables: '' or `_rebuild` */
export async function partitionTotals(
  client: EngineClient,
  partition: DayPartition,
  suffix: '' | '_rebuild',
): Promise<PartitionTotals> {
  const params = partitionParams(partition);
  const ask = <Row>(sql: string): Promise<readonly Row[]> =>
    client.rows<Row>({ name: 'rebuild-totals', sql, params, timeoutMs: TIMEOUT_MS });
  const [profiles] = await ask<{ readonly profiles: number; readonly notDecoded: number }>(
    `SELECT toFloat64(uniqExact(project_id, id)) AS profiles, toFloat64(countIf(state = 'not_decoded')) AS notDecoded
     FROM profiles${suffix} WHERE ${profilesOfPartition}`,
  );
  const samples = await ask<{ readonly rows: number; readonly line: string }>(
    `SELECT toFloat64(count()) AS rows,
       concat(toString(project_id), ' ', kind, ' ', toString(sum(toInt128(v0))), ' ', toString(sum(toInt128(v1))), ' ',
         toString(sum(toInt128(v2))), ' ', toString(sum(toInt128(v3)))) AS line
     FROM samples${suffix} WHERE ${rowsOfPartition} GROUP BY project_id, kind ORDER BY line`,
  );
  const totals = await ask<{ readonly rows: number; readonly line: string }>(
    `SELECT toFloat64(count()) AS rows,
       concat(toString(project_id), ' ', type, ' ', unit, ' ', toString(sum(toInt128(value)))) AS line
     FROM totals${suffix} WHERE ${rowsOfPartition} GROUP BY project_id, type, unit ORDER BY line`,
  );
  return {
    profiles: profiles?.profiles ?? 0,
    notDecoded: profiles?.notDecoded ?? 0,
    sampleRows: samples.reduce((sum, { rows }) => sum + rows, 0),
    totalRows: totals.reduce((sum, { rows }) => sum + rows, 0),
    sums: [...samples, ...totals].map(({ line }) => line),
  };
}
