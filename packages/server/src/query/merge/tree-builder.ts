import { type KeyTree, NO_PARENT } from '../tree/grouped-tree.ts';
import { PairIndex } from '../tree/pair-index.ts';
import { JoinedKeys } from './joined-keys.ts';

/** A tree under construction: of several apps, of callers, of what is below a function. */
export class TreeBuilder implements KeyTree {
  readonly keys = new JoinedKeys();
  readonly #children = new PairIndex();

  constructor() {
    this.#children.add(NO_PARENT, 0);
  }

  get length(): number {
    return this.#children.length;
  }

  get parent(): Uint32Array {
    return this.#children.low;
  }

  get key(): Uint32Array {
    return this.#children.high;
  }

  /** Makes room for so many more nodes at once. */
  reserve(more: number): void {
    this.#children.reserve(more);
  }

  /** The child of a node, made when it is not there. */
  child(parent: number, key: number): number {
    return this.#children.add(parent, key);
  }
}
