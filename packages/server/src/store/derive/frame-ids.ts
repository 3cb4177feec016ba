import type { Profile } from '@hearth/profile';
import { Hash64, hashDomains } from './hash64.ts';

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

/** The ids of all frames of a profile. Each string is hashed once. */
export function frameIds(profile: Profile, scope: number): IdColumns {
  const { frames, functions, mappings, strings } = profile;
  const ids = idColumns(frames.length);
  const texts = new TextHashes(strings);
  for (let frame = 0; frame < frames.length; frame++) {
    const func = frames.func[frame]!;
    const mapping = frames.mapping[frame]!;
    const name = texts.of(func < 0 ? 0 : functions.name[func]!);
    const file = texts.of(func < 0 ? 0 : functions.file[func]!);
    const module = texts.of(mapping < 0 ? 0 : mappings.file[mapping]!);
    hash.start(hashDomains.frame);
    hash.word(scope);
    hash.word(texts.lo[name]!);
    hash.word(texts.hi[name]!);
    hash.word(texts.lo[file]!);
    hash.word(texts.hi[file]!);
    hash.word(texts.lo[module]!);
    hash.word(texts.hi[module]!);
    hash.word(frames.line[frame]!);
    hash.word((frames.inApp[frame]! + 1) * 2 + frames.inlined[frame]!);
    if (func < 0 && mapping >= 0) {
      const [lo, hi] = moduleOffset(profile, frame, mapping);
      hash.word(lo);
      hash.word(hi);
    }
    hash.finish();
    ids.lo[frame] = hash.lo;
    ids.hi[frame] = hash.hi;
    ids.check[frame] = hash.check;
  }
  return ids;
}

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
