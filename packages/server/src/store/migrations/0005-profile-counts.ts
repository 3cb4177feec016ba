import { tableSettings } from './durable-table-settings.ts';
import type { Migration } from './migration.ts';

/**
 * How many profiles a whole hour, or day, of an app has, by all that questions narrow them by: a month of an app is some thousand rows
 * instead of a million of `profiles`. Versions are those of `rollups`. What was rolled without counts is rolled again.
 */
export const profileCounts: Migration = {
  number: 5,
  name: 'profile-counts',
  statements: [
    `CREATE TABLE IF NOT EXISTS profile_counts (
      project_id UInt32,
      app LowCardinality(String),
      grain UInt32,
      start DateTime('UTC'),
      version UInt64 CODEC(Delta, ZSTD(1)),
      environment LowCardinality(String),
      release LowCardinality(String),
      runtime LowCardinality(String),
      runtime_version LowCardinality(String),
      runtime_arch LowCardinality(String),
      runtime_os LowCardinality(String),
      probe_version LowCardinality(String),
      host LowCardinality(String),
      kinds Array(LowCardinality(String)),
      types Array(LowCardinality(String)),
      profiles UInt64 CODEC(T64, ZSTD(1)),
      keep_days UInt16
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (project_id, app, grain, start, version)
    ${tableSettings()}`,
    'TRUNCATE TABLE rolled',
  ],
};
