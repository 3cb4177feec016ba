import type { EngineClient } from '../client/engine-client.ts';
import { dayOf } from '../derive/expiry-week.ts';
import type { StoreEvent } from '../groups/store-event.ts';
import { dayOfHour, type RolledHours } from '../rollups/rolled-hours.ts';
import { pinsOfPartition } from './drop-partition.ts';
import { byClassAndDay, dayOfPartition, type Partition } from './partition.ts';
import type { Pin } from './pin.ts';
import { listPartitions, type Retention } from './retention.ts';

export interface DiskBudgetDeps {
  readonly client: EngineClient;
  /** Bytes that all tables may take; undefined for no bound. */
  readonly budgetBytes: number | undefined;
  readonly retention: Retention;
  readonly hours: Pick<RolledHours, 'isLoaded' | 'apps'>;
  readonly pins: () => Promise<readonly Pin[]>;
  /** Whether every group is derived: an original that is not is the only copy. */
  readonly isClear: () => boolean;
  readonly now: () => number;
  readonly onEvent: (event: StoreEvent) => void;
}

export interface DiskBudgetStatus {
  readonly budgetBytes: number | undefined;
  /** Of all tables, when it was last looked. */
  readonly usedBytes: number;
  /** Partitions dropped before their time, since the start. */
  readonly droppedPartitions: number;
  /** True when everything that may go has gone, and it is still not enough. */
  readonly isExceeded: boolean;
}

/** What goes first. Rollups, totals and the list of profiles answer most questions, at a fiftieth of the bytes. */
const STAGES: readonly (readonly string[])[] = [
  ['originals'],
  ['samples', 'spans'],
  ['rollups', 'profile_counts', 'rolled_totals', 'rolled', 'totals', 'profiles'],
];
const SAMPLES_STAGE = 1;

/**
 * Keeps the tables within a number of bytes: drops whole partitions before their time, originals of all days first, then samples, rollups
 * last; of each the shortest class first, then the oldest day. Never today, never what is pinned.
 */
export class DiskBudget {
  readonly #deps: DiskBudgetDeps;
  #used = 0;
  #dropped = 0;
  #isExceeded = false;

  constructor(deps: DiskBudgetDeps) {
    this.#deps = deps;
  }

  get status(): DiskBudgetStatus {
    return {
      budgetBytes: this.#deps.budgetBytes,
      usedBytes: this.#used,
      droppedPartitions: this.#dropped,
      isExceeded: this.#isExceeded,
    };
  }

  /** @returns what was dropped */
  async run(): Promise<readonly Partition[]> {
    const { client, budgetBytes, retention, pins, onEvent } = this.#deps;
    this.#used = await usedBytes(client);
    this.#isExceeded = false;
    if (budgetBytes === undefined || this.#used <= budgetBytes) return [];
    const pinned = await pins();
    const partitions = await listPartitions(client);
    const dropped: Partition[] = [];
    for (const [stage, tables] of STAGES.entries()) {
      const candidates = partitions
        .filter(({ table }) => tables.includes(table))
        .filter((partition) => this.#mayGo(partition, stage, pinned))
        .sort(byClassAndDay);
      for (const batch of sameDays(candidates)) {
        const gone = await retention.drop(batch, stage === SAMPLES_STAGE ? 'rollups stay' : 'all');
        if (gone.length === 0) continue;
        dropped.push(...gone);
        this.#dropped += gone.length;
        const before = this.#used;
        this.#used = await usedBytes(client);
        for (const { table, value } of gone) {
          onEvent({ kind: 'budget-dropped', table, partition: value, freedBytes: before - this.#used, budgetBytes });
        }
        if (this.#used <= budgetBytes) return dropped;
      }
    }
    this.#isExceeded = true;
    onEvent({ kind: 'budget-exceeded', usedBytes: this.#used, budgetBytes });
    return dropped;
  }

  #mayGo(partition: Partition, stage: number, pins: readonly Pin[]): boolean {
    const { hours, isClear, now } = this.#deps;
    const day = dayOfPartition(partition);
    if (day === undefined || day >= dayOf(now()) || !isClear()) return false;
    if (stage !== SAMPLES_STAGE) return true;
    // Rollups take the place of samples only when they are whole; and not where some of the samples stay.
    if (!hours.isLoaded || pinsOfPartition(partition, pins).length > 0) return false;
    for (const { due } of hours.apps()) for (const hour of due.keys()) if (dayOfHour(hour) === day) return false;
    return true;
  }
}

/** Partitions of one class and day go together: what is left of a day should say the same. */
function sameDays(partitions: readonly Partition[]): readonly (readonly Partition[])[] {
  const batches = new Map<string, Partition[]>();
  for (const partition of partitions) {
    const batch = batches.get(partition.value) ?? [];
    batches.set(partition.value, batch);
    batch.push(partition);
  }
  return [...batches.values()];
}

async function usedBytes(client: EngineClient): Promise<number> {
  const [row] = await client.rows<{ readonly bytes: number }>({
    name: 'used-bytes',
    sql: 'SELECT toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts WHERE active AND database = currentDatabase()',
  });
  return row?.bytes ?? 0;
}
