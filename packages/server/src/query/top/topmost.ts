import type { KeyTree } from '../tree/grouped-tree.ts';

/** Whether no ancestor of a node has its key: a function that calls itself is counted where it was called first. */
export function topmost({ parent, key }: KeyTree, node: number): boolean {
  const own = key[node]!;
  for (let above = parent[node]!; above > 0; above = parent[above]!) if (key[above] === own) return false;
  return true;
}
