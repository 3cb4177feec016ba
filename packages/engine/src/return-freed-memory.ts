import { callC } from './c-library.ts';

/**
 * Lets glibc's allocator return the pages of this process that it keeps for later (`malloc_trim(3)`): after a hundred megabytes of
 * bodies it keeps most of them. Other C libraries return pages by themselves and have no such function.
 * @returns whether there was one to call
 */
export function returnFreedMemory(): boolean {
  try {
    callC('malloc_trim', 0);
    return true;
  } catch {
    return false;
  }
}
