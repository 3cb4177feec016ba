import { DataType, load, open } from 'ffi-rs';

const LOCK_EXCLUSIVE = 2;
const LOCK_NON_BLOCKING = 4;
/** EWOULDBLOCK: Linux, macOS. */
const HELD_BY_ANOTHER: ReadonlySet<number> = new Set([11, 35]);
/** The running program itself, whose C library is already loaded. */
const SELF = 'hearth-c-library';

let opened = false;

/**
 * Takes an exclusive `flock(2)` on an open file without waiting: true when taken, false when another holds it.
 * The kernel lets it go when the holder closes the file or dies in any way, so a stale lock cannot exist.
 * @throws Error when the file system has no locks.
 */
export function tryFlock(fileDescriptor: number): boolean {
  if (!opened) {
    open({ library: SELF, path: '' });
    opened = true;
  }
  const result = load<DataType.I32, true>({
    library: SELF,
    funcName: 'flock',
    retType: DataType.I32,
    paramsType: [DataType.I32, DataType.I32],
    paramsValue: [fileDescriptor, LOCK_EXCLUSIVE | LOCK_NON_BLOCKING],
    errno: true,
  });
  if (result.value === 0) return true;
  if (HELD_BY_ANOTHER.has(result.errnoCode)) return false;
  throw new Error(`flock failed: ${result.errnoMessage}`);
}
