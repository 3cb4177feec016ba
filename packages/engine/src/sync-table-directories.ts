import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { enginePaths } from './engine-paths.ts';

/**
 * Makes the names of all parts of all tables durable: fsync of every table's directory.
 *
 * The engine writes and syncs a new part under a temporary name, renames it, and syncs the part's own directory
 * (`fsync_part_directory`), but not the directory that holds the new name. Journaling file systems write the rename out
 * within seconds; after a power loss before that the part would still have its temporary name and be removed. To be
 * called after the engine answered an insert and before an uploader is told that its data is safe.
 *
 * Rejects when a directory cannot be synced. A table dropped meanwhile is no error.
 */
export async function syncTableDirectories(dataDir: string): Promise<void> {
  const store = join(enginePaths(dataDir).engineDir, 'store');
  const groups = await subdirectories(store);
  const tables = await Promise.all(groups.map(subdirectories));
  await Promise.all([store, ...groups, ...tables.flat()].map(syncDirectory));
}

async function subdirectories(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(ignoreMissing);
  return (entries ?? []).filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(ignoreMissing);
  if (directory === undefined) return;
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
