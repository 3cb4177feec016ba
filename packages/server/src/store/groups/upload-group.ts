import { releaseProfile } from '@hearth/profile';
import { dayOf, expiryWeek } from '../derive/expiry-week.ts';
import { releaseIds } from '../derive/frame-ids.ts';
import { GroupRows } from '../derive/group-rows.ts';
import type { KnownIds } from '../derive/known-ids.ts';
import { type ProfilePlan, planProfile } from '../derive/profile-plan.ts';
import type { DecodedUpload } from '../upload.ts';
import type { GroupId } from './group-id.ts';
import type { SeriesGate } from './series-gate.ts';
import type { StoredUpload } from './stored-upload.ts';

/** When a group is full. */
export interface GroupLimits {
  /** An insert costs a fixed few milliseconds; past this many uploads the gain is small. At most 2048 (`MAX_GROUP_UPLOADS`). */
  readonly uploads: number;
  /** Memory of the rows under construction and of the originals that go with them. */
  readonly bytes: number;
  /** Days times retention classes: each makes a part of its own in each table. */
  readonly partitions: number;
  /** A group waits this long for company: readers see an upload within a second. */
  readonly ageMs: number;
}

export const DEFAULT_GROUP_LIMITS: GroupLimits = { uploads: 250, bytes: 24 * 1024 * 1024, partitions: 24, ageMs: 500 };

/** Uploads that become durable one after the other and are derived together. */
export class UploadGroup {
  readonly id: GroupId;
  readonly rows: GroupRows;
  /** It waited long enough for company. */
  aged = false;
  /** No more originals are added. */
  closed = false;
  /** Its rows cannot be used; it is derived again from its originals. */
  broken = false;
  /** Inserts of originals under way, and uploads that are durable and not yet among {@link rows}. */
  pending = 0;
  uploads = 0;
  bytes = 0;
  /** Acknowledged and not yet visible: what the queue's bounds count. */
  heldUploads = 0;
  heldBytes = 0;
  expiresWeek = 0;
  #nextSeq = 0;
  readonly #partitions = new Set<string>();

  constructor(id: GroupId, known: KnownIds) {
    this.id = id;
    this.rows = new GroupRows(known);
  }

  takeSeq(): number {
    return this.#nextSeq++;
  }

  /** Whether all of it is derived and can be written. */
  get complete(): boolean {
    return this.closed && this.pending === 0;
  }

  isFull(limits: GroupLimits): boolean {
    return this.#nextSeq >= limits.uploads || this.bytes >= limits.bytes || this.#partitions.size >= limits.partitions;
  }

  /** Counts an upload that is about to become durable, with its weight in bytes. */
  reserve(upload: StoredUpload, bytes: number): void {
    const { original, derived } = upload.keepDays;
    this.bytes += bytes;
    this.#partitions.add(`${original}/${derived}/${dayOf(upload.startMs)}`);
    this.expiresWeek = Math.max(this.expiresWeek, expiryWeek(upload.startMs, Math.max(original, derived)));
  }

  derive(upload: StoredUpload, decoded: DecodedUpload, gate: SeriesGate): void {
    if (this.broken) return;
    const plans = planUpload(upload, decoded, gate);
    this.rows.add(this.id, upload, plans);
    this.rows.addSpans(this.id, upload, decoded.spans);
    this.uploads += 1;
    for (const { profile, frames } of plans.flatMap(({ parts }) => parts)) {
      releaseIds(frames);
      releaseProfile(profile);
    }
  }
}

/** @throws ProfileFormatError, RangeError when a sum is beyond what can be stored */
export function planUpload(upload: StoredUpload, decoded: DecodedUpload, gate: SeriesGate): readonly ProfilePlan[] {
  const { projectId } = upload;
  const plans = decoded.profiles.map((profile) =>
    planProfile(projectId, profile, (lo, hi) => gate.admit(projectId, lo, hi)),
  );
  for (const { profile, overflowSamples } of plans) {
    if (overflowSamples > 0) gate.overflowed(upload, profile.app, overflowSamples);
  }
  return plans;
}
