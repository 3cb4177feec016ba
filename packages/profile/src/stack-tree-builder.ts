import { pairHash } from './pair-hash.ts';
import type { StackTable } from './profile.ts';

const MIN_NODES = 1024;
/** 1 MiB to begin with at most; larger trees grow. */
const MAX_INITIAL_NODES = 65_536;

/** A builder's columns: memory for one profile after the other, as fresh memory costs more than most trees. */
interface Columns {
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  readonly slots: Int32Array;
}

/** Given back by a builder; lent to the next one that asks for no more. At most 1 MiB. */
let spare: Columns | undefined;

/**
 * Grows the prefix tree of stacks: the same path from the root always gives the same node. The hash table holds node numbers
 * only (4 bytes a slot) and compares with the nodes themselves, which keeps it inside the processor's caches.
 */
export class StackTreeBuilder {
  #parent: Int32Array;
  #frame: Uint32Array;
  /** Node + 1; 0 is free. At least twice as many slots as nodes, a power of two. */
  #slots: Int32Array;
  #length = 0;
  #lent: Columns | undefined;

  /** `expected` is a guess at the number of nodes, which saves growing. */
  constructor(expected = 0) {
    let capacity = MIN_NODES;
    while (capacity < expected && capacity < MAX_INITIAL_NODES) capacity *= 2;
    if (spare !== undefined && spare.parent.length >= capacity) {
      this.#lent = spare;
      spare = undefined;
      this.#parent = this.#lent.parent.subarray(0, capacity);
      this.#frame = this.#lent.frame.subarray(0, capacity);
      this.#slots = this.#lent.slots.subarray(0, capacity * 2).fill(0);
    } else {
      this.#parent = new Int32Array(capacity);
      this.#frame = new Uint32Array(capacity);
      this.#slots = new Int32Array(capacity * 2);
    }
  }

  get length(): number {
    return this.#length;
  }

  /** The node of `frame` called from node `parent` (-1: the root). */
  child(parent: number, frame: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = pairHash(parent, frame) & mask;
    for (;;) {
      const node = slots[slot]! - 1;
      if (node < 0) break;
      if (this.#parent[node] === parent && this.#frame[node] === frame) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.#length++;
    this.#parent[node] = parent;
    this.#frame[node] = frame;
    slots[slot] = node + 1;
    if (this.#length === this.#parent.length) this.#grow();
    return node;
  }

  /**
   * Walks down from `parent` by frames `path[from], path[from - 1], .. path[0]`; the nodes go to `nodes` from `level` on. The
   * last one is returned. (As {@link child} for each of them, with everything in local variables.)
   */
  descend(parent: number, path: Int32Array, from: number, nodes: Int32Array, level: number): number {
    let above = parent;
    let to = level;
    let at = from;
    while (at >= 0) {
      const parents = this.#parent;
      const frames = this.#frame;
      const slots = this.#slots;
      const mask = slots.length - 1;
      const capacity = parents.length;
      let length = this.#length;
      while (at >= 0 && length < capacity) {
        const frame = path[at--]!;
        let slot = pairHash(above, frame) & mask;
        let node = slots[slot]! - 1;
        while (node >= 0 && (parents[node] !== above || frames[node] !== frame)) {
          slot = (slot + 1) & mask;
          node = slots[slot]! - 1;
        }
        if (node < 0) {
          node = length++;
          parents[node] = above;
          frames[node] = frame;
          slots[slot] = node + 1;
        }
        nodes[to++] = node;
        above = node;
      }
      this.#length = length;
      if (length === capacity) this.#grow();
    }
    return above;
  }

  finish(): StackTable {
    const length = this.#length;
    return { length, parent: this.#parent.slice(0, length), frame: this.#frame.slice(0, length) };
  }

  /** Gives the memory to the next builder. This one must not be used any more. */
  release(): void {
    const own = { parent: this.#parent, frame: this.#frame, slots: this.#slots };
    const larger = this.#lent !== undefined && this.#lent.parent.length >= own.parent.length ? this.#lent : own;
    if (larger.parent.length <= MAX_INITIAL_NODES) spare = larger;
    else if (this.#lent !== undefined) spare = this.#lent;
  }

  #grow(): void {
    const parents = new Int32Array(this.#parent.length * 2);
    parents.set(this.#parent);
    const frames = new Uint32Array(parents.length);
    frames.set(this.#frame);
    const slots = new Int32Array(parents.length * 2);
    const mask = slots.length - 1;
    for (let node = 0; node < this.#length; node++) {
      let slot = pairHash(parents[node]!, frames[node]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node + 1;
    }
    this.#parent = parents;
    this.#frame = frames;
    this.#slots = slots;
  }
}
