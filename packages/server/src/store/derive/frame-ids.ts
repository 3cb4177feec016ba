import { hashText, type Profile, spreadBits, type TextIds, textIdsOf } from '@hearth/profile';
import { columnMemory } from '../native/column-memory.ts';

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

/** What is in them is left from earlier. */
const idColumns = (length: number): IdColumns => ({
  lo: columnMemory.take(length).subarray(0, length),
  hi: columnMemory.take(length).subarray(0, length),
  check: columnMemory.take(length).subarray(0, length),
});

/** Gives the memory to the ids that are made next; those must not be looked at any more. */
export function releaseIds({ lo, hi, check }: IdColumns): void {
  for (const { buffer } of [lo, hi, check]) columnMemory.give(new Uint32Array(buffer));
}

/**
 * The ids of all frames of a profile. Texts count by their ids (`textIdsOf`), which decoders make or each string is hashed for once.
 *
 * A frame is its function, file and module (64 evenly spread bits each) and a few small numbers, so one multiplication by lane
 * and word is enough before the last step, as with nodes (see `nodeIds`). All factors of line and flags are odd but one, so that
 * frames which differ in nothing else never collide.
 */
export function frameIds(profile: Profile, scope: number): IdColumns {
  const { frames, functions, mappings } = profile;
  const ids = idColumns(frames.length);
  const texts = textIdsOf(profile) ?? usedTextIds(profile);
  const scopeLo = Math.imul(scope, 0x2545f491) ^ 0x3c074a61;
  const scopeHi = Math.imul(scope, 0x1b56c4e9) ^ 0x5851f42d;
  const scopeCheck = Math.imul(scope, 0x5bd1e995) ^ 0x14057b7e;
  for (let frame = 0; frame < frames.length; frame++) {
    const func = frames.func[frame]!;
    const mapping = frames.mapping[frame]!;
    const name = (func < 0 ? 0 : functions.name[func]!) * 2;
    const file = (func < 0 ? 0 : functions.file[func]!) * 2;
    const module = (mapping < 0 ? 0 : mappings.file[mapping]!) * 2;
    const line = frames.line[frame]!;
    const flags = (frames.inApp[frame]! + 1) * 2 + frames.inlined[frame]!;
    const [addressLo, addressHi] = func < 0 && mapping >= 0 ? moduleOffset(profile, frame, mapping) : NO_ADDRESS;
    let a = (scopeLo + Math.imul(line, 0x9e3779b1) + Math.imul(flags, 0x7feb352c)) | 0;
    let b = (scopeHi + Math.imul(line, 0xc2b2ae35) + Math.imul(flags, 0x27d4eb2f)) | 0;
    let c = (scopeCheck + Math.imul(line, 0x85ebca77) + Math.imul(flags, 0x165667b1)) | 0;
    a = (a + Math.imul(texts[name]!, 0x85ebca6b) + Math.imul(texts[name + 1]!, 0x846ca68a)) | 0;
    b = (b + Math.imul(texts[name]!, 0x165667b1) + Math.imul(texts[name + 1]!, 0xd3a2646d)) | 0;
    c = (c + Math.imul(texts[name]!, 0xcc9e2d51) + Math.imul(texts[name + 1]!, 0x1b873593)) | 0;
    a = (a + Math.imul(texts[file]!, 0x38b34ae5) + Math.imul(texts[file + 1]!, 0x239b961c)) | 0;
    b = (b + Math.imul(texts[file]!, 0xa1e38b93) + Math.imul(texts[file + 1]!, 0xab0e9789)) | 0;
    c = (c + Math.imul(texts[file]!, 0x2c1b3c6d) + Math.imul(texts[file + 1]!, 0x297a2d39)) | 0;
    a = (a + Math.imul(texts[module]!, 0xe6546b65) + Math.imul(texts[module + 1]!, 0x561ccd1a)) | 0;
    b = (b + Math.imul(texts[module]!, 0x0bcaa747) + Math.imul(texts[module + 1]!, 0x7ed55d17)) | 0;
    c = (c + Math.imul(texts[module]!, 0x4cf5ad43) + Math.imul(texts[module + 1]!, 0x62a9d9ed)) | 0;
    a = (a + Math.imul(addressLo, 0x1b56c4e9) + Math.imul(addressHi, 0x3779884a)) | 0;
    b = (b + Math.imul(addressLo, 0x6c8e9cf5) + Math.imul(addressHi, 0x70939bd5)) | 0;
    c = (c + Math.imul(addressLo, 0x7d5f1e9b) + Math.imul(addressHi, 0x3d4d51cb)) | 0;
    a = spreadBits(a);
    b = spreadBits(b);
    ids.lo[frame] = a === 0 && b === 0 ? 1 : a;
    ids.hi[frame] = b;
    ids.check[frame] = spreadBits(c);
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

/** Of the texts that frames are made of, where the decoder did not make any. */
function usedTextIds({ functions, mappings, strings }: Profile): TextIds {
  const ids = new Uint32Array(strings.length * 2);
  const isDone = new Uint8Array(strings.length);
  const use = (column: Uint32Array): void => {
    for (const string of column) {
      if (isDone[string] === 1) continue;
      isDone[string] = 1;
      hashText(strings[string]!, ids, string);
    }
  };
  use(Uint32Array.of(0));
  use(functions.name);
  use(functions.file);
  use(mappings.file);
  return ids;
}
