import { NoAnswerError } from '../client/send-request.ts';
import { dayOf } from '../derive/expiry-week.ts';
import { type GroupId, groupOf, PATHS } from '../groups/group-id.ts';
import type { Found, KnownUpload, StorePort, UploadLookup, WaitingUpload } from '../groups/store-port.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import type { Cell } from '../native/column.ts';
import type { TableBlock } from '../native/table-block.ts';
import type { SeenScope, SeeUpload } from '../seen-uploads/seen-scope.ts';
import type { FactTable, StoreTable } from '../tables/table-name.ts';
import type { OriginalContext, ProfileId, ProjectId, Source, UploadId } from '../upload.ts';

export type ModelRow = Readonly<Record<string, Cell>>;

/** What becomes of an insert: it works, or the engine dies with some of the rows (0 none, 1 all) on disk, or it refuses them. */
export type Fate = { readonly dies: number } | { readonly refuses: Error } | 'works';

/** The tables in memory, and a hand on the switch: each insert may be the engine's last. */
export class ModelPort implements StorePort {
  readonly tables = new Map<StoreTable, ModelRow[]>();
  inserts = 0;
  /** Asked before each insert. */
  fate: (insert: number, block: TableBlock<StoreTable>) => Fate = () => 'works';
  /** While positive, every call fails and counts it down: the engine is restarting. */
  #downFor = 0;
  /** The process that used this port was killed: it never hears of anything again. */
  #isCut = false;
  readonly #downCalls: number;

  /** @param downCalls calls that fail after the engine died, until it is back */
  constructor(tables?: Map<StoreTable, ModelRow[]>, downCalls = 3) {
    if (tables !== undefined) this.tables = tables;
    this.#downCalls = downCalls;
  }

  /** From now on calls never answer: what a killed process sees. */
  cut(): void {
    this.#isCut = true;
  }

  rows(table: StoreTable): ModelRow[] {
    let rows = this.tables.get(table);
    if (rows === undefined) {
      rows = [];
      this.tables.set(table, rows);
    }
    return rows;
  }

  async insert(block: TableBlock<StoreTable>): Promise<void> {
    await this.#answer();
    block.encode();
    const fate = this.fate(this.inserts++, block);
    const rows = block.toRows();
    if (fate === 'works') {
      this.rows(block.table).push(...rows);
      return;
    }
    if ('refuses' in fate) throw fate.refuses;
    this.rows(block.table).push(...rows.slice(0, Math.round(rows.length * fate.dies)));
    this.#downFor = this.#downCalls;
    await this.#forever();
    throw new NoAnswerError('the engine died', {});
  }

  async countRows(table: FactTable, from: number, to: number): Promise<number> {
    await this.#answer();
    return this.rows(table).filter((row) => isWithin(row, from, to)).length;
  }

  async deleteRows(table: FactTable, from: number, to: number): Promise<void> {
    await this.#answer();
    this.tables.set(
      table,
      this.rows(table).filter((row) => !isWithin(row, from, to)),
    );
  }

  async lastGroupId(): Promise<number> {
    await this.#answer();
    return Math.max(0, ...this.rows('originals').map(groupIdOf), ...this.rows('derived_groups').map(groupIdOf));
  }

  async isMarked(group: GroupId): Promise<boolean> {
    await this.#answer();
    return this.rows('derived_groups').some((row) => groupIdOf(row) === group);
  }

  async unmarkedGroups(from: number): Promise<readonly GroupId[]> {
    await this.#answer();
    const marked = new Set(this.rows('derived_groups').map(groupIdOf));
    const groups = new Set(this.rows('originals').map(groupIdOf));
    return [...groups].filter((group) => group >= from && !marked.has(group)).sort((a, b) => a - b) as GroupId[];
  }

  async waitingUploads(groups: readonly GroupId[]): Promise<readonly WaitingUpload[]> {
    await this.#answer();
    return this.rows('originals')
      .filter((row) => groups.includes(groupIdOf(row) as GroupId))
      .map((row) => ({
        ...known(row),
        group: groupIdOf(row) as GroupId,
        profileIds: row['profile_ids'] as ProfileId[],
      }));
  }

