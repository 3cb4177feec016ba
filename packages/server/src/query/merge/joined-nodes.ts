import type { KeySet } from '../tree/frame-keys.ts';
import { GrowableWords } from '../tree/growable-words.ts';
import { JoinedKeys } from './joined-keys.ts';
import { countFrom, type SummedTree, weightOf } from './summed-tree.ts';
import type { Sums } from './sums.ts';

/** A node of one of the trees. */
export interface Member {
  /** Index of the tree. */
  readonly tree: number;
  readonly node: number;
}

/** After the last. */
const NONE = 0xffffffff;
const NOT_EXPANDED = 0xffffffff;

/**
 * Nodes of several trees, of which those with the same keys are the same node; made from the top downwards, only as they are asked
 * for. Each has a node of one tree or of several as its members. What one tree alone has need not be looked at to be counted.
 */
export class JoinedNodes {
  readonly keys: KeySet;
  readonly #trees: readonly SummedTree[];
  readonly #keyOf: readonly ((key: number) => number)[];
  /** Columns of the nodes. Children of one stand side by side, from `childFrom` to before `childTo`. */
  readonly #parent = new GrowableWords();
  readonly #firstMember = new GrowableWords();
  readonly #childFrom = new GrowableWords();
  readonly #childTo = new GrowableWords();
  readonly #weight: number[] = [];
  /** Columns of the members. */
  readonly #memberTree = new GrowableWords();
  readonly #memberNode = new GrowableWords();
  readonly #nextMember = new GrowableWords();
  /** Indexed by key: the last node that was made of it. */
  readonly #lastOfKey: Uint32Array;

  constructor(trees: readonly SummedTree[]) {
    this.#trees = trees;
    const [only, ...others] = trees;
    if (only !== undefined && others.length === 0) {
      this.keys = only.keys;
      this.#keyOf = [(key) => key];
    } else {
      const joined = new JoinedKeys();
      this.keys = joined;
      this.#keyOf = trees.map(({ keys }) => joined.from(keys));
    }
    this.#lastOfKey = new Uint32Array(trees.length < 2 ? 0 : trees.reduce((sum, { keys }) => sum + keys.length, 0));
  }

  /** Makes the node to begin with. */
  begin(members: readonly Member[]): number {
    const top = this.#make(NONE);
    for (const { tree, node } of members) this.#addMember(top, tree, node, weightOf(this.#trees[tree]!, node));
    return top;
  }

  parentOf(joined: number): number {
    return this.#parent.data[joined]!;
  }

  keyOf(joined: number): number {
    const member = this.#firstMember.data[joined]!;
    const tree = this.#memberTree.data[member]!;
    return this.#keyOf[tree]!(this.#trees[tree]!.key[this.#memberNode.data[member]!]!);
  }

  /** Of all sides together, to the nearest double. */
  weightOf(joined: number): number {
    return this.#weight[joined]!;
  }

  /** The nodes directly below that have a value: the first, and that after the last. */
  childrenOf(joined: number): readonly [number, number] {
    if (this.#childFrom.data[joined] === NOT_EXPANDED) this.#expand(joined);
    return [this.#childFrom.data[joined]!, this.#childTo.data[joined]!];
  }

  /** Nodes with a value among one and all below it: those of all trees, less what several have. */
  available(joined: number): number {
    let sum = 0;
    for (let member = this.#firstMember.data[joined]!; member !== NONE; member = this.#nextMember.data[member]!) {
      sum += countFrom(this.#trees[this.#memberTree.data[member]!]!, this.#memberNode.data[member]!);
    }
    const waiting = [joined];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const members = this.#membersWithValue(next);
      if (members < 2) continue;
      sum -= members - 1;
      const [from, to] = this.childrenOf(next);
      for (let child = from; child < to; child++) waiting.push(child);
    }
    return sum;
  }

  /** Adds what a node has on one side to a place: itself, and with all below. */
  addTo(joined: number, side: number, self: Sums, total: Sums, at: number): void {
    for (let member = this.#firstMember.data[joined]!; member !== NONE; member = this.#nextMember.data[member]!) {
      const { totals, length, links } = this.#trees[this.#memberTree.data[member]!]!;
      const sums = totals[side];
      if (sums === undefined) continue;
      const node = this.#memberNode.data[member]!;
      sums.addTo(total, at, node);
      sums.addTo(self, at, node);
      for (let child = links.firstChild[node]!; child !== 0; child = links.nextSibling[child]!) {
        if (child < length) sums.subtractFrom(self, at, child);
      }
    }
    total.carry(at);
    self.carry(at);
  }

  #membersWithValue(joined: number): number {
    let count = 0;
    for (let member = this.#firstMember.data[joined]!; member !== NONE; member = this.#nextMember.data[member]!) {
      if (weightOf(this.#trees[this.#memberTree.data[member]!]!, this.#memberNode.data[member]!) > 0) count += 1;
    }
    return count;
  }

  #expand(joined: number): void {
    const from = this.#parent.length;
    const first = this.#firstMember.data[joined]!;
    const isOfOne = first === NONE || this.#nextMember.data[first] === NONE;
    for (let member = first; member !== NONE; member = this.#nextMember.data[member]!) {
      const tree = this.#memberTree.data[member]!;
      const summed = this.#trees[tree]!;
      const { key, length, links } = summed;
      const keyOf = this.#keyOf[tree]!;
      for (let node = links.firstChild[this.#memberNode.data[member]!]!; node !== 0; node = links.nextSibling[node]!) {
        if (node >= length) continue;
        const weight = weightOf(summed, node);
        if (weight === 0) continue;
        const child = isOfOne ? this.#make(joined) : this.#childOfKey(joined, from, keyOf(key[node]!));
        this.#addMember(child, tree, node, weight);
      }
    }
    this.#childFrom.data[joined] = from;
    this.#childTo.data[joined] = this.#parent.length;
  }

  /** @param from its first child */
  #childOfKey(joined: number, from: number, key: number): number {
    const last = this.#lastOfKey[key]!;
    if (last >= from) return last;
    const made = this.#make(joined);
    this.#lastOfKey[key] = made;
    return made;
  }

  #make(parent: number): number {
    const made = this.#parent.length;
    this.#parent.push(parent);
    this.#firstMember.push(NONE);
    this.#childFrom.push(NOT_EXPANDED);
    this.#childTo.push(NOT_EXPANDED);
    this.#weight.push(0);
    return made;
  }

  #addMember(joined: number, tree: number, node: number, weight: number): void {
    this.#weight[joined]! += weight;
    const member = this.#memberTree.length;
    this.#memberTree.push(tree);
    this.#memberNode.push(node);
    this.#nextMember.push(this.#firstMember.data[joined]!);
    this.#firstMember.data[joined] = member;
  }
}
