import { GrowableInt32 } from './growable-int32.ts';
import { PairTable } from './pair-table.ts';
import type { StackTable } from './profile.ts';

/** Grows the prefix tree of stacks: the same path from the root always gives the same node. */
export class StackTreeBuilder {
  readonly #parent = new GrowableInt32(1024);
  readonly #frame = new GrowableInt32(1024);
  readonly #children = new PairTable();

  get length(): number {
    return this.#parent.length;
  }

  /** The node of `frame` called from node `parent` (-1: the root). */
  child(parent: number, frame: number): number {
    const next = this.#parent.length;
    const node = this.#children.getOrAdd(parent, frame, next);
    if (node === next) {
      this.#parent.push(parent);
      this.#frame.push(frame);
    }
    return node;
  }

  /**
   * The node of a path that comes as one unit: `key` called from `parent` stands for the frames `last - 1` down to `first`
   * (caller before callee, as inlined functions are listed). A key must always come with the same frames.
   */
  chain(parent: number, key: number, first: number, last: number): number {
    const end = this.#parent.length + (last - first) - 1;
    const node = this.#children.getOrAdd(parent, key, end);
    if (node !== end) return node;
    let above = parent;
    for (let frame = last - 1; frame >= first; frame--) {
      const next = this.#parent.length;
      this.#parent.push(above);
      this.#frame.push(frame);
      above = next;
    }
    return node;
  }

  finish(): StackTable {
    return { length: this.length, parent: this.#parent.toInt32(), frame: this.#frame.toUint32() };
  }
}
