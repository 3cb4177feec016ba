import type { EngineClient } from '../client/engine-client.ts';
import { dayOf } from '../derive/expiry-week.ts';
import { GroupRows } from '../derive/group-rows.ts';
import { DEFAULT_KNOWN_IDS_BYTES, KnownIds } from '../derive/known-ids.ts';
import type { GroupId } from '../groups/group-id.ts';
import { openGate } from '../groups/series-gate.ts';
import type { StorePort } from '../groups/store-port.ts';
import type { StoreWriter } from '../groups/store-writer.ts';
import { planUpload } from '../groups/upload-group.ts';
import type { RolledHours } from '../rollups/rolled-hours.ts';
import { rebuiltTables } from '../tables/table-name.ts';
import type { DecodeOriginal } from '../upload.ts';
import { type DayPartition, listPartitions, uploadsOfPartition } from './day-partition.ts';
import { type PartitionTotals, partitionTotals } from './partition-totals.ts';

/** As many as a group has at most while uploads come quickly. */
const INSERT_UPLOADS = 250;
/** Of bodies as they were sent: rows take a few times of it in memory. */
const INSERT_BYTES = 16 * 1024 * 1024;
/** What was written again already need not be written once more; that takes a quarter of what it may while uploads are taken. */
const KNOWN_BYTES = DEFAULT_KNOWN_IDS_BYTES / 4;

export interface RebuildDeps {
  readonly client: EngineClient;
  readonly port: StorePort;
  readonly decode: DecodeOriginal;
  readonly writer: StoreWriter;
  readonly hours: RolledHours;
}

/** What became of one partition, or the sum of all. */
export type RebuildStep =
  | {
      readonly step: 'day';
      readonly day: string;
      readonly keepDays: number;
      /**
       * `rebuilt`: the new rows are in place. `incomplete`: originals have expired, left alone. `different`: the new rows do not
       * add up to the old ones, left alone. `failed`: an original could not be read again, left alone.
       */
      readonly outcome: 'rebuilt' | 'incomplete' | 'different' | 'failed';
      readonly profiles: number;
      readonly originals: number;
      readonly missingOriginals: number;
      readonly message: string;
    }
  | { readonly step: 'done'; readonly rebuilt: number; readonly leftAlone: number };

/**
 * Derives everything again that can be derived: per day and retention class into tables beside the old ones, compared, then swapped
 * as whole partitions. Reads go on; while a day is compared and swapped no group is written.
 */
export async function* rebuild(deps: RebuildDeps, signal?: AbortSignal): AsyncGenerator<RebuildStep> {
  const { client } = deps;
  const counts = { rebuilt: 0, leftAlone: 0 };
  // Nothing counts as known at first: gaps are filled.
  const known = new KnownIds(KNOWN_BYTES);
  try {
    for (const partition of await listPartitions(client)) {
      signal?.throwIfAborted();
      const step = await rebuildPartition(deps, partition, known, signal);
      if (step.outcome === 'rebuilt') counts.rebuilt += 1;
      else counts.leftAlone += 1;
      yield step;
    }
    yield { step: 'done', ...counts };
  } finally {
    await dropRebuildTables(client);
  }
}

type DayStep = Extract<RebuildStep, { step: 'day' }>;

