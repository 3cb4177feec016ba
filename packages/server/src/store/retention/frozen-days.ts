import { dayOfPartition, type Partition } from './partition.ts';

/**
 * Days whose samples were given up for disk space while their rollups are kept: nothing can be rolled again, so nothing may be added to
 * them. Known by the partitions alone, so a restart changes nothing.
 */
export class FrozenDays {
  #days: ReadonlySet<number> = new Set();

  has(day: number): boolean {
    return this.#days.has(day);
  }

  /** @param partitions all of `rollups` and `samples` */
  learn(partitions: readonly Partition[]): void {
    const keysOf = (table: string): ReadonlySet<string> =>
      new Set(partitions.filter((one) => one.table === table).map(({ value }) => value));
    const samples = keysOf('samples');
    const frozen = partitions.filter(({ table, value }) => table === 'rollups' && !samples.has(value));
    this.#days = new Set(frozen.flatMap((one) => dayOfPartition(one) ?? []));
  }
}
