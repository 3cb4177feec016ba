import { tableSettings } from './durable-table-settings.ts';
import type { Migration } from './migration.ts';

/**
 * `totals` knows how many profiles its rows are of: a column that is 1 on one row of a profile and type, 0 on the others, so that
 * timelines read one table. Rows of before count one each, which is wrong only where samples had labels of their own.
 *
 * `rolled_totals`: what a whole hour of an app comes to, by type and series: a month of an app is some thousand rows instead of
 * millions of `totals`. Versions are those of `rollups`. What was rolled without it is rolled again.
 */
export const rolledTotals: Migration = {
  number: 6,
  name: 'rolled-totals',
  statements: [
    'ALTER TABLE totals ADD COLUMN IF NOT EXISTS profiles UInt8 DEFAULT 1 AFTER value',
    `CREATE TABLE IF NOT EXISTS rolled_totals (
      project_id UInt32,
      app LowCardinality(String),
      type LowCardinality(String),
      unit LowCardinality(String),
      start DateTime('UTC') CODEC(Delta, ZSTD(1)),
      version UInt64 CODEC(Delta, ZSTD(1)),
      series_id UInt64 CODEC(ZSTD(1)),
      value Int64 CODEC(ZSTD(1)),
      profiles UInt64 CODEC(T64, ZSTD(1)),
      keep_days UInt16
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (project_id, app, type, unit, start, version, series_id)
    ${tableSettings()}`,
    'TRUNCATE TABLE rolled',
  ],
};
