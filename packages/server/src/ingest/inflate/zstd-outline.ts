import { corrupt, type InflateOptions, tooLarge } from './inflate-options.ts';

/** What the headers of a zstd stream say before anything is inflated. Sizes in bytes, over all frames. */
export interface ZstdOutline {
  /** The content has no more than this. */
  readonly most: number;
  /** The content has no less than this (what blocks without compression and runs of one byte add up to). */
  readonly least: number;
}

/** RFC 8878 3.1.1.1.2 asks decoders to take at least 8 MiB; zstd's levels up to 19 stay within. */
export const MAX_ZSTD_WINDOW_BYTES = 8 * 2 ** 20;

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** RFC 8878 3.1.1.2.4. */
const MAX_BLOCK_BYTES = 128 * 2 ** 10;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;

/**
 * Walks over the frames and block headers of a zstd stream (RFC 8878 3.1) without inflating anything.
 *
 * @throws HearthError `corrupt_compression` when cut off or not zstd, `inflated_too_large` for a window beyond
 *   {@link MAX_ZSTD_WINDOW_BYTES} or more content than `maxBytes`
 */
export function outlineZstd(bytes: Uint8Array, options: InflateOptions): ZstdOutline {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let most = 0;
  let least = 0;
  let at = 0;
  const need = (count: number): void => {
    if (at + count > bytes.length) throw corrupt(options, 'the zstd content is cut off');
  };

  while (at < bytes.length) {
    need(4);
    const magic = view.getUint32(at, true);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      need(8);
      at += 8 + view.getUint32(at + 4, true);
      need(0);
      continue;
    }
    if (magic !== MAGIC) throw corrupt(options, 'something follows the zstd content');
    at += 4;

    need(1);
    const descriptor = bytes[at]!;
    at += 1;
    const singleSegment = (descriptor & 0x20) !== 0;
    const hasChecksum = (descriptor & 0x04) !== 0;
    if ((descriptor & 0x08) !== 0) throw corrupt(options, 'the zstd frame header is not valid');
    let windowBytes = 0;
    if (!singleSegment) {
      need(1);
      const base = 2 ** (10 + (bytes[at]! >> 3));
      windowBytes = base + (base / 8) * (bytes[at]! & 7);
      if (windowBytes > MAX_ZSTD_WINDOW_BYTES) throw tooLarge(options);
      at += 1;
    }
    const dictionaryIdBytes = DICTIONARY_ID_BYTES[(descriptor & 3) as 0 | 1 | 2 | 3];
    need(dictionaryIdBytes);
    at += dictionaryIdBytes;
    const sizeFlag = (descriptor >> 6) as 0 | 1 | 2 | 3;
    const sizeBytes = sizeFlag === 0 && singleSegment ? 1 : CONTENT_SIZE_BYTES[sizeFlag];
    need(sizeBytes);
    const contentBytes = readContentSize(view, at, sizeBytes);
    at += sizeBytes;
    if (contentBytes !== undefined && contentBytes > options.maxBytes) throw tooLarge(options);
    const blockMaxBytes = Math.min(MAX_BLOCK_BYTES, singleSegment ? (contentBytes ?? 0) : windowBytes);

    let frameMost = 0;
    for (let last = false; !last; ) {
      need(3);
      const header = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
      at += 3;
      last = (header & 1) !== 0;
      const type = (header >> 1) & 3;
      const size = header >> 3;
      if (type === 3) throw corrupt(options, 'a zstd block is not valid');
      const stored = type === 1 ? 1 : size;
      need(stored);
      at += stored;
      if (type !== 2) least += size;
      frameMost += type === 2 ? blockMaxBytes : size;
      if (least > options.maxBytes) throw tooLarge(options);
    }
    if (hasChecksum) {
      need(4);
      at += 4;
    }
    most += contentBytes === undefined ? frameMost : Math.min(contentBytes, frameMost);
  }
  return { most, least };
}

function readContentSize(view: DataView, at: number, sizeBytes: 0 | 1 | 2 | 4 | 8): number | undefined {
  switch (sizeBytes) {
    case 0:
      return undefined;
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    case 8:
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  }
}
