import type { ProfileId, ProjectId, UploadId } from '../upload.ts';
import type { GroupId } from './group-id.ts';
import type { KnownUpload } from './store-port.ts';

/** An upload between its acceptance and the moment when the engine's tables know it. */
export interface InFlightUpload {
  readonly contentHash: string;
  /** The ids of its profiles, once it is durable; rejects when it did not become so. */
  readonly durable: Promise<readonly ProfileId[]>;
}

const keyOf = (projectId: ProjectId, uploadId: UploadId): string => `${projectId}/${uploadId}`;

/** What `profiles` cannot say yet: which uploads and numbers are on their way. Bounded by the queue and the backlog. */
export class InFlight {
  readonly #uploads = new Map<string, InFlightUpload>();
  readonly #numbers = new Set<string>();
  readonly #keysOfGroup = new Map<GroupId, string[]>();
  readonly #numbersOfGroup = new Map<GroupId, string[]>();

  get size(): number {
    return this.#uploads.size;
  }

  find(projectId: ProjectId, uploadId: UploadId): InFlightUpload | undefined {
    return this.#uploads.get(keyOf(projectId, uploadId));
  }

  add(projectId: ProjectId, uploadId: UploadId, upload: InFlightUpload): void {
    this.#uploads.set(keyOf(projectId, uploadId), upload);
  }

  /** It was not taken, or the tables know it. */
  remove(projectId: ProjectId, uploadId: UploadId): void {
    this.#uploads.delete(keyOf(projectId, uploadId));
  }

  hasNumber(projectId: ProjectId, number: number): boolean {
    return this.#numbers.has(`${projectId}/${number}`);
  }

  /** From now on the upload goes with its group. */
  joinGroup(group: GroupId, projectId: ProjectId, uploadId: UploadId, numbers: readonly number[]): void {
    listOf(this.#keysOfGroup, group).push(keyOf(projectId, uploadId));
    for (const number of numbers) {
      const key = `${projectId}/${number}`;
      this.#numbers.add(key);
      listOf(this.#numbersOfGroup, group).push(key);
    }
  }

  /** An upload that was found durable after a failure, in a group that waits for its repair. */
  addDurable(group: GroupId, upload: KnownUpload): void {
    const { projectId, uploadId, contentHash, profileIds } = upload;
    if (this.find(projectId, uploadId) !== undefined) return;
    this.add(projectId, uploadId, { contentHash, durable: Promise.resolve(profileIds) });
    this.joinGroup(group, projectId, uploadId, []);
  }

  /** The group is derived: the tables answer for its uploads. */
  releaseGroup(group: GroupId): void {
    for (const key of this.#keysOfGroup.get(group) ?? []) this.#uploads.delete(key);
    for (const key of this.#numbersOfGroup.get(group) ?? []) this.#numbers.delete(key);
    this.#keysOfGroup.delete(group);
    this.#numbersOfGroup.delete(group);
  }
}

function listOf(lists: Map<GroupId, string[]>, group: GroupId): string[] {
  const known = lists.get(group);
  if (known !== undefined) return known;
  const list: string[] = [];
  lists.set(group, list);
  return list;
}
