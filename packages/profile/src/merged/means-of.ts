import { divideRounded } from '../divide-rounded.ts';
import type { MergedTree, MergedValues } from './merged-tree.ts';

/**
 * The tree with means in place of sums. The edges of bars are rounded, not their widths, so that a bar is still what it
 * has itself and its children: each value is less than 1 away from its mean, and the root's is the nearest.
 *
 *     | self |  child  | child |      of 3 profiles
 *     0      4         15      20     edges
 *     0      1         5       7      edges / 3, rounded
 */
export function meansOf({ parent, frame, frames, sides }: MergedTree, profiles: number): MergedTree {
  const divisor = BigInt(Math.max(profiles, 1));
  const rounded = (edge: bigint): bigint => divideRounded(edge, divisor);
  return {
    parent,
    frame,
    frames,
    sides: sides.map(({ self, total }): MergedValues => {
      const means = { self: [] as bigint[], total: [] as bigint[] };
      /** Where the next child of a node begins. */
      const next: bigint[] = [];
      for (const [node, above] of parent.entries()) {
        const from = above < 0 ? 0n : next[above]!;
        const to = from + total[node]!;
        if (above >= 0) next[above] = to;
        next.push(from + self[node]!);
        means.self.push(rounded(from + self[node]!) - rounded(from));
        means.total.push(rounded(to) - rounded(from));
      }
      return means;
    }),
  };
}
