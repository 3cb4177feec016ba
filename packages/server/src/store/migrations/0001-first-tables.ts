import { tableSettings } from './durable-table-settings.ts';
import type { Migration } from './migration.ts';

/**
 * Merging `samples` is the largest part of what a stored profile costs the engine (0.9 of 2.1 ms). Larger steps rewrite each
 * row less often: 1.8 ms with 16 parts at a time, at the price of some more parts for a question to read.
 */
const SAMPLE_PARTS_PER_MERGE = 16;

/**
 * The engine reads whole granules, and by default one has 10 MB: 300 uploads for each that is asked for. With this a look-up takes 5
 * instead of 9 ms, and writing an upload 0.27 instead of 0.20; with a quarter of it 4 ms and 0.43. The setting cannot be changed
 * later: data directories that were made without it stay as they are.
 */
const ORIGINAL_GRANULE_BYTES = 1024 * 1024;

/**
 * Rows of a granule, of which the engine reads all when it needs one; its default is 8 192. A part that was not merged yet has some
 * thousand samples of an app and a few hundred totals, and a question reads dozens of such parts. One app over five minutes took
 * 50 ms in an hour as it comes through HTTP, and takes 35; over the hour 52 and 44. As with originals, the setting cannot be changed.
 */
const SAMPLE_GRANULE_ROWS = 2048;
const TOTAL_GRANULE_ROWS = 1024;

/**
 * Facts (`originals`, `profiles`, `samples`, `totals`) are partitioned by (retention class in days, day of the
 * profile's start), so that expiry is a function of the partition alone. What facts refer to (`series`, `frames`,
 * `nodes`) and the marks of groups are partitioned by the week in which the last fact that needs them has expired,
 * counted from 1970.
 *
 * In `series`, `frames` and `nodes` the content is part of the sort key: an id seen with other content stays visible. Nodes are
 * sorted by frame, since they are read by the app, never one by one: that takes 16 instead of 22 bytes a node.
 *
 * Codecs of `samples` are those that `bench/src/tables.bench.ts` found smallest without being slower to merge.
 */
