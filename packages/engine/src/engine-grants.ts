/** System tables the store reads: sizes, parts and merges, running queries, settings that a test reads back. */
const STORE_SYSTEM_TABLES = [
  'columns',
  'data_skipping_indices',
  'databases',
  'detached_parts',
  'disks',
  'errors',
  'events',
  'merge_tree_settings',
  'merges',
  'metrics',
  'mutations',
  'parts',
  'parts_columns',
  'processes',
  'projections',
  'server_settings',
  'settings',
  'tables',
] as const;

/** Table engines the store may use: none that reads a file, a URL, another server or a program. */
const STORE_TABLE_ENGINES = [
  'MergeTree',
  'ReplacingMergeTree',
  'SummingMergeTree',
  'AggregatingMergeTree',
  'CollapsingMergeTree',
  'VersionedCollapsingMergeTree',
  'CoalescingMergeTree',
  'Memory',
  'Null',
] as const;

/**
 * The local session of `default`: opens the HTTP port, then reads standard input until the parent closes it.
 * READ ON FILE is cut down to standard input: the whole of it would be every file of the process.
 */
export const LOCAL_SESSION_GRANTS: readonly string[] = [
  'GRANT SYSTEM LISTEN ON *.*',
  "GRANT READ ON FILE('stdin')",
  'GRANT TABLE ENGINE ON File',
  'GRANT CREATE ARBITRARY TEMPORARY TABLE ON *.*',
  'GRANT SELECT, CREATE TABLE ON _local.*',
  'GRANT SELECT, CREATE TABLE ON default.table',
];

/** The owner of the data: everything in its own database except dictionaries, which can reach outside. */
export const OWNER_GRANTS: readonly string[] = [
  'GRANT SHOW, SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP, TRUNCATE, OPTIMIZE ON hearth.*',
  'GRANT SYSTEM MERGES, SYSTEM TTL MERGES ON hearth.*',
  'GRANT CREATE TEMPORARY TABLE ON *.*',
  'GRANT KILL QUERY ON *.*',
  ...STORE_TABLE_ENGINES.map((engine) => `GRANT TABLE ENGINE ON ${engine}`),
  ...STORE_SYSTEM_TABLES.map((table) => `GRANT SELECT ON system.${table}`),
];

/** Reads the data, and nothing about the server. Which project a question may see is the store's to enforce. */
export const READER_GRANTS: readonly string[] = ['GRANT SELECT ON hearth.*'];
