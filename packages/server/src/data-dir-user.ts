import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirLockedError, lockDataDir } from '@hearth/engine';

/** Who keeps a data directory to itself, as a sentence; undefined while it is free, or not there yet. Changes nothing. */
export async function dataDirUser(dataDir: string): Promise<string | undefined> {
  if (!existsSync(join(dataDir, 'lock'))) return undefined;
  try {
    (await lockDataDir(dataDir, 0)).release();
    return undefined;
  } catch (error) {
    if (error instanceof DataDirLockedError) return error.message;
    throw error;
  }
}