export const firstTables: Migration = {
  number: 1,
  name: 'first-tables',
  statements: [
    `CREATE TABLE IF NOT EXISTS originals (
      group_id UInt64 CODEC(Delta, ZSTD(1)),
      seq UInt32 CODEC(Delta, ZSTD(1)),
      project_id UInt32,
      upload_id FixedString(16),
      content_hash FixedString(16),
      profile_ids Array(FixedString(16)),
      numeric_ids Array(UInt64),
      source LowCardinality(String),
      format LowCardinality(String),
      content_type String,
      headers Map(LowCardinality(String), String),
      context String,
      received DateTime64(3, 'UTC'),
      start DateTime64(3, 'UTC'),
      keep_days UInt16,
      derived_keep_days UInt16,
      body String CODEC(NONE)
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (group_id, seq)
    ${tableSettings({ index_granularity_bytes: ORIGINAL_GRANULE_BYTES })}`,

    `CREATE TABLE IF NOT EXISTS profiles (
      project_id UInt32,
      id FixedString(16),
      numeric_id UInt64,
      upload_id FixedString(16),
      content_hash FixedString(16),
      app LowCardinality(String),
      environment LowCardinality(String),
      release LowCardinality(String),
      start DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      end DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      received DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      source LowCardinality(String),
      state LowCardinality(String),
      kinds Array(LowCardinality(String)),
      types Array(LowCardinality(String)),
      runtime LowCardinality(String),
      runtime_version LowCardinality(String),
      runtime_arch LowCardinality(String),
      runtime_os LowCardinality(String),
      probe_version LowCardinality(String),
      host LowCardinality(String),
      series_id UInt64 CODEC(ZSTD(1)),
      sample_count UInt32 CODEC(T64, ZSTD(1)),
      original_bytes UInt32 CODEC(T64, ZSTD(1)),
      original_keep_days UInt16,
      keep_days UInt16,
      group_id UInt64 CODEC(Delta, ZSTD(1)),
      INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX by_number numeric_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX by_upload upload_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX by_group group_id TYPE minmax GRANULARITY 1
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (project_id, app, start, id)
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS series (
      project_id UInt32,
      app LowCardinality(String),
      series_id UInt64,
      environment LowCardinality(String),
      release LowCardinality(String),
      runtime LowCardinality(String),
      runtime_version LowCardinality(String),
      runtime_arch LowCardinality(String),
      runtime_os LowCardinality(String),
      probe_version LowCardinality(String),
      host LowCardinality(String),
      labels Map(LowCardinality(String), String),
      labels_text String,
      expires_week UInt16
    ) ENGINE = ReplacingMergeTree
    PARTITION BY expires_week
    ORDER BY (project_id, app, series_id, environment, release, runtime, runtime_version, runtime_arch, runtime_os,
      probe_version, host, labels_text)
    PRIMARY KEY (project_id, app, series_id)
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS frames (
      project_id UInt32,
      app LowCardinality(String),
      frame_id UInt64 CODEC(ZSTD(1)),
      function String CODEC(ZSTD(1)),
      file String CODEC(ZSTD(1)),
      line UInt32 CODEC(ZSTD(1)),
      module String CODEC(ZSTD(1)),
      address UInt64 CODEC(ZSTD(1)),
      in_app Int8 CODEC(ZSTD(1)),
      inlined UInt8 CODEC(ZSTD(1)),
      expires_week UInt16
    ) ENGINE = ReplacingMergeTree
    PARTITION BY expires_week
    ORDER BY (project_id, app, frame_id, function, file, line, module, address, in_app, inlined)
    PRIMARY KEY (project_id, app, frame_id)
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS nodes (
      project_id UInt32,
      app LowCardinality(String),
      node_id UInt64 CODEC(ZSTD(1)),
      parent_id UInt64 CODEC(ZSTD(1)),
      frame_id UInt64 CODEC(ZSTD(1)),
      expires_week UInt16
    ) ENGINE = ReplacingMergeTree
    PARTITION BY expires_week
    ORDER BY (project_id, app, frame_id, parent_id, node_id)
    PRIMARY KEY (project_id, app)
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS samples (
      project_id UInt32,
      app LowCardinality(String),
      kind LowCardinality(String),
      hour DateTime('UTC'),
      node_id UInt64 CODEC(ZSTD(1)),
      series_id UInt64 CODEC(ZSTD(1)),
      time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      v0 Int64 CODEC(T64, ZSTD(1)),
      v1 Int64 CODEC(T64, ZSTD(1)),
      v2 Int64 CODEC(T64, ZSTD(1)),
      v3 Int64 CODEC(T64, ZSTD(1)),
      keep_days UInt16,
      group_id UInt64 CODEC(Delta, ZSTD(1)),
      INDEX by_group group_id TYPE minmax GRANULARITY 1
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(time))
    ORDER BY (project_id, app, kind, hour, node_id, series_id, time)
    ${tableSettings({ min_parts_to_merge_at_once: SAMPLE_PARTS_PER_MERGE, index_granularity: SAMPLE_GRANULE_ROWS })}`,

    `CREATE TABLE IF NOT EXISTS totals (
      project_id UInt32,
      app LowCardinality(String),
      type LowCardinality(String),
      unit LowCardinality(String),
      aggregation LowCardinality(String),
      time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      series_id UInt64 CODEC(ZSTD(1)),
      value Int64 CODEC(ZSTD(1)),
      keep_days UInt16,
      group_id UInt64 CODEC(Delta, ZSTD(1)),
      INDEX by_group group_id TYPE minmax GRANULARITY 1
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(time))
    ORDER BY (project_id, app, type, unit, time, series_id)
    ${tableSettings({ index_granularity: TOTAL_GRANULE_ROWS })}`,

    `CREATE TABLE IF NOT EXISTS derived_groups (
      group_id UInt64 CODEC(Delta, ZSTD(1)),
      generation UInt32,
      uploads UInt32,
      quarantined UInt32,
      samples UInt64,
      totals UInt64,
      profiles UInt64,
      at DateTime64(3, 'UTC'),
      expires_week UInt16
    ) ENGINE = ReplacingMergeTree(at)
    PARTITION BY expires_week
    ORDER BY group_id
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS quarantine (
      group_id UInt64,
      seq UInt32,
      project_id UInt32,
      upload_id FixedString(16),
      source LowCardinality(String),
      app String,
      reason String,
      state LowCardinality(String),
      at DateTime64(3, 'UTC'),
      expires_week UInt16
    ) ENGINE = ReplacingMergeTree(at)
    PARTITION BY expires_week
    ORDER BY (group_id, seq)
    ${tableSettings()}`,

    `CREATE TABLE IF NOT EXISTS ingest_events (
      project_id UInt32,
      minute DateTime('UTC') CODEC(Delta, ZSTD(1)),
      source LowCardinality(String),
      outcome LowCardinality(String),
      reason LowCardinality(String),
      app LowCardinality(String),
      count UInt64 CODEC(T64, ZSTD(1)),
      bytes UInt64 CODEC(T64, ZSTD(1)),
      message String CODEC(ZSTD(1)),
      at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
    ) ENGINE = MergeTree
    PARTITION BY toDate(minute)
    ORDER BY (project_id, minute, source, outcome, reason, app)
    ${tableSettings()}`,
  ],
};
