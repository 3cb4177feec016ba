export type Codec = 'gzip' | 'zstd' | 'lz4' | 'none';

/**
 * Tells how bytes are compressed by their first four. No pprof, JFR or JSON document starts like any of these: as protobuf
 * they would be wire types that do not exist, or a varint where every field of a profile is a message.
 */
export function codecOf(bytes: Uint8Array): Codec {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd) return 'zstd';
  if (bytes[0] === 0x04 && bytes[1] === 0x22 && bytes[2] === 0x4d && bytes[3] === 0x18) return 'lz4';
  return 'none';
}
