import { createHash } from 'node:crypto';

/**
 * 32 hex digits over a list of texts and bytes; lengths are hashed along, so that moving a byte from one element to the next
 * is another list.
 */
export function contentHash(elements: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const element of elements) {
    const length = typeof element === 'string' ? Buffer.byteLength(element) : element.length;
    hash.update(`${typeof element === 'string' ? 't' : 'b'}${length}:`);
    hash.update(element);
  }
  return hash.digest('hex').slice(0, 32);
}
