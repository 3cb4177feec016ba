/** Names of some dozen applications; a slot costs 72 bytes and the text in it. */
const SLOTS = 2 ** 16;
/** Nearly all names and paths are shorter. The length takes the low bits of a slot's key. */
const MAX_BYTES = 64;
const LENGTH_BITS = 7;
const NOT_ASCII = 0x80808080 | 0;

/**
 * Short texts of ASCII that were decoded before, found by their bytes: profiles of one application bring the same names again and
 * again, and a text that is taken from here costs neither decoding nor memory. A slot holds the text that came last, so that the
 * cache is bounded and a search is one look, whatever anybody sends. Texts are compared byte by byte.
 */
export class TextCache {
  readonly #texts: string[] = new Array<string>(SLOTS).fill('');
  /** Hash and length of each slot's text; 0 where there is none. */
  readonly #keys = new Int32Array(SLOTS);
  /** The bytes of each slot's text. */
  readonly #kept = new DataView(new ArrayBuffer(SLOTS * MAX_BYTES));

  /** The text in bytes `start .. end`; undefined when it is long or not ASCII. */
  get(bytes: DataView, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > MAX_BYTES) return undefined;
    const hash = hashAscii(bytes, start, end);
    if (hash === 0) return undefined;
    const slot = hash & (SLOTS - 1);
    const key = (hash << LENGTH_BITS) | length;
    if (this.#keys[slot] === key && this.#isKept(slot, bytes, start, end)) return this.#texts[slot]!;
    return this.#keep(slot, key, bytes, start, end);
  }

  #isKept(slot: number, bytes: DataView, start: number, end: number): boolean {
    const kept = this.#kept;
    let against = slot * MAX_BYTES;
    let at = start;
    for (; at + 4 <= end; at += 4, against += 4) {
      if (bytes.getInt32(at, true) !== kept.getInt32(against, true)) return false;
    }
    for (; at < end; at++, against++) if (bytes.getUint8(at) !== kept.getUint8(against)) return false;
    return true;
  }

  #keep(slot: number, key: number, bytes: DataView, start: number, end: number): string {
    const from = new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
    new Uint8Array(this.#kept.buffer, slot * MAX_BYTES, from.length).set(from);
    const text = String.fromCharCode.apply(null, from as unknown as number[]);
    this.#texts[slot] = text;
    this.#keys[slot] = key;
    return text;
  }
}

/** A hash of ASCII, never 0; 0 for anything else. */
function hashAscii(bytes: DataView, start: number, end: number): number {
  let hash = end - start;
  let all = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes.getInt32(at, true);
    all |= word;
    hash = Math.imul(hash ^ word, 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) {
    const byte = bytes.getUint8(at);
    all |= byte;
    hash = Math.imul(hash ^ byte, 0x5bd1e995);
  }
  hash ^= hash >>> 13;
  if ((all & NOT_ASCII) !== 0) return 0;
  return hash === 0 ? 1 : hash;
}
