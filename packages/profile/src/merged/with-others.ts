import type { CutValues, MergedFrame, MergedTree } from './merged-tree.ts';

/** The name that Pyroscope gives what it cuts. */
export const OTHER: MergedFrame = { function: 'other', file: '', line: 0, module: '', address: '' };

/** The tree with what was cut below each node as one more child of it, so that totals are their parts again. */
export function withOthers({ parent, frame, frames, sides }: MergedTree<CutValues>): MergedTree {
  const cut = Array.from(parent.keys()).filter((node) => sides.some(({ other }) => other[node] !== 0n));
  if (cut.length === 0) return { parent, frame, frames, sides };
  return {
    parent: [...parent, ...cut],
    frame: [...frame, ...cut.map(() => frames.length)],
    frames: [...frames, OTHER],
    sides: sides.map(({ self, total, other }) => {
      const values = cut.map((node) => other[node]!);
      return { self: [...self, ...values], total: [...total, ...values] };
    }),
  };
}
