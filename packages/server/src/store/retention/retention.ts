import type { EngineClient } from '../client/engine-client.ts';
import type { StoreEvent } from '../groups/store-event.ts';
import type { RolledHours } from '../rollups/rolled-hours.ts';
import { dropPartition, pinsOfPartition } from './drop-partition.ts';
import { isExpired } from './expired-partitions.ts';
import type { FrozenDays } from './frozen-days.ts';
import { dayOfPartition, type Partition } from './partition.ts';
import type { Pin } from './pin.ts';

export interface RetentionDeps {
  readonly client: EngineClient;
  readonly now: () => number;
  readonly onEvent: (event: StoreEvent) => void;
  /** What must not expire. */
  readonly pins: () => Promise<readonly Pin[]>;
  readonly hours: Pick<RolledHours, 'touchDay'>;
  readonly frozen: FrozenDays;
  /** Partitions are gone. */
  readonly onDropped: () => Promise<void>;
}

/** Tables that expire, in the order in which they do; their names are constants of the schema, never input. */
const TABLES = [
  'rollups',
  'profile_counts',
  'rolled_totals',
  'rolled',
  'samples',
  'totals',
  'spans',
  'originals',
  'profiles',
  'series',
  'frames',
  'nodes',
  'derived_groups',
  'quarantine',
  'ingest_events',
] as const;

/** What rollups are made of, or what they are. */
const SUMMED = ['rollups', 'profile_counts', 'rolled_totals', 'rolled', 'samples', 'profiles'] as const;

/** Drops what has expired, whole partitions only; no row is ever deleted. What is pinned stays in its partition. */
export class Retention {
  readonly #deps: RetentionDeps;
  /** Partitions that hold nothing but what these pins keep. */
  readonly #kept = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** @returns the partitions that were dropped, or cut down to what is pinned of them */
  run(): Promise<readonly Partition[]> {
    return this.#alone(async () => {
      const nowMs = this.#deps.now();
      const all = await listPartitions(this.#deps.client);
      return this.#drop(all.filter((partition) => isExpired(partition, nowMs)));
    });
  }

  /** Drops partitions before their time, but for what is pinned of them. `rollups stay`: they answer for the samples from now on. */
  drop(partitions: readonly Partition[], what: 'all' | 'rollups stay'): Promise<readonly Partition[]> {
    return this.#alone(() => this.#drop(partitions, what));
  }

  async #drop(partitions: readonly Partition[], what: 'all' | 'rollups stay' = 'all'): Promise<readonly Partition[]> {
    const { client, onEvent, pins, hours, frozen, onDropped } = this.#deps;
    const pinned = await pins();
    const due = partitions.filter((partition) => {
      const own = keyOfPins(pinsOfPartition(partition, pinned));
      return own === '' || this.#kept.get(keyOf(partition)) !== own;
    });
    const summed = due.filter(({ table }) => SUMMED.some((one) => one === table));
    const days = new Set(summed.map(dayOfPartition));
    // Rolled sums are of all rows; what is left of a day is rolled again.
    for (const day of days) {
      if (day !== undefined && what === 'all' && !frozen.has(day)) hours.touchDay(day);
    }
    for (const partition of due) {
      await dropPartition(client, partition, pinned);
      const own = keyOfPins(pinsOfPartition(partition, pinned));
      if (own === '') this.#kept.delete(keyOf(partition));
      else this.#kept.set(keyOf(partition), own);
      onEvent({ kind: 'partition-dropped', table: partition.table, partition: partition.value });
    }
    if (due.length > 0) {
      frozen.learn(await listPartitions(client));
      await onDropped();
    }
    return due;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

/** Every partition of tables that expire; older weeks first, since newer ones leave out what those keep. */
export async function listPartitions(client: EngineClient): Promise<readonly Partition[]> {
  const rows = await client.rows<Partition>({
    name: 'retention',
    sql: `
      SELECT DISTINCT table, partition_id AS id, partition AS value
      FROM system.parts
      WHERE active AND database = currentDatabase() AND table IN {tables:Array(String)}
      ORDER BY indexOf({tables:Array(String)}, table), value`,
    params: { tables: TABLES },
  });
  return rows;
}

const keyOf = ({ table, id }: Partition): string => `${table}/${id}`;
const keyOfPins = (pins: readonly Pin[]): string => pins.map(({ projectId, id }) => `${projectId}/${id}`).join(' ');
