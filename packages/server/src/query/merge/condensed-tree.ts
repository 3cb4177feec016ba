import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { KeySet } from '../tree/frame-keys.ts';
import type { KeyTree } from '../tree/grouped-tree.ts';
import type { AddedUp } from './add-up.ts';
import { spareWords } from './spare-words.ts';
import { Sums } from './sums.ts';

/** Rows of one side of a question. */
export interface SideRows {
  readonly side: number;
  readonly rows: AddedUp;
}

/** The nodes of a tree that its rows need, and those above them, with what each comes to. A parent comes before its children; 0 is the root. */
export interface CondensedTree {
  readonly keys: KeySet;
  readonly length: number;
  readonly parent: Uint32Array;
  readonly key: Uint32Array;
  /** 0 for none. */
  readonly firstChild: Uint32Array;
  /** 0 for none. */
  readonly nextSibling: Uint32Array;
  /** Nodes with a value among a node and all below it. */
  readonly available: Uint32Array;
  /** By side, with all below; undefined for a side that has no rows here. */
  readonly totals: readonly (Sums | undefined)[];
}

/**
 * Adds up the rows that one tree has on all sides. Values below zero are left to others: with them a child may have more than its parent.
 * @returns undefined where there are such
 */
export function condense(tree: KeyTree, given: readonly SideRows[], sides: number): CondensedTree | undefined {
  if (given.some(({ rows }) => hasNegative(rows))) return undefined;
  const { keys } = tree;
  // Indexed by node: 1 where it is needed, then its place in what is made.
  const placeOf = spareWords(tree.length);
  const length = markNeeded(tree, given, placeOf);
  const parent = new Uint32Array(length);
  const key = new Uint32Array(length);
  for (let node = 1, next = 1; next < length; node++) {
    if (placeOf[node] === 0) continue;
    parent[next] = placeOf[tree.parent[node]!]!;
    key[next] = tree.key[node]!;
    placeOf[node] = next++;
  }
  const totals: (Sums | undefined)[] = Array.from({ length: sides });
  for (const { side, rows } of given) {
    const sums = totals[side] ?? new Sums(length);
    totals[side] = sums;
    addRows(sums, rows, placeOf);
  }
  for (const sums of totals) if (sums !== undefined) addToParents(parent, sums);
  return { keys, length, parent, key, totals, ...linksOf(parent, totals) };
}

function hasNegative({ words, nodes }: AddedUp): boolean {
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    if (nodes[row]! >= 0 && (words[at + 3]! | 0) < 0) return true;
  }
  return false;
}

/** @returns how many are needed, the root among them */
function markNeeded({ parent }: KeyTree, given: readonly SideRows[], marks: Uint32Array): number {
  let needed = 1;
  for (const { rows } of given) {
    for (const node of rows.nodes) {
      for (let at = node; at > 0 && marks[at] === 0; at = parent[at]!) {
        marks[at] = 1;
        needed += 1;
      }
    }
  }
  return needed;
}

function addRows({ low, high }: Sums, { words, nodes }: AddedUp, placeOf: Uint32Array): void {
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    const node = nodes[row]!;
    if (node < 0) continue;
    const place = placeOf[node]!;
    low[place]! += words[at + 2]!;
    high[place]! += words[at + 3]!;
  }
}

/** What each node has itself becomes what it has with all below it. */
function addToParents(parent: Uint32Array, sums: Sums): void {
  const { low, high, length } = sums;
  for (let node = 0; node < length; node++) sums.carry(node);
  for (let node = length - 1; node > 0; node--) {
    sums.carry(node);
    const above = parent[node]!;
    low[above]! += low[node]!;
    high[above]! += high[node]!;
  }
  sums.carry(0);
}

function linksOf(
  parent: Uint32Array,
  totals: CondensedTree['totals'],
): Pick<CondensedTree, 'firstChild' | 'nextSibling' | 'available'> {
  const { length } = parent;
  const firstChild = new Uint32Array(length);
  const nextSibling = new Uint32Array(length);
  const available = new Uint32Array(length);
  for (const sums of totals) {
    if (sums === undefined) continue;
    for (let node = 0; node < length; node++) if (!sums.isZero(node)) available[node] = 1;
  }
  for (let node = length - 1; node > 0; node--) {
    const above = parent[node]!;
    available[above]! += available[node]!;
    nextSibling[node] = firstChild[above]!;
    firstChild[above] = node;
  }
  return { firstChild, nextSibling, available };
}

/** A node's totals of all sides together, to the nearest double: what it is ordered by. */
export function weightOf({ totals }: CondensedTree, node: number): number {
  let weight = 0;
  for (const sums of totals) if (sums !== undefined) weight += sums.approximate(node);
  return weight;
}
