import type { Profile } from '@hearth/profile';
import { Hash64, hashDomains, spread } from './hash64.ts';

/** What is stored of a frame. */
export interface FrameContent {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  /** Offset in the module while there is no symbol, else 0. Never an absolute address: those differ from run to run. */
  readonly addressLo: number;
  readonly addressHi: number;
  readonly inApp: number;
  readonly inlined: number;
}

/** Ids of a table's rows: lo and hi halves and the check of the content. */
export interface IdColumns {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  readonly check: Uint32Array;
}

export const idColumns = (length: number): IdColumns => ({
  lo: new Uint32Array(length),
  hi: new Uint32Array(length),
  check: new Uint32Array(length),
});

const hash = new Hash64();

/**
 * The ids of all frames of a profile. Each string is hashed once.
 *
 * A frame is its function, file and module (64 evenly spread bits each) and a few small numbers, so one multiplication by lane
 * and word is enough before the last step, as with nodes (see `nodeIds`). All factors of line and flags are odd but one, so that
 * frames which differ in nothing else never collide.
 */
export function frameIds(profile: Profile, scope: number): IdColumns {
  const { frames, functions, mappings, strings } = profile;
  const ids = idColumns(frames.length);
  const texts = new TextHashes(strings);
  const { lo: textLo, hi: textHi } = texts;
  const scopeLo = Math.imul(scope, 0x2545f491) ^ 0x3c074a61;
  const scopeHi = Math.imul(scope, 0x1b56c4e9) ^ 0x5851f42d;
  const scopeCheck = Math.imul(scope, 0x5bd1e995) ^ 0x14057b7e;
  for (let frame = 0; frame < frames.length; frame++) {
    const func = frames.func[frame]!;
    const mapping = frames.mapping[frame]!;
    const name = texts.of(func < 0 ? 0 : functions.name[func]!);
    const file = texts.of(func < 0 ? 0 : functions.file[func]!);
    const module = texts.of(mapping < 0 ? 0 : mappings.file[mapping]!);
    const line = frames.line[frame]!;
    const flags = (frames.inApp[frame]! + 1) * 2 + frames.inlined[frame]!;
    const [addressLo, addressHi] = func < 0 && mapping >= 0 ? moduleOffset(profile, frame, mapping) : NO_ADDRESS;
    let a = (scopeLo + Math.imul(line, 0x9e3779b1) + Math.imul(flags, 0x7feb352c)) | 0;
    let b = (scopeHi + Math.imul(line, 0xc2b2ae35) + Math.imul(flags, 0x27d4eb2f)) | 0;
    let c = (scopeCheck + Math.imul(line, 0x85ebca77) + Math.imul(flags, 0x165667b1)) | 0;
    a = (a + Math.imul(textLo[name]!, 0x85ebca6b) + Math.imul(textHi[name]!, 0x846ca68a)) | 0;
    b = (b + Math.imul(textLo[name]!, 0x165667b1) + Math.imul(textHi[name]!, 0xd3a2646d)) | 0;
    c = (c + Math.imul(textLo[name]!, 0xcc9e2d51) + Math.imul(textHi[name]!, 0x1b873593)) | 0;
    a = (a + Math.imul(textLo[file]!, 0x38b34ae5) + Math.imul(textHi[file]!, 0x239b961c)) | 0;
    b = (b + Math.imul(textLo[file]!, 0xa1e38b93) + Math.imul(textHi[file]!, 0xab0e9789)) | 0;
    c = (c + Math.imul(textLo[file]!, 0x2c1b3c6d) + Math.imul(textHi[file]!, 0x297a2d39)) | 0;
    a = (a + Math.imul(textLo[module]!, 0xe6546b65) + Math.imul(textHi[module]!, 0x561ccd1a)) | 0;
    b = (b + Math.imul(textLo[module]!, 0x0bcaa747) + Math.imul(textHi[module]!, 0x7ed55d17)) | 0;
    c = (c + Math.imul(textLo[module]!, 0x4cf5ad43) + Math.imul(textHi[module]!, 0x62a9d9ed)) | 0;
    a = (a + Math.imul(addressLo, 0x1b56c4e9) + Math.imul(addressHi, 0x3779884a)) | 0;
    b = (b + Math.imul(addressLo, 0x6c8e9cf5) + Math.imul(addressHi, 0x70939bd5)) | 0;
    c = (c + Math.imul(addressLo, 0x7d5f1e9b) + Math.imul(addressHi, 0x3d4d51cb)) | 0;
    a = spread(a);
    b = spread(b);
    ids.lo[frame] = a === 0 && b === 0 ? 1 : a;
    ids.hi[frame] = b;
    ids.check[frame] = spread(c);
  }
  return ids;
}

const NO_ADDRESS = [0, 0] as const;

export function frameContent(profile: Profile, frame: number): FrameContent {
  const { frames, functions, mappings, strings } = profile;
  const func = frames.func[frame]!;
  const mapping = frames.mapping[frame]!;
  const [addressLo, addressHi] = func < 0 && mapping >= 0 ? moduleOffset(profile, frame, mapping) : [0, 0];
  return {
    function: func < 0 ? '' : strings[functions.name[func]!]!,
    file: func < 0 ? '' : strings[functions.file[func]!]!,
    line: frames.line[frame]!,
    module: mapping < 0 ? '' : strings[mappings.file[mapping]!]!,
    addressLo,
    addressHi,
    inApp: frames.inApp[frame]!,
    inlined: frames.inlined[frame]!,
  };
}

/** Address minus where the module begins plus the offset of that place in its file, modulo 2^64. */
function moduleOffset({ frames, mappings }: Profile, frame: number, mapping: number): readonly [number, number] {
  const borrowed = frames.addressLo[frame]! - mappings.startLo[mapping]!;
  const lo = (borrowed >>> 0) + mappings.offsetLo[mapping]!;
  const carry = lo >= 2 ** 32 ? 1 : 0;
  const borrow = borrowed < 0 ? 1 : 0;
  const hi = frames.addressHi[frame]! - mappings.startHi[mapping]! - borrow + mappings.offsetHi[mapping]! + carry;
  return [lo >>> 0, hi >>> 0];
}

/** Hashes of a profile's strings, made when first asked for. */
class TextHashes {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  readonly #done: Uint8Array;
  readonly #strings: readonly string[];

  constructor(strings: readonly string[]) {
    this.#strings = strings;
    this.lo = new Uint32Array(strings.length);
    this.hi = new Uint32Array(strings.length);
    this.#done = new Uint8Array(strings.length);
  }

  /** Makes sure that the hash of a string is there; returns its index. */
  of(string: number): number {
    if (this.#done[string] === 0) {
      hash.textId(hashDomains.text, this.#strings[string]!);
      this.lo[string] = hash.lo;
      this.hi[string] = hash.hi;
      this.#done[string] = 1;
    }
    return string;
  }
}