  async readOriginals(group: GroupId): Promise<readonly StoredUpload[]> {
    await this.#answer();
    return this.rows('originals')
      .filter((row) => groupIdOf(row) === group)
      .map((row) => ({
        ...known(row),
        profileIds: row['profile_ids'] as ProfileId[],
        numericIds: (row['numeric_ids'] as bigint[]).map(Number),
        seq: row['seq'] as number,
        startMs: Number(row['start']),
        keepDays: { original: row['keep_days'] as number, derived: row['derived_keep_days'] as number },
        original: {
          source: row['source'] as Source,
          format: row['format'] as string,
          contentType: row['content_type'] as string,
          headers: Object.fromEntries(row['headers'] as ReadonlyMap<string, string>),
          body: Buffer.from(row['body'] as string, 'latin1'),
          context: JSON.parse(row['context'] as string) as OriginalContext,
        },
      }));
  }

  async findUploads(asked: readonly UploadLookup[]): Promise<Found> {
    await this.#answer();
    const profiles = this.rows('profiles');
    const spans = this.rows('spans');
    const uploads: KnownUpload[] = [];
    const numbers = new Set<string>();
    for (const { projectId, uploadId, numericIds } of asked) {
      const isOwn = (row: ModelRow): boolean => row['project_id'] === projectId && row['upload_id'] === uploadId;
      const own = profiles.filter(isOwn);
      const first = own[0] ?? spans.find(isOwn);
      if (first !== undefined) uploads.push({ ...known(first), profileIds: own.map((row) => row['id'] as ProfileId) });
      for (const row of profiles) {
        if (row['project_id'] === projectId && numericIds.includes(Number(row['numeric_id']))) {
          numbers.add(`${projectId}/${Number(row['numeric_id'])}`);
        }
      }
    }
    return { uploads, takenNumbers: numbers };
  }

  async countSeen(scope: SeenScope): Promise<number> {
    await this.#answer();
    return this.#seen(scope).length;
  }

  async readSeen(scope: SeenScope, { part, parts }: { part: number; parts: number }, see: SeeUpload): Promise<void> {
    await this.#answer();
    for (const [index, row] of this.#seen(scope).entries()) {
      if (index % parts !== part) continue;
      const numbers = (row['numeric_ids'] ?? [row['numeric_id'] ?? 0n]) as readonly bigint[];
      const { projectId, uploadId } = known(row);
      for (const number of numbers.length === 0 ? [0n] : numbers) see(projectId, uploadId, Number(number));
    }
  }

  #seen(scope: SeenScope): readonly ModelRow[] {
    const rows = [...this.rows('originals'), ...this.rows('profiles'), ...this.rows('spans')];
    return rows.filter((row) =>
      scope.kind === 'source'
        ? row['source'] === scope.source
        : dayOf(Number(row['start']) / (row['span_id'] === undefined ? 1 : 1_000)) === scope.day,
    );
  }

  async #answer(): Promise<void> {
    await this.#forever();
    await Promise.resolve();
    if (this.#downFor > 0) {
      this.#downFor -= 1;
      throw new NoAnswerError('the engine is restarting', { unreached: true });
    }
  }

  async #forever(): Promise<void> {
    if (this.#isCut) await new Promise(() => undefined);
  }
}

const groupIdOf = (row: ModelRow): number => Number(row['group_id']);
const isWithin = (row: ModelRow, from: number, to: number): boolean => groupIdOf(row) >= from && groupIdOf(row) <= to;

function known(row: ModelRow): Omit<KnownUpload, 'profileIds'> {
  return {
    projectId: row['project_id'] as ProjectId,
    uploadId: row['upload_id'] as UploadId,
    contentHash: row['content_hash'] as string,
  };
}

/** Groups of rows, for checks. */
export const rowsOfGroup = (rows: readonly ModelRow[], group: number): readonly ModelRow[] =>
  rows.filter((row) => groupOf(groupIdOf(row)) === group && groupIdOf(row) < group + PATHS);
