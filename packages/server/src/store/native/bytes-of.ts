import { endianness } from 'node:os';

if (endianness() !== 'LE')
  throw new Error('Hearth runs on little-endian machines only: its columns are sent as they lie in memory');

/** The first `length` elements of a typed array as the bytes that Native wants. */
export function bytesOf(values: Uint8Array | Int8Array | Uint16Array | Uint32Array, length: number): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, length * values.BYTES_PER_ELEMENT);
}
