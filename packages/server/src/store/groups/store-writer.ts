import { HearthError } from '../../errors/hearth-error.ts';
import { KnownIds } from '../derive/known-ids.ts';
import { SeenUploads } from '../seen-uploads/seen-uploads.ts';
import { OriginalsBlock } from '../tables/originals-block.ts';
import type { Acceptance, Upload, UploadWriter } from '../upload.ts';
import { lookupOf, storedUpload } from './assign-ids.ts';
import { Backlog } from './backlog.ts';
import { Committer } from './committer.ts';
import { dropOfQuarantined } from './drop-of-quarantined.ts';
import { uploadErrorOf } from './failure.ts';
import { type GroupId, groupTimeMs, nextGroupId, oldestTimeMs } from './group-id.ts';
import { InFlight } from './in-flight.ts';
import { Mutex } from './mutex.ts';
import { PendingUpload, weightOf } from './pending-upload.ts';
import { Planner } from './planner.ts';
import { QueueMeter } from './queue-meter.ts';
import { repairGroup } from './repair-group.ts';
import { Signal } from './signal.ts';
import type { Found } from './store-port.ts';
import type { StoredUpload } from './stored-upload.ts';
import { takeBatch } from './take-batch.ts';
import { UploadGroup } from './upload-group.ts';
import { WorkLoop } from './work-loop.ts';
import type { WriterDeps } from './writer-deps.ts';
import type { WriterStatus } from './writer-status.ts';

/** Closed groups that may wait: one being written, one to follow. More would only be memory. */
const MAX_CLOSED_GROUPS = 2;
/** The sweep leaves younger groups alone, and does not look further back: older ones were found at the start. */
const SWEEP_FROM_MS = 24 * 3_600_000;
const SWEEP_MIN_AGE_MS = 60_000;

/**
 * The way in. An upload is answered when its original is durable; its rows follow group by group, visible within a second.
 * Whatever fails on the way is brought to its end by the backlog, from the originals.
 */
