import type { Profile } from './profile.ts';
import { spreadBits } from './spread-bits.ts';

/** Larger texts get memory of their own. */
const SPARE_BYTES = 4_096;

const encoder = new TextEncoder();
const spare = new Uint8Array(SPARE_BYTES);
const spareView = new DataView(spare.buffer);

/**
 * Ids of texts, two halves each: text i's at 2i and 2i + 1. Such an id is a hash of the text's UTF-8 in two lanes of 32 bits, four bytes
 * a step, each lane a Murmur3 with constants of its own. Ids of frames are made of them and are stored: changing anything here
 * means a new id for everything.
 */
export type TextIds = Uint32Array;

const idsOfProfiles = new WeakMap<Profile, TextIds>();

/** The ids of a profile's strings, when its decoder made them. */
export const textIdsOf = (profile: Profile): TextIds | undefined => idsOfProfiles.get(profile);

/** Notes the ids of a profile's strings beside it: whoever makes another profile of it with other strings cannot take them along. */
export function keepTextIds(profile: Profile, ids: TextIds): void {
  idsOfProfiles.set(profile, ids);
}

/** Writes the id of the UTF-8 text in bytes `start .. end` as that of text `row`. Returns whether the text is ASCII. */
export function hashUtf8(bytes: DataView, start: number, end: number, ids: TextIds, row: number): boolean {
  let lo = 0x2f0b4c47;
  let hi = 0x61c88647;
  let all = 0;
  let at = start;
  while (at < end) {
    let word = 0;
    if (at + 4 <= end) {
      word = bytes.getInt32(at, true);
      at += 4;
    } else {
      for (let shift = 0; at < end; at++, shift += 8) word |= bytes.getUint8(at) << shift;
    }
    all |= word;
    let k = Math.imul(word, 0xcc9e2d51 | 0);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    lo ^= k;
    lo = (Math.imul((lo << 13) | (lo >>> 19), 5) + 0xe6546b64) | 0;
    k = Math.imul(word, 0x239b961b);
    k = Math.imul((k << 16) | (k >>> 16), 0xab0e9789 | 0);
    hi ^= k;
    hi = (Math.imul((hi << 17) | (hi >>> 15), 5) + 0x561ccd1b) | 0;
  }
  lo = (lo ^ (end - start)) | 0;
  hi = (hi ^ (end - start)) | 0;
  lo = (lo + hi) | 0;
  hi = (hi + lo) | 0;
  lo = spreadBits(lo);
  hi = spreadBits(hi);
  lo = (lo + hi) | 0;
  ids[row * 2] = lo;
  ids[row * 2 + 1] = hi + lo;
  return (all & NOT_ASCII) === 0;
}

/** The same for a text that was decoded. Half a character counts as U+FFFD, as which it is stored. */
export function hashText(text: string, ids: TextIds, row: number): void {
  let length = 0;
  while (length < text.length && length < SPARE_BYTES) {
    const code = text.charCodeAt(length);
    if (code > 0x7f) break;
    spare[length++] = code;
  }
  if (length === text.length) {
    hashUtf8(spareView, 0, length, ids, row);
  } else {
    const bytes = encoder.encode(text);
    hashUtf8(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, ids, row);
  }
}

const NOT_ASCII = 0x80808080 | 0;
