import { PairTable } from '../pair-table.ts';
import type { StackTable } from '../profile.ts';
import { StackTreeBuilder } from '../stack-tree-builder.ts';
import type { Locations } from './decode-locations.ts';
import type { PprofLimits } from './limits.ts';
import type { WireReader } from './wire-reader.ts';

const INITIAL_DEPTH = 256;

/**
 * Turns the location ids of samples (leaf first) into nodes of the prefix tree (root first). Two short cuts:
 *
 * 1. Most samples repeat a stack that was seen before, as the very same bytes. The bytes are hashed, and when they equal those of an
 *    earlier sample its node is taken without looking at a single id.
 * 2. Stacks share their outer frames: the path entered before is tried before the tree's hash table.
 *
 *     main handle hash      main -> 0, handle -> 1, hash -> 2      three look-ups
 *     main handle render    main, handle as before, render -> 3    one look-up
 */
export class StackReader {
  readonly #reader: WireReader;
  readonly #view: DataView;
  readonly #locations: Locations;
  readonly #limits: PprofLimits;
  readonly #tree = new StackTreeBuilder();

  /** Index into the two columns below by (hash of the bytes, their number). */
  readonly #seen: PairTable;
  readonly #seenStart: Int32Array;
  readonly #seenNode: Int32Array;
  #seenLength = 0;

  /** Locations of the sample at hand, leaf first. */
  #path = new Int32Array(INITIAL_DEPTH);
  #depth = 0;
  /** Locations and nodes of the path entered last, root first. */
  #lastPath = new Int32Array(INITIAL_DEPTH);
  #lastNodes = new Int32Array(INITIAL_DEPTH);
  #lastDepth = 0;

  constructor(reader: WireReader, samples: number, locations: Locations, limits: PprofLimits) {
    const { buffer, byteOffset, byteLength } = reader.bytes;
    this.#reader = reader;
    this.#view = new DataView(buffer, byteOffset, byteLength);
    this.#locations = locations;
    this.#limits = limits;
    this.#seen = new PairTable();
    this.#seenStart = new Int32Array(samples);
    this.#seenNode = new Int32Array(samples);
  }

  /** The node of a whole stack given as packed ids in bytes `start .. stop`. */
  packed(start: number, stop: number): number {
    const next = this.#seenLength;
    const seen = this.#seen.getOrAdd(this.#hash(start, stop), stop - start, next);
    if (seen !== next && this.#equal(start, stop, this.#seenStart[seen]!)) return this.#seenNode[seen]!;
    this.pushPacked(start, stop);
    const node = this.enter();
    if (seen === next) {
      this.#seenStart[next] = start;
      this.#seenNode[next] = node;
      this.#seenLength = next + 1;
    }
    return node;
  }

  /** Adds packed ids to the sample at hand. */
  pushPacked(start: number, stop: number): void {
    const reader = this.#reader;
    const { ids } = this.#locations;
    const { end } = reader;
    reader.pos = start;
    reader.end = stop;
    while (reader.pos < stop) {
      reader.varint();
      this.push(ids.get(reader.lo, reader.hi));
    }
    reader.end = end;
  }

  /** Adds one location, further out than those before. */
  push(location: number): void {
    if (location < 0) this.#reader.fail('unknown_id', 'no location has this id');
    if (this.#depth === this.#path.length) {
      if (this.#depth >= this.#limits.depth) this.#tooDeep();
      this.#path = grown(this.#path);
      this.#lastPath = grown(this.#lastPath);
      this.#lastNodes = grown(this.#lastNodes);
    }
    this.#path[this.#depth++] = location;
  }

  /** Enters the locations of the sample at hand into the tree and begins the next one. */
  enter(): number {
    const { first } = this.#locations;
    const path = this.#path;
    const lastPath = this.#lastPath;
    const lastNodes = this.#lastNodes;
    const tree = this.#tree;
    const depth = this.#depth;
    let level = 0;
    let node = -1;
    let frames = depth;
    while (level < depth && level < this.#lastDepth && lastPath[level] === path[depth - 1 - level]) {
      node = lastNodes[level++]!;
    }
    for (; level < depth; level++) {
      const location = path[depth - 1 - level]!;
      const outermost = first[location + 1]! - 1;
      for (let frame = outermost; frame >= first[location]!; frame--) node = tree.child(node, frame);
      lastPath[level] = location;
      lastNodes[level] = node;
    }
    this.#lastDepth = depth;
    this.#depth = 0;
    for (let at = 0; at < depth; at++) frames += first[path[at]! + 1]! - first[path[at]!]! - 1;
    if (frames > this.#limits.depth) this.#tooDeep();
    if (tree.length > this.#limits.stacks) {
      this.#reader.fail('too_many_stacks', `more than ${this.#limits.stacks} different stacks`);
    }
    return node;
  }

  finish(): StackTable {
    return this.#tree.finish();
  }

  #hash(start: number, stop: number): number {
    const view = this.#view;
    let hash = 0x9747b28c;
    let at = start;
    for (; at + 4 <= stop; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x5bd1e995);
      hash ^= hash >>> 15;
    }
    for (; at < stop; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x5bd1e995);
    return hash;
  }

  #equal(start: number, stop: number, other: number): boolean {
    const view = this.#view;
    let at = start;
    let against = other;
    for (; at + 4 <= stop; at += 4, against += 4) {
      if (view.getInt32(at, true) !== view.getInt32(against, true)) return false;
    }
    for (; at < stop; at++, against++) if (view.getUint8(at) !== view.getUint8(against)) return false;
    return true;
  }

  #tooDeep(): never {
    this.#reader.fail('too_deep', `a stack of more than ${this.#limits.depth} frames`);
  }
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(column.length * 2);
  bigger.set(column);
  return bigger;
}
