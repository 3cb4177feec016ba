import { callC } from './c-library.ts';

const LOCK_EXCLUSIVE = 2;
const LOCK_NON_BLOCKING = 4;
/** EWOULDBLOCK on Linux and on macOS. */
const HELD_BY_ANOTHER: ReadonlySet<number> = new Set([11, 35]);

/**
 * Takes an exclusive `flock(2)` on an open file without waiting: true when taken, false when another holds it.
 * The kernel lets it go when the holder closes the file or dies in any way, so a stale lock cannot exist and a process
 * id that is used again means nothing.
 * @throws Error when the file system has no locks.
 */
export function tryFlock(fileDescriptor: number): boolean {
  const result = callC('flock', fileDescriptor, LOCK_EXCLUSIVE | LOCK_NON_BLOCKING);
  if (result.value === 0) return true;
  if (HELD_BY_ANOTHER.has(result.errno)) return false;
  throw new Error(`this file system does not lock files: ${result.message}`);
}
