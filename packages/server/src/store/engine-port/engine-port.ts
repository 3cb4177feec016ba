import type { EngineClient } from '../client/engine-client.ts';
import type { GroupId } from '../groups/group-id.ts';
import type { Found, StorePort, UploadLookup, WaitingUpload } from '../groups/store-port.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import type { TableBlock } from '../native/table-block.ts';
import type { TouchedHour } from '../rollups/rolled-hours.ts';
import type { SeenScope, SeeUpload } from '../seen-uploads/seen-scope.ts';
import { type FactTable, factTables, type StoreTable } from '../tables/table-name.ts';
import type { ProfileId, ProjectId, UploadId } from '../upload.ts';
import { findSpanUploads } from './find-span-uploads.ts';
import { findUploads } from './find-uploads.ts';
import { isOfAnyDay } from './lookup-days.ts';
import { readOriginals } from './read-originals.ts';
import { countSeen, readSeen } from './read-seen.ts';

/** Rewrites the parts that hold the rows; a part is at most some gigabytes. */
const DELETE_TIMEOUT_MS = 300_000;
/** At the start the ids of all groups are read once. */
const SCAN_TIMEOUT_MS = 120_000;

/** Makes the names of new parts of tables durable, where the engine leaves that to the file system. */
export type SyncNames = (tables: readonly StoreTable[]) => Promise<void>;

/** Told of hours whose rows are about to change. */
export type OnTouch = (hours: Iterable<TouchedHour>) => void;

/** Told of projects of which profiles were written, or perhaps were: from now on readers may see them. */
export type OnProfiles = (projects: ReadonlySet<number>) => void;

/** What a mark vouches for. */
const markedTables: readonly StoreTable[] = [...factTables, 'series', 'frames', 'nodes', 'quarantine'];

/** The write path's questions, put to ClickHouse. */
export class EnginePort implements StorePort {
  readonly #client: EngineClient;
  readonly #syncNames: SyncNames;
  readonly #onTouch: OnTouch;
  readonly #onProfiles: OnProfiles;

  /**
   * @param syncNames nothing to do for somebody's own cluster, which has replicas
   */
  constructor(
    client: EngineClient,
    syncNames: SyncNames = async () => undefined,
    onTouch: OnTouch = () => undefined,
    onProfiles: OnProfiles = () => undefined,
  ) {
    this.#onProfiles = onProfiles;
    this.#client = client;
    this.#syncNames = syncNames;
    this.#onTouch = onTouch;
  }

  touch(hours: Iterable<TouchedHour>): void {
    this.#onTouch(hours);
  }

  /**
   * An original is acknowledged once this resolves, and a mark says that all rows of its group are there: names are
   * synced after the one and before the other. Between them it does not matter: what is lost is derived again.
   */
  async insert(block: TableBlock<StoreTable>): Promise<void> {
    if (block.table === 'derived_groups') await this.#syncNames(markedTables);
    try {
      await this.#client.insert({ table: block.table, columns: Object.keys(block.columns), blocks: block.encode() });
    } finally {
      if (block.table === 'profiles') this.#onProfiles(projectsOf(block));
    }
    if (block.table === 'originals') await this.#syncNames(['originals']);
  }

