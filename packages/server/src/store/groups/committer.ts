import type { KnownIds } from '../derive/known-ids.ts';
import { markBlock } from '../tables/mark-block.ts';
import type { Mutex } from './mutex.ts';
import type { StoreEvent } from './store-event.ts';
import type { StorePort } from './store-port.ts';
import type { UploadGroup } from './upload-group.ts';
import { WorkLoop } from './work-loop.ts';
import { writeRows } from './write-rows.ts';

export interface CommitterDeps {
  readonly port: StorePort;
  readonly known: KnownIds;
  readonly mutex: Mutex;
  readonly now: () => number;
  readonly onEvent: (event: StoreEvent) => void;
  /** The group is marked. */
  readonly onCommitted: (group: UploadGroup) => void;
  /** It has to be repaired from its originals. */
  readonly onFailed: (group: UploadGroup) => void;
}

/** Writes derived groups, one after the other: while one is written, the next one fills. */
export class Committer {
  readonly #deps: CommitterDeps;
  readonly #queue: UploadGroup[] = [];
  readonly #loop = new WorkLoop(
    () => this.#queue.length > 0,
    () => this.#next(),
  );

  constructor(deps: CommitterDeps) {
    this.#deps = deps;
  }

  /** Groups waiting or being written. */
  get length(): number {
    return this.#queue.length;
  }

  add(group: UploadGroup): void {
    this.#queue.push(group);
    this.#loop.kick();
  }

  async #next(): Promise<void> {
    const group = this.#queue[0]!;
    const isDone = !group.broken && (await this.#deps.mutex.run(() => this.#commit(group)));
    this.#queue.shift();
    if (isDone) this.#deps.onCommitted(group);
    else this.#deps.onFailed(group);
  }

  async #commit(group: UploadGroup): Promise<boolean> {
    const { port, known, now, onEvent } = this.#deps;
    try {
      await writeRows(port, group.rows, known);
      const { uploads, expiresWeek } = group;
      const counts = group.rows.counts;
      await port.insert(
        markBlock({ groupId: group.id, generation: 1, uploads, quarantined: 0, ...counts, atMs: now(), expiresWeek }),
      );
      group.rows.release();
      return true;
    } catch (error) {
      onEvent({ kind: 'derive-failed', group: group.id, error: String(error) });
      return false;
    }
  }
}
