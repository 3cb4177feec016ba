import type { FlameLayout } from './flame-layout.ts';
import type { SearchResult } from './search-tree.ts';
import type { NodeIndex } from './tree-columns.ts';

/** The nodes that a search found in the order of reading: row by row, from left to right. */
export function matchOrder(layout: FlameLayout, { frames, nodes }: SearchResult): Int32Array {
  const order = new Int32Array(nodes);
  const { frame } = layout.columns;
  let filled = 0;
  for (let level = 0; level < layout.rowCount && filled < nodes; level++) {
    for (const node of layout.row(level)) {
      const own = frame[node]!;
      if (own >= 0 && frames[own] === 1) order[filled++] = node;
    }
  }
  return order;
}

/**
 * The match after or before a node; from the last one on to the first, and the other way round.
 *
 * @param from a match, or any other node: then the first, or the last, match is next
 */
export function nextMatch(order: Int32Array, from: NodeIndex, step: 1 | -1): NodeIndex | undefined {
  if (order.length === 0) return undefined;
  const at = order.indexOf(from);
  if (at < 0) return order[step === 1 ? 0 : order.length - 1];
  return order[(at + step + order.length) % order.length];
}
