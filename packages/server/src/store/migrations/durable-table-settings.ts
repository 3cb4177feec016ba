/**
 * Settings of every table: an answered INSERT and a finished merge are on disk, and the sources of a merge stay until
 * its result surely is. ClickHouse's defaults sync neither. The embedded engine has the same values as server defaults;
 * they stand in each table too, because the store also works on a ClickHouse that somebody else configured, and because
 * it must not import the engine's package.
 */
export const DURABLE_TABLE_SETTINGS = {
  fsync_after_insert: 1,
  fsync_part_directory: 1,
  min_rows_to_fsync_after_merge: 1,
  min_compressed_bytes_to_fsync_after_merge: 1,
  old_parts_lifetime: 480,
} as const;

/** The settings for the end of a CREATE TABLE, with those of the table besides. */
export function tableSettings(further: Readonly<Record<string, number>> = {}): string {
  const all = Object.entries({ ...DURABLE_TABLE_SETTINGS, ...further });
  return `SETTINGS ${all.map(([name, value]) => `${name} = ${value}`).join(', ')}`;
}
