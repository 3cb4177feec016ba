import type { EngineClient } from '../client/engine-client.ts';
import { RowReader } from '../engine-port/row-reader.ts';
import type { ProjectId } from '../upload.ts';
import type { ProjectRegistry } from './project-registry.ts';

/** Read once, at the start. */
const TIMEOUT_MS = 120_000;

/** Fills the registry from the tables. */
export async function seedRegistry(client: EngineClient, registry: ProjectRegistry): Promise<void> {
  const fields = { apps: 'app', environments: 'environment', releases: 'release' } as const;
  for (const field of ['apps', 'environments', 'releases'] as const) {
    const rows = await client.rows<{ readonly project: number; readonly value: string }>({
      name: 'seed-registry',
      sql: `
      SELECT DISTINCT project_id AS project, toString(${fields[field]}) AS value FROM profiles WHERE value != ''
      UNION DISTINCT
      SELECT DISTINCT project_id AS project, toString(${fields[field]}) AS value FROM spans WHERE value != ''`,
      timeoutMs: TIMEOUT_MS,
    });
    for (const { project, value } of rows) registry.seed(project as ProjectId, field, value);
  }
  const reader = new RowReader(
    await client.binary({
      name: 'seed-registry',
      sql: 'SELECT DISTINCT project_id, series_id FROM series',
      timeoutMs: TIMEOUT_MS,
    }),
  );
  while (!reader.isAtEnd) registry.seedSeries(reader.uint32() as ProjectId, reader.uint32(), reader.uint32());
}
