import type { Migration } from './migration.ts';

/**
 * Originals are merged only to keep the number of parts bounded: they are read by group, and each merge copies whole bodies. By
 * tens, which is the engine's way, a day of 170 000 inserts is copied five times; by 64 less than three times.
 */
const ORIGINAL_PARTS_PER_MERGE = 64;

/** Each merge costs some ten milliseconds, however few rows it has; the engine would merge these after every few inserts. */
const SMALL_PARTS_PER_MERGE = 16;

/** How many parts the engine waits for before it merges them. A question reads some more parts for it. */
export const mergeSteps: Migration = {
  number: 3,
  name: 'merge-steps',
  statements: [
    `ALTER TABLE originals MODIFY SETTING min_parts_to_merge_at_once = ${ORIGINAL_PARTS_PER_MERGE}`,
    ...['profiles', 'totals', 'spans', 'derived_groups', 'ingest_events'].map(
      (table) => `ALTER TABLE ${table} MODIFY SETTING min_parts_to_merge_at_once = ${SMALL_PARTS_PER_MERGE}`,
    ),
  ],
};
