import { ByteSink } from '../native/byte-sink.ts';
import type { RolledHour, TotalsPlan } from '../rollups/plan-totals.ts';
import type { ProjectId } from '../upload.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SampleFilter, totalsOf } from './sample-filter.ts';
import { readSumsBySeries, type SumsBySeries, type SumsBySeriesQuestion, sumsSelect } from './sums-by-series.ts';

/** The same as `sumsBySeries` over the rolled hours of a plan; the range is the plan's. The step must be whole hours. */
export async function rolledTotals(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  question: SumsBySeriesQuestion,
  { hours, rolledFromMs, rolledToMs }: TotalsPlan,
  ask: Ask = {},
): Promise<SumsBySeries | undefined> {
  const { sql, params } = totalsOf(project, { ...filter, fromMs: undefined, toMs: undefined });
  const select = sumsSelect('rolled_totals', question, {
    sql: `${sql} AND start >= toDateTime({fromSecond:UInt32}, 'UTC') AND start < toDateTime({toSecond:UInt32}, 'UTC')
        AND (app, version) IN (SELECT app, version FROM chosen_hours)`,
    params: { ...params, fromSecond: rolledFromMs / 1000, toSecond: rolledToMs / 1000 },
  });
  const body = await source.binary({
    name: 'rolled-totals',
    ...select,
    table: { name: 'chosen_hours', structure: 'app String, version UInt64', rows: rowsOf(hours) },
    ...ask,
  });
  return readSumsBySeries(body);
}

function rowsOf(hours: readonly RolledHour[]): Uint8Array {
  const sink = new ByteSink();
  for (const { app, version } of hours) {
    sink.text(app);
    sink.uint64(version);
  }
  return Buffer.concat(sink.finish());
}
