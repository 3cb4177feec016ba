import { frameKind } from './frame-kind.ts';
import { type NodeIndex, ROOT, ROOT_FRAME, type TreeColumns } from './tree-columns.ts';
import { TreeWriter } from './tree-writer.ts';

/** A tree with fewer rows, and where each node of the one before went. */
export interface CollapsedTree {
  readonly columns: TreeColumns;
  /** By node of the tree before: the node it became, or became part of. */
  readonly target: Int32Array;
}

/**
 * Joins nodes with their parents: the value stays, the row goes. Children that then have the same frame become one.
 *
 * @param absorbs whether a node becomes part of its parent; never asked for the root
 */
export function collapseTree(columns: TreeColumns, absorbs: (node: NodeIndex) => boolean): CollapsedTree {
  const { parent, frame, self, total, frames } = columns;
  const writer = new TreeWriter(frames);
  const target = new Int32Array(parent.length);
  target[ROOT] = writer.child(-1, ROOT_FRAME);
  writer.add(ROOT, self[ROOT] ?? 0, total[ROOT] ?? 0);
  for (let node = 1; node < parent.length; node++) {
    const above = target[parent[node]!]!;
    const isAbsorbed = absorbs(node);
    const own = isAbsorbed ? above : writer.child(above, frame[node]!);
    target[node] = own;
    writer.add(own, self[node]!, isAbsorbed ? 0 : total[node]!);
  }
  return { columns: writer.columns(), target };
}

/** Calls of a function by itself become one. */
export function collapseRecursion(columns: TreeColumns): CollapsedTree {
  const { parent, frame } = columns;
  return collapseTree(columns, (node) => frame[node]! >= 0 && frame[node] === frame[parent[node]!]);
}

/** What libraries call among themselves becomes part of the call into them: the frames that are left are one's own, and each way out. */
export function collapseLibraries(columns: TreeColumns): CollapsedTree {
  const { parent, frame, frames } = columns;
  const isForeign = frames.map((info) => frameKind(info) !== 'app');
  const foreign = (node: NodeIndex): boolean => isForeign[frame[node]!] === true;
  return collapseTree(columns, (node) => foreign(node) && foreign(parent[node]!));
}
