import type { TableBlock } from '../native/table-block.ts';
import type { TouchedHour } from '../rollups/rolled-hours.ts';
import type { SeenScope, SeeUpload } from '../seen-uploads/seen-scope.ts';
import type { FactTable, StoreTable } from '../tables/table-name.ts';
import type { ProfileId, ProjectId, Source, UploadId } from '../upload.ts';
import type { GroupId } from './group-id.ts';
import type { StoredUpload } from './stored-upload.ts';

/** An upload that is durable. */
export interface KnownUpload {
  readonly projectId: ProjectId;
  readonly uploadId: UploadId;
  readonly contentHash: string;
  readonly profileIds: readonly ProfileId[];
}

/** One that is durable and waits to be derived. */
export interface WaitingUpload extends KnownUpload {
  readonly group: GroupId;
}

export interface UploadLookup {
  readonly projectId: ProjectId;
  readonly uploadId: UploadId;
  readonly source: Source;
  /** Unix milliseconds; the look-up reads the days of these starts only, except of sources whose ids count on all days. */
  readonly startMs: number;
  /** Numbers its profiles would like to have; none for an upload of spans. */
  readonly numericIds: readonly number[];
}

export interface Found {
  readonly uploads: readonly KnownUpload[];
  /** `<project>/<number>` of those numbers that are taken. */
  readonly takenNumbers: ReadonlySet<string>;
}

/**
 * All that the write path needs of the engine, so that it can be run against a double that dies wherever a test wants.
 *
 * An insert that resolves is on disk. One that rejects with EngineRefusal was refused, though parts of it may have landed;
 * any other rejection says nothing, but it will not land later.
 */
export interface StorePort {
  /** Told before rows of these hours are written. */
  touch?(hours: Iterable<TouchedHour>): void;
  insert(block: TableBlock<StoreTable>): Promise<void>;
  /** Rows whose group id is within [from, to]. */
  countRows(table: FactTable, from: number, to: number): Promise<number>;
  deleteRows(table: FactTable, from: number, to: number): Promise<void>;
  /** The highest group id that was ever used, 0 when there is none. */
  lastGroupId(): Promise<number>;
  isMarked(group: GroupId): Promise<boolean>;
  /** Groups with originals and without a mark, from an id on, oldest first. */
  unmarkedGroups(from: number): Promise<readonly GroupId[]>;
  waitingUploads(groups: readonly GroupId[]): Promise<readonly WaitingUpload[]>;
  /** In the order of `seq`. */
  readOriginals(group: GroupId): Promise<readonly StoredUpload[]>;
  /** Which of these uploads have profiles, or spans, already. */
  findUploads(asked: readonly UploadLookup[]): Promise<Found>;
  /** About how many uploads there are in a scope. */
  countSeen(scope: SeenScope): Promise<number>;
  /** Tells of all uploads of a scope whose originals, profiles or spans are there; `part` of `parts` of them, by their ids. */
  readSeen(scope: SeenScope, which: { readonly part: number; readonly parts: number }, see: SeeUpload): Promise<void>;
}
