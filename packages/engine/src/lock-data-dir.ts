import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeFileLock } from './file-lock.ts';

/** A predecessor drains for up to 3 s and its engine may take as long again to let go of the data. */
export const LOCK_PATIENCE_MS = 6_000;

/** A data directory that belongs to this process until `release()` or its end. */
export interface DataDirLock {
  /** Absolute path of the directory. */
  readonly dataDir: string;
  release(): void;
}

/** Another living process uses the data directory. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError';
  readonly dataDir: string;
  /** Process id of the holder, as it wrote it down. */
  readonly holderPid: number | undefined;

  constructor(dataDir: string, holderPid: number | undefined, since: string | undefined) {
    const holder = holderPid === undefined ? 'another process' : `process ${holderPid}`;
    const age = since === undefined ? '' : ` since ${since}`;
    super(
      `The data directory ${dataDir} is in use by ${holder}${age}. ` +
        'Stop that Hearth first, or start this one with another data directory.',
    );
    this.dataDir = dataDir;
    this.holderPid = holderPid;
  }
}

/**
 * Makes the data directory (mode 0700) and takes it for this process: two servers on one directory would lose data.
 * Waits up to `LOCK_PATIENCE_MS` for a predecessor that is about to end.
 * @throws DataDirLockedError naming the process that keeps it.
 */
export async function lockDataDir(dataDir: string, patienceMs: number = LOCK_PATIENCE_MS): Promise<DataDirLock> {
  const absolute = resolve(dataDir);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  const taken = await takeFileLock(join(absolute, 'lock'), patienceMs);
  if ('holder' in taken) throw new DataDirLockedError(absolute, taken.holder?.pid, taken.holder?.since);
  return { dataDir: absolute, release: taken.lock.release };
}
