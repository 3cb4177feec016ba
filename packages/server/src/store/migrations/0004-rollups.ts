import { tableSettings } from './durable-table-settings.ts';
import type { Migration } from './migration.ts';

const columns = (name: string, type: string, codec: string): string =>
  [0, 1, 2, 3].map((index) => `${name}${index} ${type} CODEC(${codec})`).join(',\n      ');

/**
 * `rollups`: the values of one node in one whole hour, or day, of an app. `s0`-`s3` are sums over all series and `n0`-`n3` how many
 * rows of `samples` had a value: what most questions read. The arrays have the same by series, for questions that select some:
 * one row a node and not one a node and series, since an app of a hundred instances has each hot node a hundred times.
 *
 * Rows of a version count only while `rolled` names it. What a late upload, a crash or a newer version has left behind is never read.
 */
export const rollups: Migration = {
  number: 4,
  name: 'rollups',
  statements: [
    `CREATE TABLE IF NOT EXISTS rollups (
      project_id UInt32,
      app LowCardinality(String),
      kind LowCardinality(String),
      grain UInt32,
      start DateTime('UTC'),
      version UInt64 CODEC(Delta, ZSTD(1)),
      node_id UInt64 CODEC(ZSTD(1)),
      ${columns('s', 'Int64', 'T64, ZSTD(1)')},
      ${columns('n', 'UInt64', 'T64, ZSTD(1)')},
      series Array(UInt64) CODEC(ZSTD(1)),
      ${columns('v', 'Array(Int64)', 'ZSTD(1)')},
      ${columns('c', 'Array(UInt32)', 'ZSTD(1)')},
      keep_days UInt16
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (project_id, app, kind, grain, start, version, node_id)
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS rolled (
      project_id UInt32,
      app LowCardinality(String),
      grain UInt32,
      start DateTime('UTC'),
      version UInt64,
      sources UInt64,
      fingerprint UInt64,
      keep_days UInt16,
      at DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(version)
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (project_id, app, grain, start)
    ${tableSettings()}`,
  ],
};
