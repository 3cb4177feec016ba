/**
 * Settings of every MergeTree table whose rows must survive a loss of power once an INSERT was answered.
 *
 * The defaults of the engine sync no part on insert, sync no merge and delete merged parts at once: after a power loss
 * a merge's result may be empty pages while its sources are gone. `old_parts_lifetime` keeps the sources for 480 s,
 * longer than any page cache waits before it writes.
 *
 * The embedded engine has them as server-wide defaults too; they are written into each CREATE TABLE so that they also
 * hold on a ClickHouse that somebody else configured.
 */
export const DURABLE_TABLE_SETTINGS = {
  fsync_after_insert: 1,
  fsync_part_directory: 1,
  min_rows_to_fsync_after_merge: 1,
  min_compressed_bytes_to_fsync_after_merge: 1,
  old_parts_lifetime: 480,
} as const;

/** The settings as text for the end of a CREATE TABLE: `name = value, ...`. Constants only, nothing from outside. */
export const DURABLE_TABLE_SETTINGS_SQL: string = Object.entries(DURABLE_TABLE_SETTINGS)
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ');
