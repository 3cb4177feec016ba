import { totalmem } from 'node:os';

/** Memory this process may hope for, in bytes: the container's limit when there is one below the machine's size. */
export function machineMemoryBytes(): number {
  const machineBytes = totalmem();
  // 0 or a huge number where no limit is set.
  const limitBytes = process.constrainedMemory();
  return limitBytes > 0 && limitBytes < machineBytes ? limitBytes : machineBytes;
}
