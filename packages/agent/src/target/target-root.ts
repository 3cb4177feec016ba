import { readlinkSync } from 'node:fs';

/**
 * Where the files of a process lie for this one. A process in a container has a file system of its own, which the kernel
 * shows below `/proc/PID/root` for as long as it runs.
 *
 * @returns '' for a process that sees the same files, and for one that is gone
 */
export function targetRoot(pid: number): string {
  try {
    const isSame = readlinkSync(`/proc/${pid}/ns/mnt`) === readlinkSync('/proc/self/ns/mnt');
    return isSame ? '' : `/proc/${pid}/root`;
  } catch {
    return '';
  }
}
