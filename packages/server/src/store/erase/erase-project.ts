import type { EngineClient } from '../client/engine-client.ts';

/** Rewrites every part that holds rows of the project. */
const ERASE_TIMEOUT_MS = 3_600_000;

/** Tables with rows of projects; what others are found by goes last. */
const TABLES = [
  'rolled',
  'rollups',
  'profile_counts',
  'rolled_totals',
  'samples',
  'totals',
  'spans',
  'profiles',
  'series',
  'frames',
  'nodes',
  'quarantine',
  'originals',
  'ingest_events',
] as const;

/**
 * Deletes all rows of a project: the one place where rows are deleted and not partitions dropped. Resolves when they are gone; may be
 * cut off and called again.
 */
export async function eraseProject(client: EngineClient, project: number): Promise<void> {
  for (const table of TABLES) {
    const [row] = await client.rows<{ readonly rows: number }>({
      name: 'erase-project',
      sql: `SELECT toFloat64(count()) AS rows FROM ${table} WHERE project_id = {project:UInt32}`,
      params: { project },
      timeoutMs: ERASE_TIMEOUT_MS,
    });
    if ((row?.rows ?? 0) === 0) continue;
    await client.command({
      name: 'erase-project',
      sql: `ALTER TABLE ${table} DELETE WHERE project_id = {project:UInt32}`,
      params: { project },
      settings: { mutations_sync: 1 },
      timeoutMs: ERASE_TIMEOUT_MS,
    });
  }
}