  async countRows(table: FactTable, from: number, to: number): Promise<number> {
    const [row] = await this.#client.rows<{ readonly rows: number }>({
      name: 'count-group',
      sql: `SELECT toFloat64(count()) AS rows FROM ${table} WHERE group_id BETWEEN {from:UInt64} AND {to:UInt64}`,
      params: { from, to },
    });
    return row?.rows ?? 0;
  }

  /** Only the partitions that hold such rows are touched. Resolves when they are gone. */
  async deleteRows(table: FactTable, from: number, to: number): Promise<void> {
    const partitions = await this.#client.rows<{ readonly id: string }>({
      name: 'delete-group',
      sql: `SELECT DISTINCT _partition_id AS id FROM ${table} WHERE group_id BETWEEN {from:UInt64} AND {to:UInt64}`,
      params: { from, to },
    });
    for (const { id } of partitions) {
      await this.#client.command({
        name: 'delete-group',
        sql: `ALTER TABLE ${table} DELETE IN PARTITION ID {partition:String}
          WHERE group_id BETWEEN {from:UInt64} AND {to:UInt64}`,
        params: { partition: id, from, to },
        settings: { mutations_sync: 1 },
        timeoutMs: DELETE_TIMEOUT_MS,
      });
    }
  }

  async lastGroupId(): Promise<number> {
    const [row] = await this.#client.rows<{ readonly last: number }>({
      name: 'last-group',
      sql: `SELECT toFloat64(greatest(
          (SELECT max(group_id) FROM originals), (SELECT max(group_id) FROM derived_groups))) AS last`,
      timeoutMs: SCAN_TIMEOUT_MS,
    });
    return row?.last ?? 0;
  }

  async isMarked(group: GroupId): Promise<boolean> {
    const rows = await this.#client.rows({
      name: 'is-marked',
      sql: 'SELECT 1 FROM derived_groups WHERE group_id = {group:UInt64} LIMIT 1',
      params: { group },
    });
    return rows.length > 0;
  }

  async unmarkedGroups(from: number): Promise<readonly GroupId[]> {
    const rows = await this.#client.rows<{ readonly id: number }>({
      name: 'unmarked-groups',
      sql: `
      SELECT DISTINCT toFloat64(group_id) AS id
      FROM originals
      WHERE group_id >= {from:UInt64}
        AND group_id NOT IN (SELECT group_id FROM derived_groups WHERE group_id >= {from:UInt64})
      ORDER BY id`,
      params: { from },
      timeoutMs: SCAN_TIMEOUT_MS,
    });
    return rows.map(({ id }) => id as GroupId);
  }

  async waitingUploads(groups: readonly GroupId[]): Promise<readonly WaitingUpload[]> {
    const uploads: WaitingUpload[] = [];
    for (let first = 0; first < groups.length; first += GROUPS_PER_QUESTION) {
      const rows = await this.#client.rows<WaitingRow>({
        name: 'waiting-uploads',
        sql: `
        SELECT toFloat64(group_id) AS group, project_id AS project, lower(hex(upload_id)) AS upload,
          lower(hex(content_hash)) AS hash, arrayMap(id -> lower(hex(id)), profile_ids) AS profiles
        FROM originals
        WHERE group_id IN {groups:Array(UInt64)}
        ORDER BY group_id, seq`,
        params: { groups: groups.slice(first, first + GROUPS_PER_QUESTION) },
        timeoutMs: SCAN_TIMEOUT_MS,
      });
      for (const { group, project, upload, hash, profiles } of rows) {
        uploads.push({
          group: group as GroupId,
          projectId: project as ProjectId,
          uploadId: upload as UploadId,
          contentHash: hash,
          profileIds: profiles as readonly ProfileId[],
        });
      }
    }
    return uploads;
  }

  readOriginals(group: GroupId): Promise<readonly StoredUpload[]> {
    return readOriginals(this.#client, group);
  }

  async findUploads(asked: readonly UploadLookup[]): Promise<Found> {
    const kinds = [asked.filter(isOfAnyDay), asked.filter((lookup) => !isOfAnyDay(lookup))];
    const found = await Promise.all(kinds.filter(({ length }) => length > 0).map((kind) => this.#findOfKind(kind)));
    return {
      uploads: found.flatMap(({ uploads }) => uploads),
      takenNumbers: new Set(found.flatMap(({ takenNumbers }) => [...takenNumbers])),
    };
  }

  countSeen(scope: SeenScope): Promise<number> {
    return countSeen(this.#client, scope);
  }

  readSeen(scope: SeenScope, which: { readonly part: number; readonly parts: number }, see: SeeUpload): Promise<void> {
    return readSeen(this.#client, scope, which, see);
  }

  async #findOfKind(asked: readonly UploadLookup[]): Promise<Found> {
    const withoutProfiles = asked.filter(({ numericIds }) => numericIds.length === 0);
    const [found, spanUploads] = await Promise.all([
      findUploads(this.#client, asked),
      findSpanUploads(this.#client, withoutProfiles),
    ]);
    return { ...found, uploads: [...found.uploads, ...spanUploads] };
  }
}

function projectsOf(block: TableBlock<StoreTable>): ReadonlySet<number> {
  const column = block.columns['project_id'];
  const projects = new Set<number>();
  for (let row = 0; column !== undefined && row < column.length; row++) projects.add(Number(column.cell(row)));
  return projects;
}

/** Parameters go in the URL, which the engine bounds. */
const GROUPS_PER_QUESTION = 1_000;

interface WaitingRow {
  readonly group: number;
  readonly project: number;
  readonly upload: string;
  readonly hash: string;
  readonly profiles: readonly string[];
}
