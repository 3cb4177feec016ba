import { OTHER_FRAME, ROOT, ROOT_FRAME, type TreeColumns } from './tree-columns.ts';
import { TreeWriter } from './tree-writer.ts';

/** A tree of a hundred thousand nodes turned round has some millions; beyond this no screen shows more. */
export const MAX_INVERTED_NODES = 1_000_000;

/**
 * Turns stacks round: the root's children are the functions that take time themselves, below each are its callers. What
 * would be beyond {@link MAX_INVERTED_NODES} ends where it is as `self`, so that all still adds up.
 */
export function invertTree(columns: TreeColumns): TreeColumns {
  const { parent, frame, self, frames } = columns;
  const writer = new TreeWriter(frames);
  const top = writer.child(-1, ROOT_FRAME);
  for (let leaf = 0; leaf < parent.length; leaf++) {
    const value = self[leaf]!;
    if (value === 0) continue;
    writer.add(top, leaf === ROOT ? value : 0, value);
    let at = top;
    for (let node = leaf; node > ROOT && writer.length < MAX_INVERTED_NODES; node = parent[node]!) {
      at = writer.child(at, frame[node] ?? OTHER_FRAME);
      const isLast = parent[node] === ROOT || writer.length >= MAX_INVERTED_NODES;
      writer.add(at, isLast ? value : 0, value);
    }
    if (at === top && leaf !== ROOT) writer.add(top, value, 0);
  }
  return writer.columns();
}
