import { GrowableInt32 } from '../growable-int32.ts';
import { PairTable } from '../pair-table.ts';
import type { StackTable } from '../profile.ts';
import { StackTreeBuilder } from '../stack-tree-builder.ts';
import type { Locations } from './decode-locations.ts';
import type { PprofLimits } from './limits.ts';
import type { Scratch } from './scratch.ts';
import type { WireReader } from './wire-reader.ts';

/** Of one location: so many frames are entered anew as fast as a look-up would find them. */
const FEW_FRAMES = 8;
/** Different stacks of a timeline of a minute. */
const USUAL_STACKS = 512;
/** Stacks by which a profile is known to be added up already, if it is small. */
const FIRST_STACKS = 64;
const FEW_SAMPLES = 2_048;
const INITIAL_DEPTH = 256;
const INITIAL_ARENA_BYTES = 16_384;
const MAX_SPARE_BYTES = 2 ** 18;

/** Memory for one profile after the other: what is read was written for the same profile. */
let spareArena = new Uint8Array(INITIAL_ARENA_BYTES);

/**
 * Turns the location ids of samples (leaf first) into nodes of the prefix tree (root first). Most samples of a timeline repeat a stack
 * that was seen before, as the very same bytes: the bytes are hashed, and when they equal those of an earlier sample its node is
 * taken without looking at a single id. Profiles that were added up have each stack once, so small ones soon stop looking.
 */
export class StackReader {
  readonly #reader: WireReader;
  /** The profile's bytes. */
  readonly #view: DataView;
  readonly #locations: Locations;
  readonly #limits: PprofLimits;
  readonly #tree: StackTreeBuilder;
  /** No location has more than one frame, as in all profiles without inlined functions. */
  readonly #oneFrameEach: boolean;
  /** The node of (node, location) where locations have several frames. */
  readonly #inlined: PairTable;

  /** Index into the two columns below by (hash of the bytes, their number). */
  readonly #seen: PairTable;
  readonly #seenStart: GrowableInt32;
  readonly #seenNode: GrowableInt32;
  /** Copies of the bytes of all different stacks, one after the other: small enough for the caches, unlike the profile. */
  #arena = spareArena;
  #arenaView = new DataView(this.#arena.buffer);
  #arenaLength = 0;

  /** Few samples: entering a stack again would cost less than remembering all of them. */
  readonly #isSmall: boolean;
  /** Samples whose bytes were looked for. */
  #looked = 0;
  /** None of the first stacks came twice, as in a profile that its profiler has added up: nothing more is looked for. */
  #isSummed = false;

  /** Locations of the sample at hand, leaf first. */
  #path = new Int32Array(INITIAL_DEPTH);
  #depth = 0;

  /** `expectedNodes` is a guess at the size of the tree, which saves growing. */
  constructor(reader: WireReader, samples: number, expectedNodes: number, locations: Locations, limits: PprofLimits) {
    const { buffer, byteOffset, byteLength } = reader.bytes;
    this.#reader = reader;
    this.#view = new DataView(buffer, byteOffset, byteLength);
    this.#locations = locations;
    this.#limits = limits;
    this.#tree = new StackTreeBuilder(expectedNodes);
    this.#oneFrameEach = locations.frames.length === locations.first.length - 1;
    this.#inlined = new PairTable();
    this.#isSmall = samples <= FEW_SAMPLES;
    const expected = this.#isSmall ? FIRST_STACKS : USUAL_STACKS;
    this.#seen = new PairTable(expected);
    this.#seenStart = new GrowableInt32(expected);
    this.#seenNode = new GrowableInt32(expected);
  }

