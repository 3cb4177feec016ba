import type { FrameKeys, KeySet } from './frame-keys.ts';
import { GrowableWords } from './growable-words.ts';
import { PairIndex } from './pair-index.ts';

/** The nodes below a node, as chains; 0 for the end. */
export interface ChildLinks {
  /** Indexed by node. Longer than the tree, and may lead to nodes that came after it was looked at. */
  readonly firstChild: Uint32Array;
  readonly nextSibling: Uint32Array;
}

/** A tree of keys, numbered so that a parent comes before its children; 0 is the root. */
export interface KeyTree {
  readonly length: number;
  /** Indexed by node; nothing is said of the root. Longer than {@link length}. */
  readonly parent: Uint32Array;
  readonly key: Uint32Array;
  readonly keys: KeySet;
  /** Where they are known. */
  readonly links?: ChildLinks;
}

/** Parent of the root. */
export const NO_PARENT = 0xffffffff;

/**
 * An app's stacks with siblings of one key merged: depends on no values, so it is made once and grows with the app's tree. Where keys
 * stand for more than functions, a frame with its caller's key is its caller: a file that calls itself is one node.
 */
export class GroupedTree implements KeyTree {
  readonly keys: FrameKeys;
  /** Children by parent and key are the nodes themselves. */
  readonly #children = new PairIndex();
  readonly #groupOfNode = new GrowableWords();
  readonly #firstChild = new GrowableWords();
  readonly #nextSibling = new GrowableWords();
  readonly #joinsCallers: boolean;

  constructor(keys: FrameKeys, joinsCallers: boolean) {
    this.keys = keys;
    this.#joinsCallers = joinsCallers;
    this.#children.add(NO_PARENT, 0);
    this.#firstChild.push(0);
    this.#nextSibling.push(0);
  }

  get length(): number {
    return this.#children.length;
  }

  get bytes(): number {
    return this.#children.bytes + this.#groupOfNode.bytes + this.#firstChild.bytes + this.#nextSibling.bytes;
  }

  get parent(): Uint32Array {
    return this.#children.low;
  }

  get key(): Uint32Array {
    return this.#children.high;
  }

  get links(): ChildLinks {
    return { firstChild: this.#firstChild.data, nextSibling: this.#nextSibling.data };
  }

  /** Indexed by node of the app's tree. */
  get groupOfNode(): Uint32Array {
    return this.#groupOfNode.data;
  }

  /** Takes the nodes that came since the last time. */
  extend(length: number, parent: Uint32Array, frame: Uint32Array): void {
    const { keyOfFrame } = this.keys;
    for (let node = this.#groupOfNode.length; node < length; node++) {
      if (node === 0) {
        this.#groupOfNode.push(0);
        continue;
      }
      const above = this.#groupOfNode.data[parent[node]!]!;
      const own = keyOfFrame[frame[node]!]!;
      const isCaller = this.#joinsCallers && above !== 0 && this.#children.high[above] === own;
      this.#groupOfNode.push(isCaller ? above : this.#childOf(above, own));
    }
  }

  #childOf(above: number, key: number): number {
    const child = this.#children.add(above, key);
    if (child === this.#firstChild.length) {
      this.#nextSibling.push(this.#firstChild.data[above]!);
      this.#firstChild.push(0);
      this.#firstChild.data[above] = child;
    }
    return child;
  }
}
