import { pairHash } from './pair-hash.ts';
import type { StackTable } from './profile.ts';

const MIN_NODES = 1024;
/** 1 MiB to begin with at most; larger trees grow. */
const MAX_INITIAL_NODES = 65_536;

/**
 * Grows the prefix tree of stacks: the same path from the root always gives the same node. The hash table holds node numbers
 * only (4 bytes a slot) and compares with the nodes themselves, which keeps it inside the processor's caches.
 */
export class StackTreeBuilder {
  /** Parent and frame of node i at 2i and 2i + 1. */
  #nodes: Int32Array;
  /** Node + 1; 0 is free. At least twice as many slots as nodes, a power of two. */
  #slots: Int32Array;
  #length = 0;

  /** `expected` is a guess at the number of nodes, which saves growing. */
  constructor(expected = 0) {
    let capacity = MIN_NODES;
    while (capacity < expected && capacity < MAX_INITIAL_NODES) capacity *= 2;
    this.#nodes = new Int32Array(capacity * 2);
    this.#slots = new Int32Array(capacity * 2);
  }

  get length(): number {
    return this.#length;
  }

  /** The node of `frame` called from node `parent` (-1: the root). */
  child(parent: number, frame: number): number {
    const nodes = this.#nodes;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = pairHash(parent, frame) & mask;
    for (;;) {
      const node = slots[slot]! - 1;
      if (node < 0) break;
      if (nodes[node * 2] === parent && nodes[node * 2 + 1] === frame) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.#length++;
    nodes[node * 2] = parent;
    nodes[node * 2 + 1] = frame;
    slots[slot] = node + 1;
    if (this.#length * 2 === nodes.length) this.#grow();
    return node;
  }

  finish(): StackTable {
    const length = this.#length;
    const parent = new Int32Array(length);
    const frame = new Uint32Array(length);
    for (let node = 0; node < length; node++) {
      parent[node] = this.#nodes[node * 2]!;
      frame[node] = this.#nodes[node * 2 + 1]!;
    }
    return { length, parent, frame };
  }

  #grow(): void {
    const nodes = new Int32Array(this.#nodes.length * 2);
    nodes.set(this.#nodes);
    const slots = new Int32Array(nodes.length);
    const mask = slots.length - 1;
    for (let node = 0; node < this.#length; node++) {
      let slot = pairHash(nodes[node * 2]!, nodes[node * 2 + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node + 1;
    }
    this.#nodes = nodes;
    this.#slots = slots;
  }
}
