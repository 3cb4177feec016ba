import { dayOf } from '../derive/expiry-week.ts';
import type { Found, StorePort, UploadLookup } from '../groups/store-port.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import { HashSet } from './hash-set.ts';
import { numberHash, uploadHash } from './seen-hash.ts';
import { ANY_DAY_SOURCES, keyOfScope, type SeenScope } from './seen-scope.ts';

/** All sets together. An upload of one profile has two hashes of 6 to 9 bytes: four millions of them. */
export const DEFAULT_SEEN_UPLOADS_BYTES = 64 * 1024 * 1024;
/** Read at a time while a set is filled: up to 300 000 rows, some 50 ms of this thread. */
const UPLOADS_A_PART = 100_000;
const BYTES_A_HASH = 9;
/** A set that had to be given up is not filled again before so many questions: days that take turns must not be read again and again. */
const RESTING_QUESTIONS = 256;

const NOTHING: Found = { uploads: [], takenNumbers: new Set() };

/** What this needs of {@link StorePort}. */
export type SeenPort = Pick<StorePort, 'findUploads' | 'countSeen' | 'readSeen'>;

/** Which uploads are in the tables already: from memory where it can be said there, else from the tables. See README.md. */
export class SeenUploads {
  readonly #port: SeenPort;
  readonly #budgetBytes: number;
  /** The one used last comes last. */
  readonly #sets = new Map<string, HashSet>();
  /** Sets that do not fit: how many more questions go to the tables. */
  readonly #resting = new Map<string, number>();

  constructor(port: SeenPort, budgetBytes: number = DEFAULT_SEEN_UPLOADS_BYTES) {
    this.#port = port;
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    let sum = 0;
    for (const set of this.#sets.values()) sum += set.bytes;
    return sum;
  }

  /** Not to be called again before it resolved, nor while originals are being inserted. @throws as the port does */
  async find(asked: readonly UploadLookup[]): Promise<Found> {
    const doubtful: UploadLookup[] = [];
    for (const lookup of asked) {
      let isDoubtful = false;
      for (const scope of scopesOf(lookup)) {
        const set = await this.#setOf(scope);
        isDoubtful ||= set === undefined || mayHave(set, lookup);
      }
      if (isDoubtful) doubtful.push(lookup);
    }
    return doubtful.length === 0 ? NOTHING : this.#port.findUploads(doubtful);
  }

  /** Tells of uploads whose originals just became durable. */
  add(uploads: readonly StoredUpload[]): void {
    for (const upload of uploads) {
      const { projectId, uploadId, startMs, numericIds, original } = upload;
      for (const scope of scopesOf({ startMs, source: original.source })) {
        const set = this.#sets.get(keyOfScope(scope));
        if (set === undefined) continue;
        set.add(uploadHash(projectId, uploadId));
        for (const number of numericIds) set.add(numberHash(projectId, number));
      }
    }
    this.#keepWithin();
  }

  /** It is not known any more what is in the tables. */
  clear(): void {
    this.#sets.clear();
    this.#resting.clear();
  }

  /** The set of a scope, filled if need be; undefined where the tables have to be asked. */
  async #setOf(scope: SeenScope): Promise<HashSet | undefined> {
    const key = keyOfScope(scope);
    const known = this.#sets.get(key);
    if (known !== undefined) {
      this.#sets.delete(key);
      this.#sets.set(key, known);
      return known;
    }
    const resting = this.#resting.get(key) ?? 0;
    if (resting > 0) {
      this.#resting.set(key, resting - 1);
      return undefined;
    }
    const uploads = await this.#port.countSeen(scope);
    if (uploads * 2 * BYTES_A_HASH > this.#budgetBytes) {
      this.#resting.set(key, RESTING_QUESTIONS);
      return undefined;
    }
    const set = new HashSet();
    const parts = Math.ceil(uploads / UPLOADS_A_PART);
    for (let part = 0; part < parts; part++) {
      await this.#port.readSeen(scope, { part, parts }, (projectId, uploadId, number) => {
        set.add(uploadHash(projectId, uploadId));
        if (number > 0) set.add(numberHash(projectId, number));
      });
    }
    this.#resting.delete(key);
    this.#sets.set(key, set);
    this.#keepWithin();
    return set;
  }

  /** Gives up the sets that were not used for longest. */
  #keepWithin(): void {
    let { bytes } = this;
    for (const [key, set] of this.#sets) {
      if (bytes <= this.#budgetBytes) return;
      this.#sets.delete(key);
      this.#resting.set(key, RESTING_QUESTIONS);
      bytes -= set.bytes;
    }
  }
}

function scopesOf({ startMs, source }: Pick<UploadLookup, 'startMs' | 'source'>): readonly SeenScope[] {
  const day: SeenScope = { kind: 'day', day: dayOf(startMs) };
  return ANY_DAY_SOURCES.has(source) ? [day, { kind: 'source', source }] : [day];
}

function mayHave(set: HashSet, { projectId, uploadId, numericIds }: UploadLookup): boolean {
  return (
    set.has(uploadHash(projectId, uploadId)) || numericIds.some((number) => set.has(numberHash(projectId, number)))
  );
}
