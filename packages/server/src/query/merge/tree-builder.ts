import type { FrameRef, KeySet } from '../tree/frame-keys.ts';
import { type KeyTree, NO_PARENT } from '../tree/grouped-tree.ts';
import { PairIndex } from '../tree/pair-index.ts';

interface KeyOrigin {
  readonly keys: KeySet;
  readonly key: number;
}

/** Keys of several apps under one numbering: the same content is the same key. */
class JoinedKeys implements KeySet {
  readonly #pairs = new PairIndex();
  readonly #origins: KeyOrigin[] = [];

  get length(): number {
    return this.#pairs.length;
  }

  get low(): Uint32Array {
    return this.#pairs.low;
  }

  get high(): Uint32Array {
    return this.#pairs.high;
  }

  add(keys: KeySet, key: number): number {
    const joined = this.#pairs.add(keys.low[key]!, keys.high[key]!);
    if (joined === this.#origins.length) this.#origins.push({ keys, key });
    return joined;
  }

  frameOf(key: number): FrameRef {
    const origin = this.#origins[key]!;
    return origin.keys.frameOf(origin.key);
  }
}

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

  /** For the keys of one set, the keys here; made as they are asked for. */
  keysFrom(keys: KeySet): (key: number) => number {
    const known = new Int32Array(keys.length).fill(-1);
    return (key) => {
      const found = known[key]!;
      if (found >= 0) return found;
      const joined = this.keys.add(keys, key);
      known[key] = joined;
      return joined;
    };
  }

  /** The child of a node, made when it is not there. */
  child(parent: number, key: number): number {
    return this.#children.add(parent, key);
  }
}