async function rebuildPartition(
  deps: RebuildDeps,
  partition: DayPartition,
  known: KnownIds,
  signal?: AbortSignal,
): Promise<DayStep> {
  const { client, writer } = deps;
  const { groups, uploads, missing } = await uploadsOfPartition(client, partition);
  const about = { step: 'day', ...partition, originals: uploads - missing, missingOriginals: missing } as const;
  if (missing > 0) return { ...about, outcome: 'incomplete', profiles: 0, message: 'originals have expired' };
  await dropRebuildTables(client);
  for (const table of rebuiltTables)
    await client.command({ name: 'rebuild', sql: `CREATE TABLE ${table}_rebuild AS ${table}` });
  const done = new Set(groups);
  try {
    await deriveInto(deps, partition, groups, known, signal);
    return await writer.alone(async () => {
      // What came meanwhile: groups that were written since the list was made.
      const now = await uploadsOfPartition(client, partition);
      if (now.missing > 0) return { ...about, outcome: 'incomplete', profiles: 0, message: 'originals have expired' };
      await deriveInto(
        deps,
        partition,
        now.groups.filter((id) => !done.has(id)),
        known,
        signal,
      );
      const before = await partitionTotals(client, partition, '');
      const after = await partitionTotals(client, partition, '_rebuild');
      const difference = compare(before, after);
      const { profiles } = after;
      if (difference !== '') return { ...about, outcome: 'different', profiles, message: difference };
      deps.hours.touchDay(dayOf(Date.parse(partition.day)));
      await swap(client, partition);
      return { ...about, outcome: 'rebuilt', profiles, message: '' };
    });
  } catch (error) {
    signal?.throwIfAborted();
    return {
      ...about,
      outcome: 'failed',
      profiles: 0,
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

/**
 * Rows of groups that belong to the partition, each under its group's own id. Groups of few uploads are inserted together: an insert costs the
 * same however few rows it has.
 */
async function deriveInto(
  deps: RebuildDeps,
  partition: DayPartition,
  groups: readonly number[],
  known: KnownIds,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, port, decode } = deps;
  const day = dayOf(Date.parse(partition.day));
  let rows = new GroupRows(known);
  let uploads = 0;
  let bytes = 0;
  for (const group of groups) {
    signal?.throwIfAborted();
    const [kept, originals] = await Promise.all([
      profilesOf(client, partition, group),
      port.readOriginals(group as GroupId),
    ]);
    for (const upload of originals) {
      if (upload.keepDays.derived !== partition.keepDays) continue;
      if (!upload.profileIds.some((id) => kept.has(`${upload.projectId}/${id}`))) continue;
      const plans = planUpload(upload, await decode(upload.original), openGate);
      rows.add(group, upload, plans, ({ startMs }) => dayOf(startMs) === day);
      uploads += 1;
      bytes += upload.original.body.length;
    }
    if (uploads < INSERT_UPLOADS && bytes < INSERT_BYTES) continue;
    await insertRows(client, rows, known);
    rows = new GroupRows(known);
    uploads = 0;
    bytes = 0;
  }
  await insertRows(client, rows, known);
}

async function insertRows(client: EngineClient, rows: GroupRows, known: KnownIds): Promise<void> {
  for (const block of rows.blocks()) {
    const isBeside = rebuiltTables.some((table) => table === block.table);
    const table = isBeside ? `${block.table}_rebuild` : block.table;
    await client.insert({ table, columns: Object.keys(block.columns), blocks: block.encode() });
  }
  known.addAll(rows.sent);
  rows.release();
}

/** Uploads in quarantine have an original and no profile; they stay out until they are released. */
async function profilesOf(
  client: EngineClient,
  { keepDays, day }: DayPartition,
  group: number,
): Promise<ReadonlySet<string>> {
  const rows = await client.rows<{ readonly key: string }>({
    name: 'rebuild-profiles',
    sql: `
    SELECT concat(toString(project_id), '/', lower(hex(id))) AS key
    FROM profiles
    WHERE keep_days = {keepDays:UInt16} AND toDate(start) = {day:Date}
      AND group_id BETWEEN {group:UInt64} AND {group:UInt64} + 4095`,
    params: { keepDays, day, group },
  });
  return new Set(rows.map(({ key }) => key));
}

/** '' when the new rows say what the old ones said, or more: originals that a decoder has since learnt to read. */
function compare(before: PartitionTotals, after: PartitionTotals): string {
  if (before.profiles !== after.profiles) return `${before.profiles} profiles became ${after.profiles}`;
  if (after.notDecoded < before.notDecoded) return '';
  if (before.sampleRows !== after.sampleRows) return `${before.sampleRows} sample rows became ${after.sampleRows}`;
  const changed = before.sums.find((line) => !after.sums.includes(line));
  if (changed !== undefined) return `a total is gone: ${changed}`;
  const added = after.sums.find((line) => !before.sums.includes(line));
  return added === undefined ? '' : `a total is new: ${added}`;
}

async function swap(client: EngineClient, partition: DayPartition): Promise<void> {
  for (const table of rebuiltTables) {
    const [row] = await client.rows<{ readonly id: string }>({
      name: 'rebuild-swap',
      sql: `SELECT DISTINCT partition_id AS id FROM system.parts
        WHERE active AND database = currentDatabase() AND table = {table:String} AND partition = {partition:String}`,
      params: { table: `${table}_rebuild`, partition: `(${partition.keepDays},'${partition.day}')` },
    });
    // A table without rows on that day, e.g. no samples because no decoder reads the format: the old one has none either.
    if (row === undefined) continue;
    await client.command({
      name: 'rebuild-swap',
      sql: `ALTER TABLE ${table} REPLACE PARTITION ID {partition:String} FROM ${table}_rebuild`,
      params: { partition: row.id },
    });
  }
}

async function dropRebuildTables(client: EngineClient): Promise<void> {
  for (const table of rebuiltTables) {
    await client.command({ name: 'rebuild', sql: `DROP TABLE IF EXISTS ${table}_rebuild SYNC` });
  }
}
