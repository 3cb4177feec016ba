import type { EngineClient } from '../client/engine-client.ts';
import { tableSettings } from './durable-table-settings.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';

/**
 * Brings the database of one ClickHouse node to the newest schema; several nodes are migrated one after the other
 * (`ON CLUSTER` does not exist in the embedded engine). Resolves with the steps that were run.
 * @throws Error when the database was made by a newer version of Hearth
 */
export async function runMigrations(
  client: EngineClient,
  steps: readonly Migration[] = migrations,
): Promise<readonly Migration[]> {
  await client.command({
    name: 'migrations',
    sql: `CREATE TABLE IF NOT EXISTS schema_migrations (
      number UInt32, name String, applied DateTime64(3, 'UTC') DEFAULT now64(3)
    ) ENGINE = MergeTree ORDER BY number ${tableSettings()}`,
  });
  const rows = await client.rows<{ readonly number: number }>({
    name: 'migrations',
    sql: 'SELECT DISTINCT number FROM schema_migrations ORDER BY number',
  });
  const applied = new Set(rows.map(({ number }) => number));
  const unknown = [...applied].find((number) => !steps.some((step) => step.number === number));
  if (unknown !== undefined) {
    throw new Error(`the data was written by a newer version: schema step ${unknown} is not known here`);
  }
  const missing = steps.filter(({ number }) => !applied.has(number));
  for (const step of missing) {
    for (const sql of step.statements) await client.command({ name: `migration-${step.number}`, sql });
    await client.command({
      name: `migration-${step.number}`,
      sql: 'INSERT INTO schema_migrations (number, name) SELECT {number:UInt32}, {name:String}',
      params: { number: step.number, name: step.name },
    });
  }
  return missing;
}
