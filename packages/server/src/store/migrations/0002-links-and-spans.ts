import { tableSettings } from './durable-table-settings.ts';
import type { Migration } from './migration.ts';

/**
 * What ties profiles to traces and to runs of their profiler, and the spans themselves. Ids are as wide as they are in a trace: 16 and
 * 8 bytes, zero where there is none.
 *
 * `spans` is sorted for the question which spans a session had at some time; one span, and the spans of a transaction, are found by
 * bloom filters on all days. The filter on releases costs 1 kB a million profiles and spares the days of other releases. `spans` is a fact table like `samples`, except that a span belongs to the day of its own start.
 */
export const linksAndSpans: Migration = {
  number: 2,
  name: 'links-and-spans',
  statements: [
    `ALTER TABLE profiles
      ADD COLUMN IF NOT EXISTS session_id FixedString(16),
      ADD COLUMN IF NOT EXISTS trace_id FixedString(16),
      ADD COLUMN IF NOT EXISTS transaction_id FixedString(16),
      ADD COLUMN IF NOT EXISTS transaction String,
      ADD INDEX IF NOT EXISTS by_session session_id TYPE bloom_filter(0.001) GRANULARITY 1,
      ADD INDEX IF NOT EXISTS by_transaction transaction_id TYPE bloom_filter(0.001) GRANULARITY 1,
      ADD INDEX IF NOT EXISTS by_release release TYPE bloom_filter(0.001) GRANULARITY 1`,

    `CREATE TABLE IF NOT EXISTS spans (
      project_id UInt32,
      session_id FixedString(16),
      start DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
      end DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
      trace_id FixedString(16) CODEC(ZSTD(1)),
      span_id FixedString(8),
      parent_id FixedString(8),
      segment_id FixedString(8) CODEC(ZSTD(1)),
      is_segment UInt8,
      transaction_id FixedString(16) CODEC(ZSTD(1)),
      app LowCardinality(String),
      environment LowCardinality(String),
      release LowCardinality(String),
      thread_id String CODEC(ZSTD(1)),
      name String CODEC(ZSTD(1)),
      op LowCardinality(String),
      status LowCardinality(String),
      attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
      upload_id FixedString(16) CODEC(ZSTD(1)),
      content_hash FixedString(16) CODEC(ZSTD(1)),
      keep_days UInt16,
      group_id UInt64 CODEC(Delta, ZSTD(1)),
      INDEX by_span span_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX by_transaction transaction_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX by_upload upload_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX by_group group_id TYPE minmax GRANULARITY 1
    ) ENGINE = MergeTree
    PARTITION BY (keep_days, toDate(start))
    ORDER BY (project_id, session_id, start, span_id)
    ${tableSettings()}`,

    'ALTER TABLE derived_groups ADD COLUMN IF NOT EXISTS spans UInt64 AFTER totals',
  ],
};
