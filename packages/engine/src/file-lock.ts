import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryFlock } from './flock.ts';

/** Who holds a lock, as its holder wrote it down: for the message only, the lock itself is the kernel's. */
export interface LockHolder {
  readonly pid: number;
  readonly since: string;
}

/** A lock that was taken. It ends with `release()` or with the process, however that ends. */
export interface FileLock {
  readonly path: string;
  release(): void;
}

/** How often a waiting process asks again: a predecessor that dies is noticed soon, and asking costs one system call. */
const ASK_AGAIN_MS = 50;

/**
 * Takes the exclusive lock on a file, which is created when missing, waiting up to `patienceMs` for its holder to end.
 * Resolves with who holds it when patience runs out (undefined: the holder did not write its name).
 */
export async function takeFileLock(
  path: string,
  patienceMs: number,
): Promise<{ readonly lock: FileLock } | { readonly holder: LockHolder | undefined }> {
  const deadline = performance.now() + patienceMs;
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    while (!tryFlock(file)) {
      if (performance.now() >= deadline) {
        const holder = readHolder(path);
        closeSync(file);
        return { holder };
      }
      await sleep(ASK_AGAIN_MS);
    }
    fchmodSync(file, 0o600);
    ftruncateSync(file);
    writeSync(file, `${JSON.stringify({ pid: process.pid, since: new Date().toISOString() })}\n`, 0);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  let held = true;
  const release = (): void => {
    if (!held) return;
    held = false;
    // The file stays: removing it would let two processes lock two files of one name.
    ftruncateSync(file);
    closeSync(file);
  };
  return { lock: { path, release } };
}

function readHolder(path: string): LockHolder | undefined {
  try {
    const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof written !== 'object' || written === null || !('pid' in written) || !('since' in written))
      return undefined;
    const { pid, since } = written;
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : undefined;
  } catch {
    // Caught between its truncation and its writing: the name is a courtesy.
    return undefined;
  }
}
