import { pairHash } from './pair-hash.ts';
import type { StackTable } from './profile.ts';

const MIN_NODES = 1024;
/** 1 MiB to begin with at most; larger trees grow. */
const MAX_INITIAL_NODES = 65_536;
/** Room for the branches of a profile of a minute: some hundred stacks make as many. */
const MIN_SLOTS = 1024;
/** 1 MiB; the branches of larger trees make their own. */
const MAX_SPARE_SLOTS = 262_144;

/** A builder's columns: memory for one profile after the other, as fresh memory costs more than most trees. */
interface Columns {
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  readonly slots: Int32Array;
}

/** Gives columns of any content. */
export interface TableMemory {
  int32(length: number): Int32Array;
  uint32(length: number): Uint32Array;
}

/** Given back by a builder; lent to the next one that asks for no more. At most 2 MiB. */
let spare: Columns | undefined;

/**
 * Grows the prefix tree of stacks: the same path from the root always gives the same node.
 *
 * Nodes are numbered as they come, so what a stack adds to the tree is one run of numbers, and most nodes have one child, which is
 * the next number:
 *
 *     main handle parse     main 0, handle 1, parse 2
 *     main handle hash mix  main, handle as before; hash 3 is a branch; mix 4
 *
 * So a step looks at the next number first. Only branches, one or fewer a stack, are in a hash table; it holds node numbers and
 * stays inside the processor's nearest cache.
 */
export class StackTreeBuilder {
  #parent: Int32Array;
  #frame: Uint32Array;
  /** Node + 1 of all nodes whose parent is not the number before; 0 is free. At most half full, a power of two. */
  #slots: Int32Array;
  #length = 0;
  #branches = 0;

  /** `expected` is a guess at the number of nodes, which saves growing. */
  constructor(expected = 0) {
    let capacity = MIN_NODES;
    while (capacity < expected && capacity < MAX_INITIAL_NODES) capacity *= 2;
    if (spare !== undefined && spare.parent.length >= capacity) {
      this.#parent = spare.parent;
      this.#frame = spare.frame;
      this.#slots = spare.slots.fill(0);
      spare = undefined;
    } else {
      this.#parent = new Int32Array(capacity);
      this.#frame = new Uint32Array(capacity);
      this.#slots = new Int32Array(MIN_SLOTS);
    }
  }

  get length(): number {
    return this.#length;
  }

  /** The node of `frame` called from node `parent` (-1: the root). */
  child(parent: number, frame: number): number {
    const next = parent + 1;
    if (next < this.#length && this.#parent[next] === parent && this.#frame[next] === frame) return next;
    const branch = this.#branch(parent, frame);
    if (branch >= 0) return branch;
    if (this.#length === this.#parent.length) this.#grow(this.#length + 1);
    const node = this.#length++;
    this.#parent[node] = parent;
    this.#frame[node] = frame;
    if (next !== node) this.#addBranch(node);
    return node;
  }

  /** Walks down from the root by frames `path[depth - 1], path[depth - 2], .. path[0]` and returns the last node, -1 for no frames. */
  descend(path: Int32Array, depth: number): number {
    let parents = this.#parent;
    let frames = this.#frame;
    const known = this.#length;
    let node = -1;
    let at = depth - 1;
    for (; at >= 0; at--) {
      const frame = path[at]!;
      const next = node + 1;
      if (next < known && parents[next] === node && frames[next] === frame) {
        node = next;
      } else {
        const branch = this.#branch(node, frame);
        if (branch < 0) break;
        node = branch;
      }
    }
    if (at < 0) return node;
    if (known + at >= parents.length) {
      this.#grow(known + at + 1);
      parents = this.#parent;
      frames = this.#frame;
    }
    let length = known;
    parents[length] = node;
    frames[length] = path[at]!;
    if (node !== length - 1) this.#addBranch(length);
    for (at--, length++; at >= 0; at--, length++) {
      parents[length] = length - 1;
      frames[length] = path[at]!;
    }
    this.#length = length;
    return length - 1;
  }

  /** `memory` is where to put the table; its own when left out. */
  finish(memory?: TableMemory): StackTable {
    const length = this.#length;
    const table = {
      length,
      parent: memory?.int32(length) ?? new Int32Array(length),
      frame: memory?.uint32(length) ?? new Uint32Array(length),
    };
    table.parent.set(this.#parent.subarray(0, length));
    table.frame.set(this.#frame.subarray(0, length));
    return table;
  }

  /** Gives the memory to the next builder. This one must not be used any more. */
  release(): void {
    if (this.#parent.length > MAX_INITIAL_NODES) return;
    const slots = this.#slots.length <= MAX_SPARE_SLOTS ? this.#slots : new Int32Array(MIN_SLOTS);
    spare = { parent: this.#parent, frame: this.#frame, slots };
  }

  /** The child of a node that is not the next number, -1 when there is none. */
  #branch(parent: number, frame: number): number {
    const slots = this.#slots;
    const parents = this.#parent;
    const frames = this.#frame;
    const mask = slots.length - 1;
    let slot = pairHash(parent, frame) & mask;
    for (;;) {
      const node = slots[slot]! - 1;
      if (node < 0 || (parents[node] === parent && frames[node] === frame)) return node;
      slot = (slot + 1) & mask;
    }
  }

  #addBranch(node: number): void {
    this.#branches += 1;
    if (this.#branches * 2 > this.#slots.length) {
      const old = this.#slots;
      this.#slots = new Int32Array(old.length * 2);
      for (const kept of old) if (kept !== 0) this.#put(kept - 1);
    }
    this.#put(node);
  }

  #put(node: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = pairHash(this.#parent[node]!, this.#frame[node]!) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = node + 1;
  }

  #grow(needed: number): void {
    let capacity = this.#parent.length * 2;
    while (capacity < needed) capacity *= 2;
    const parents = new Int32Array(capacity);
    parents.set(this.#parent);
    const frames = new Uint32Array(capacity);
    frames.set(this.#frame);
    this.#parent = parents;
    this.#frame = frames;
  }
}
