import type { EngineClient } from '../client/engine-client.ts';
import type { StoreEvent } from '../groups/store-event.ts';
import { isExpired, type Partition } from './expired-partitions.ts';

export interface RetentionDeps {
  readonly client: EngineClient;
  readonly now: () => number;
  readonly onEvent: (event: StoreEvent) => void;
  /** Partitions are gone. */
  readonly onDropped: () => Promise<void>;
}

/** Tables that expire; their names are constants of the schema, never input. */
const TABLES = [
  'originals',
  'profiles',
  'samples',
  'totals',
  'spans',
  'series',
  'frames',
  'nodes',
  'derived_groups',
  'quarantine',
  'ingest_events',
  'rollups',
  'rolled',
] as const;

/** Drops what has expired, whole partitions only; no row is ever deleted. */
export class Retention {
  readonly #deps: RetentionDeps;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** @returns the partitions that were dropped */
  async run(): Promise<readonly Partition[]> {
    const { client, now, onEvent, onDropped } = this.#deps;
    const partitions = await client.rows<Partition>({
      name: 'retention',
      sql: `
      SELECT DISTINCT table, partition_id AS id, partition AS value
      FROM system.parts
      WHERE active AND database = currentDatabase() AND table IN {tables:Array(String)}
      ORDER BY table, id`,
      params: { tables: TABLES },
    });
    const nowMs = now();
    const expired = partitions.filter((partition) => isExpired(partition, nowMs));
    for (const partition of expired) {
      const table = TABLES.find((name) => name === partition.table)!;
      await client.command({
        name: 'retention',
        sql: `ALTER TABLE ${table} DROP PARTITION ID {partition:String}`,
        params: { partition: partition.id },
      });
      onEvent({ kind: 'partition-dropped', table, partition: partition.value });
    }
    if (expired.length > 0) await onDropped();
    return expired;
  }
}
