import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { enginePaths } from './engine-paths.ts';

/**
 * Makes the names of all parts of some tables durable: fsync of each table's directory.
 *
 * The engine writes and syncs a new part under a temporary name, renames it, and syncs the part's own directory
 * (`fsync_part_directory`), but not the directory that holds the new name. Journaling file systems write the rename out
 * within seconds; after a power loss before that the part would still have its temporary name and be removed. To be
 * called after the engine answered an insert and before an uploader is told that its data is safe.
 *
 * Rejects when a directory is not there or cannot be synced.
 */
export async function syncTableDirectories(dataDir: string, tables: readonly string[]): Promise<void> {
  // `data/<database>/<table>` are links that the engine keeps to the tables' real places.
  const database = join(enginePaths(dataDir).engineDir, 'data', 'hearth');
  await Promise.all(tables.map((table) => syncDirectory(join(database, table))));
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
