import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { AddedUp } from '../merge/add-up.ts';
import { JoinedKeys } from '../merge/joined-keys.ts';
import { type SummedTree, sumTree } from '../merge/summed-tree.ts';
import { Sums } from '../merge/sums.ts';
import type { KeySet } from '../tree/frame-keys.ts';

/** Values by key of several apps together: each sample once for a key, wherever the key is in its stack. */
export interface SumsByKey {
  readonly keys: KeySet;
  /** By key, those of samples that end in it. */
  readonly self: Sums;
  /** By key, those of samples that have it anywhere. */
  readonly total: Sums;
  /** All samples, also those without a stack. */
  readonly all: bigint;
}

export function sumsByKey(apps: readonly AddedUp[]): SumsByKey {
  const keys = new JoinedKeys();
  // Before the sums, which are as long as there are keys.
  const keysOfApps = apps.map(({ tree }) => {
    const keyOf = keys.from(tree.keys);
    return Uint32Array.from({ length: tree.keys.length }, (_, key) => keyOf(key));
  });
  const sums = { self: new Sums(keys.length), total: new Sums(keys.length) };
  const all = new Sums(1);
  for (const [at, app] of apps.entries()) {
    const keyOf = keysOfApps[at]!;
    const summed = sumTree([app]);
    summed.totals[0]!.addTo(all, 0, 0);
    all.carry(0);
    addSelf(app, keyOf, sums.self);
    addTotals(summed, keyOf, sums.total);
  }
  for (let key = 0; key < keys.length; key++) {
    sums.self.carry(key);
    sums.total.carry(key);
  }
  return { keys, ...sums, all: all.exact(0) };
}

function addSelf({ tree: { key }, words, nodes }: AddedUp, keyOf: Uint32Array, self: Sums): void {
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    const node = nodes[row]!;
    if (node > 0) self.add(keyOf[key[node]!]!, words[at + 2]!, words[at + 3]! | 0);
  }
}

/** A key that is above itself counts where it is first: all below is in there. */
function addTotals({ length, key, keys, parent, links, totals }: SummedTree, keyOf: Uint32Array, total: Sums): void {
  const sums = totals[0]!;
  /** By key: how often it is on the way down to where we are. */
  const above = new Uint32Array(keys.length);
  const { firstChild, nextSibling } = links;
  /** The next of a chain that there was when the tree was looked at; 0 for none. */
  const known = (node: number): number => {
    let at = node;
    while (at >= length) at = nextSibling[at]!;
    return at;
  };
  let node = known(firstChild[0]!);
  while (node !== 0) {
    const own = key[node]!;
    if (above[own] === 0) sums.addTo(total, keyOf[own]!, node);
    above[own]! += 1;
    const child = known(firstChild[node]!);
    if (child !== 0) {
      node = child;
      continue;
    }
    let next = 0;
    while (node !== 0 && next === 0) {
      above[key[node]!]! -= 1;
      next = known(nextSibling[node]!);
      if (next === 0) node = parent[node]!;
    }
    node = next;
  }
}
