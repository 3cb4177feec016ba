import type { FlameLayout } from './flame-layout.ts';
import { type NodeIndex, ROOT } from './tree-columns.ts';

export type Direction = 'parent' | 'child' | 'left' | 'right';

/**
 * The frame an arrow key leads to: the parent, the widest child, or the next frame of the same row to either side;
 * undefined where there is none.
 */
export function neighbour(layout: FlameLayout, node: NodeIndex, direction: Direction): NodeIndex | undefined {
  const { parent, total } = layout.columns;
  if (direction === 'parent') return node === ROOT ? undefined : parent[node];
  if (direction === 'child') {
    let widest: NodeIndex | undefined;
    for (const child of layout.children(node)) {
      if (widest === undefined || total[child]! > total[widest]!) widest = child;
    }
    return widest;
  }
  const row = layout.row(layout.depthOf(node));
  const index = row.indexOf(node);
  return row[index + (direction === 'left' ? -1 : 1)];
}

/** Indexes from the root to a node, both included. */
export function pathTo(layout: FlameLayout, node: NodeIndex): readonly NodeIndex[] {
  const path: NodeIndex[] = [];
  for (let at = node; at >= ROOT; at = layout.columns.parent[at] ?? -1) path.push(at);
  return path.reverse();
}