export class StoreWriter implements UploadWriter {
  readonly #deps: WriterDeps;
  readonly #inFlight = new InFlight();
  readonly #known: KnownIds;
  readonly #seen: SeenUploads;
  readonly #planner: Planner;
  readonly #committer: Committer;
  readonly #backlog: Backlog;
  readonly #commits = new Mutex();
  readonly #repairs = new Mutex();
  #state: 'starting' | 'ready' | 'recovering' | 'closed' = 'starting';
  #pending: PendingUpload[] = [];
  /** Whose originals are being written. */
  #storing: readonly PendingUpload[] = [];
  readonly #pump = new WorkLoop(
    () => this.#pending.length > 0,
    () => this.#storeNext(),
  );
  #open: UploadGroup | undefined;
  #lastGroup = 0;
  /** Groups of this process that are neither marked nor in the backlog. */
  readonly #groups = new Map<GroupId, UploadGroup>();
  /** Groups of which it is not known which originals landed. */
  readonly #unclear = new Set<GroupId>();
  readonly #recovery = new WorkLoop(
    () => this.#unclear.size > 0 && this.#state !== 'closed',
    () => this.#recover(),
  );
  /** A group has left, or has become unclear. */
  readonly #groupChange = new Signal();
  readonly #queue: QueueMeter;
  #quarantined = 0;
  #collisions = 0;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
    this.#known = new KnownIds(deps.limits.knownIdsBytes);
    this.#seen = new SeenUploads(deps.port, deps.limits.seenUploadsBytes);
    this.#queue = new QueueMeter(deps.limits);
    const { port, now, onEvent } = deps;
    this.#planner = new Planner({
      gate: deps.gate,
      onError: (group, error) => onEvent({ kind: 'derive-failed', group: group.id, error: String(error) }),
      onDerived: (group) => this.#uploadDerived(group),
    });
    this.#committer = new Committer({
      port,
      known: this.#known,
      mutex: this.#commits,
      now,
      onEvent,
      onCommitted: (group) => this.#groupCommitted(group),
      onFailed: (group) => this.#groupFailed(group),
    });
    this.#backlog = new Backlog({
      retryMs: deps.limits.retryMs,
      maxRetryMs: deps.limits.maxRetryMs,
      repair: (group, attempt) =>
        this.#repairs.run(() =>
          repairGroup(
            { port, decode: deps.decode, known: this.#known, gate: deps.gate, now, onQuarantined: this.onQuarantined },
            group,
            attempt,
          ),
        ),
      onRepaired: (group) => {
        this.#inFlight.releaseGroup(group);
        onEvent({ kind: 'repaired', group });
      },
      onFailed: (group, attempt, error) => onEvent({ kind: 'repair-failed', group, attempt, error: String(error) }),
    });
  }

  get status(): WriterStatus {
    return {
      accepting: this.#state === 'ready',
      queueUploads: this.#queue.uploads,
      queueBytes: this.#queue.bytes,
      backlogGroups: this.#backlog.size,
      quarantinedUploads: this.#quarantined,
      idCollisions: this.#collisions,
    };
  }

  /** When the oldest group was opened that is not written yet, Unix milliseconds to the second; undefined when none waits. */
  get oldestMs(): number | undefined {
    return oldestTimeMs([...this.#groups.keys(), ...this.#unclear, ...this.#backlog.groups]);
  }

  /** Learns what an earlier process left behind; uploads are taken from then on. @throws when the engine does not answer */
  async start(): Promise<void> {
    const { port, onEvent } = this.#deps;
    this.#lastGroup = await port.lastGroupId();
    const groups = await port.unmarkedGroups(0);
    if (groups.length > 0) onEvent({ kind: 'recovering', groups: groups.length });
    await this.#loadWaiting(groups);
    this.#state = 'ready';
    for (const group of groups) this.#backlog.add(group);
  }

  async accept(upload: Upload): Promise<Acceptance> {
    if (this.#state === 'closed') throw new HearthError('shutting_down');
    if (this.#state !== 'ready') throw new HearthError('engine_unavailable');
    const { profiles, spans } = upload.decoded;
    if (profiles.length === 0 && spans.length === 0) throw new HearthError('no_profile');
    const earlier = this.#inFlight.find(upload.projectId, upload.uploadId);
    if (earlier !== undefined) {
      const profileIds = await earlier.durable;
      return { outcome: earlier.contentHash === upload.contentHash ? 'duplicate' : 'conflict', profileIds };
    }
    this.#queue.checkRoom(weightOf(upload));
    if (this.#inFlight.size >= this.#deps.limits.backlogUploads) throw new HearthError('overloaded');
    this.#deps.admit(upload);
    const pending = new PendingUpload(upload);
    this.#inFlight.add(upload.projectId, upload.uploadId, {
      contentHash: upload.contentHash,
      durable: pending.durable,
    });
    this.#queue.take(pending.bytes);
    this.#pending.push(pending);
    this.#pump.kick();
    return pending.answer;
  }

  /** The engine was restarted: repairs need not wait any longer. */
  engineRestarted(): void {
    this.#backlog.wake();
  }

  /** Runs a repair beside the backlog's: one at a time, while newer groups go on being written. */
  repairing<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#repairs.run(task);
  }

  /** Runs a task while nobody writes derived rows; acknowledgements go on until the queue is full. */
  alone<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#repairs.run(() => this.#commits.run(task));
  }

  /** Looks for groups that nobody has in hand: a safety net beside the backlog. */
  async sweep(): Promise<void> {
    if (this.#state !== 'ready') return;
    const nowMs = this.#deps.now();
    const groups = await this.#deps.port.unmarkedGroups(nextGroupId(Math.max(0, nowMs - SWEEP_FROM_MS), 0));
    const lost = groups.filter(
      (group) => groupTimeMs(group) < nowMs - SWEEP_MIN_AGE_MS && !this.#groups.has(group) && !this.#backlog.has(group),
    );
    await this.#loadWaiting(lost);
    for (const group of lost) this.#backlog.add(group);
  }

  /** Resolves when what was accepted before the call is visible, or waits in the backlog. What comes later is not waited for. */
  async flush(): Promise<void> {
    await Promise.allSettled([...this.#storing, ...this.#pending].map(({ durable }) => durable));
    this.#closeGroup();
    const isUnderWay = (id: GroupId): boolean => this.#groups.has(id) && !this.#unclear.has(id);
    const groups = [...this.#groups.keys()];
    while (groups.some(isUnderWay)) await this.#groupChange.next();
  }

  /** Like {@link flush}, and the backlog is worked off as well. */
  async settle(): Promise<void> {
    await this.#recovery.idle();
    await this.flush();
    await this.#backlog.idle();
  }

  /** Takes nothing more and finishes what was acknowledged. What cannot be finished now is found at the next start. */
  async close(): Promise<void> {
    this.#state = 'closed';
    await this.flush();
    await this.#backlog.close();
  }

  readonly onQuarantined = (upload: StoredUpload, reason: string): void => {
    this.#quarantined += 1;
    const { projectId, uploadId } = upload;
    this.#deps.onEvent({ kind: 'quarantined', projectId, uploadId, reason });
    this.#deps.log.record(dropOfQuarantined(upload, reason));
  };

  /** Sets how many uploads are put aside: counted at the start, and again when some were released. */
  setQuarantined(count: number): void {
    this.#quarantined = count;
  }

  async #storeNext(): Promise<void> {
    await this.#planner.room();
    while (this.#committer.length >= MAX_CLOSED_GROUPS) await this.#groupChange.next();
    const { batch, rest } = takeBatch(this.#pending, this.#deps.limits);
    this.#pending = rest;
    this.#storing = batch;
    if (batch.length > 0) await this.#store(batch);
    this.#storing = [];
  }

  async #store(batch: readonly PendingUpload[]): Promise<void> {
    let found: Found;
    try {
      found = await this.#seen.find(batch.map(({ upload }) => lookupOf(upload)));
    } catch (error) {
      for (const pending of batch) this.#refuse(pending, uploadErrorOf(error));
      return;
    }
    const fresh = this.#answerKnown(batch, found);
    if (fresh.length === 0) return;
    const group = this.#groupToFill();
    const block = new OriginalsBlock();
    const taken = new Set(found.takenNumbers);
    const stored = fresh.map(({ upload }) => storedUpload(upload, group.takeSeq(), this.#inFlight, taken));
    for (const [index, upload] of stored.entries()) {
      block.add(group.id, upload);
      group.reserve(upload, fresh[index]!.bytes);
    }
    group.pending += stored.length;
    try {
      await this.#deps.port.insert(block.block);
    } catch (error) {
      this.#originalsFailed(group, fresh, error);
      return;
    }
    this.#seen.add(stored);
    for (const [index, upload] of stored.entries()) {
      const pending = fresh[index]!;
      const { projectId, uploadId, profileIds, numericIds } = upload;
      this.#inFlight.joinGroup(group.id, projectId, uploadId, numericIds);
      group.heldUploads += 1;
      group.heldBytes += pending.bytes;
      pending.resolve('stored', profileIds);
      this.#planner.add({ group, upload, decoded: pending.upload.decoded });
    }
    if (group === this.#open && group.isFull(this.#deps.limits.group)) this.#closeGroup();
  }

  /** Answers those whose profiles are in the tables; returns the others. */
  #answerKnown(batch: readonly PendingUpload[], found: Found): readonly PendingUpload[] {
    if (found.uploads.length === 0) return batch;
    const known = new Map(found.uploads.map((upload) => [`${upload.projectId}/${upload.uploadId}`, upload]));
    return batch.filter((pending) => {
      const { projectId, uploadId, contentHash } = pending.upload;
      const earlier = known.get(`${projectId}/${uploadId}`);
      if (earlier === undefined) return true;
      this.#inFlight.remove(projectId, uploadId);
      this.#queue.release(1, pending.bytes);
      pending.resolve(earlier.contentHash === contentHash ? 'duplicate' : 'conflict', earlier.profileIds);
      return false;
    });
  }

  #refuse(pending: PendingUpload, error: HearthError): void {
    this.#inFlight.remove(pending.upload.projectId, pending.upload.uploadId);
    this.#queue.release(1, pending.bytes);
    pending.reject(error);
  }

  /**
   * Some of the originals may have landed. Nothing is taken until it is known which: a retry of one of those must find itself.
   * Those of the group that were acknowledged earlier are safe; the group is derived again from what is there.
   */
  #originalsFailed(group: UploadGroup, batch: readonly PendingUpload[], error: unknown): void {
    const { onEvent } = this.#deps;
    onEvent({ kind: 'originals-failed', group: group.id, uploads: batch.length, error: String(error) });
    this.#seen.clear();
    group.broken = true;
    this.#unclear.add(group.id);
    if (this.#open === group) this.#closeGroup();
    group.closed = true;
    group.pending -= batch.length;
    const answer = uploadErrorOf(error);
    const waiting = this.#pending;
    this.#pending = [];
    for (const pending of [...batch, ...waiting]) this.#refuse(pending, answer);
    if (this.#state === 'ready') this.#state = 'recovering';
    this.#groupChange.fire();
    this.#recovery.kick();
  }

  async #recover(): Promise<void> {
    const groups = [...this.#unclear];
    try {
      await this.#loadWaiting(groups);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, this.#deps.limits.retryMs));
      return;
    }
    for (const id of groups) {
      this.#unclear.delete(id);
      this.#releaseHeld(id);
      this.#backlog.add(id);
    }
    if (this.#unclear.size === 0 && this.#state === 'recovering') this.#state = 'ready';
  }

  async #loadWaiting(groups: readonly GroupId[]): Promise<void> {
    if (groups.length === 0) return;
    for (const upload of await this.#deps.port.waitingUploads(groups)) this.#inFlight.addDurable(upload.group, upload);
  }

  #groupToFill(): UploadGroup {
    if (this.#open !== undefined) return this.#open;
    const { now, limits } = this.#deps;
    const group = new UploadGroup(nextGroupId(now(), this.#lastGroup), this.#known);
    this.#lastGroup = group.id;
    this.#open = group;
    this.#groups.set(group.id, group);
    setTimeout(() => {
      group.aged = true;
      this.#closeAged();
    }, limits.group.ageMs).unref();
    return group;
  }

  /** A group that is old enough is written when nothing else is being written; else it goes on filling. */
  #closeAged(): void {
    if (this.#open?.aged === true && this.#committer.length === 0) this.#closeGroup();
  }

  #closeGroup(): void {
    const group = this.#open;
    if (group === undefined) return;
    this.#open = undefined;
    group.closed = true;
    this.#writeIfComplete(group);
  }

  #uploadDerived(group: UploadGroup): void {
    group.pending -= 1;
    this.#writeIfComplete(group);
  }

  #writeIfComplete(group: UploadGroup): void {
    if (group.complete && !this.#unclear.has(group.id) && this.#groups.has(group.id)) this.#committer.add(group);
  }

  #groupCommitted(group: UploadGroup): void {
    this.#collisions += group.rows.collisions;
    this.#inFlight.releaseGroup(group.id);
    this.#groupLeft(group);
  }

  #groupFailed(group: UploadGroup): void {
    this.#groupLeft(group);
    this.#backlog.add(group.id);
  }

  #groupLeft(group: UploadGroup): void {
    this.#releaseHeld(group.id);
    this.#groupChange.fire();
    this.#closeAged();
  }

  #releaseHeld(id: GroupId): void {
    const group = this.#groups.get(id);
    if (group === undefined) return;
    this.#groups.delete(id);
    this.#queue.release(group.heldUploads, group.heldBytes);
  }
}