  /** The node of a whole stack given as packed ids in bytes `start .. stop`. */
  packed(start: number, stop: number): number {
    if (this.#isSummed) {
      this.pushPacked(start, stop);
      return this.enter();
    }
    this.#looked += 1;
    const next = this.#seenNode.length;
    const seen = this.#seen.getOrAdd(this.#hash(start, stop), stop - start, next);
    if (seen !== next && this.#equal(start, stop, this.#seenStart.at(seen))) return this.#seenNode.at(seen);
    this.pushPacked(start, stop);
    const node = this.enter();
    if (seen === next) {
      this.#seenStart.push(this.#keep(start, stop));
      this.#seenNode.push(node);
      this.#isSummed = this.#isSmall && next + 1 === FIRST_STACKS && this.#looked === FIRST_STACKS;
    }
    return node;
  }

  /** Adds packed ids to the sample at hand. */
  pushPacked(start: number, stop: number): void {
    const reader = this.#reader;
    const { ids } = this.#locations;
    const { dense } = ids;
    const { bytes, end } = reader;
    reader.end = stop;
    let pos = start;
    let path = this.#path;
    let depth = this.#depth;
    while (pos < stop) {
      const byte = bytes[pos]!;
      const next = pos + 1 < stop ? bytes[pos + 1]! : 0x80;
      const id = byte < 0x80 ? byte : next < 0x80 ? (byte & 0x7f) | (next << 7) : dense.length;
      const location = id < dense.length ? dense[id]! : -1;
      if (location >= 0 && depth < path.length) {
        path[depth++] = location;
        pos += byte < 0x80 ? 1 : 2;
      } else {
        reader.pos = pos;
        reader.varint();
        pos = reader.pos;
        this.#depth = depth;
        this.push(ids.get(reader.lo, reader.hi));
        path = this.#path;
        depth = this.#depth;
      }
    }
    this.#depth = depth;
    reader.end = end;
  }

  /** Adds one location, further out than those before. */
  push(location: number): void {
    if (location < 0) this.#reader.fail('unknown_id', 'no location has this id');
    if (this.#depth === this.#path.length) {
      if (this.#depth >= this.#limits.depth) this.#tooDeep();
      const longer = new Int32Array(this.#depth * 2);
      longer.set(this.#path);
      this.#path = longer;
    }
    this.#path[this.#depth++] = location;
  }

  /** Enters the locations of the sample at hand into the tree and begins the next one. */
  enter(): number {
    const tree = this.#tree;
    const node = this.#oneFrameEach ? tree.descend(this.#path, this.#depth) : this.#enterInlined();
    this.#depth = 0;
    if (tree.length > this.#limits.stacks) {
      this.#reader.fail('too_many_stacks', `more than ${this.#limits.stacks} different stacks`);
    }
    return node;
  }

  /**
   * A few bytes of a sample may name thousands of inlined frames, and samples that repeat them must not cost much more than their
   * bytes: each pair of a node and a location of more than a few frames is walked once.
   */
  #enterInlined(): number {
    const { first } = this.#locations;
    const path = this.#path;
    const tree = this.#tree;
    let frames = 0;
    let node = -1;
    for (let at = this.#depth - 1; at >= 0; at--) {
      const location = path[at]!;
      const outermost = first[location + 1]! - 1;
      const innermost = first[location]!;
      const count = outermost - innermost + 1;
      frames += count;
      const known = count > FEW_FRAMES ? this.#inlined.get(node, location) : -1;
      if (known >= 0) {
        node = known;
        continue;
      }
      const above = node;
      for (let frame = outermost; frame >= innermost; frame--) node = tree.child(node, frame);
      if (count > FEW_FRAMES) this.#inlined.getOrAdd(above, location, node);
    }
    if (frames > this.#limits.depth) this.#tooDeep();
    return node;
  }

  /** The tree; nothing can be read afterwards. */
  finish(memory?: Scratch): StackTable {
    const table = this.#tree.finish(memory);
    this.#tree.release();
    if (this.#arena.length <= MAX_SPARE_BYTES) spareArena = this.#arena;
    return table;
  }

  /** Eight bytes a step in two lanes, as each multiplication has to wait for the one before it. */
  #hash(start: number, stop: number): number {
    const view = this.#view;
    let even = 0x1747b28c;
    let odd = 0x3c6ef372;
    let at = start;
    for (; at + 8 <= stop; at += 8) {
      even = Math.imul(even ^ view.getInt32(at, true), 0x5bd1e995);
      odd = Math.imul(odd ^ view.getInt32(at + 4, true), 0x2c1b3c6d);
    }
    for (; at < stop; at++) even = Math.imul(even ^ view.getUint8(at), 0x5bd1e995);
    return even ^ (even >>> 15) ^ Math.imul(odd ^ (odd >>> 13), 0x297a2d39);
  }

  /** Whether bytes `start .. stop` of the profile equal those kept at `kept`. Their numbers are known to be equal. */
  #equal(start: number, stop: number, kept: number): boolean {
    const view = this.#view;
    const arena = this.#arenaView;
    let at = start;
    let against = kept;
    for (; at + 4 <= stop; at += 4, against += 4) {
      if (view.getInt32(at, true) !== arena.getInt32(against, true)) return false;
    }
    for (; at < stop; at++, against++) if (view.getUint8(at) !== arena.getUint8(against)) return false;
    return true;
  }

  #keep(start: number, stop: number): number {
    const kept = this.#arenaLength;
    const needed = kept + stop - start;
    let bytes = this.#arena;
    if (needed > bytes.length) {
      const bigger = new Uint8Array(Math.max(bytes.length * 2, needed));
      bigger.set(bytes);
      bytes = bigger;
      this.#arena = bigger;
      this.#arenaView = new DataView(bigger.buffer);
    }
    const view = this.#view;
    const arena = this.#arenaView;
    let at = start;
    let to = kept;
    for (; at + 4 <= stop; at += 4, to += 4) arena.setInt32(to, view.getInt32(at, true), true);
    for (; at < stop; at++, to++) bytes[to] = view.getUint8(at);
    this.#arenaLength = needed;
    return kept;
  }

  #tooDeep(): never {
    this.#reader.fail('too_deep', `a stack of more than ${this.#limits.depth} frames`);
  }
}
