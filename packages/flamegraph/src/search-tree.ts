import type { TreeColumns } from './tree-columns.ts';

/** What a search found. */
export interface SearchResult {
  /** By index in `frames`: 1 where the frame matches. */
  readonly frames: Uint8Array;
  /** Nodes that match. */
  readonly nodes: number;
  /** Value of all samples that have a matching frame, each counted once however often it matches. */
  readonly total: number;
  /** The same for both sides of a diff. */
  readonly before: number;
  readonly after: number;
}

/** Searches the frames and adds up what is below the topmost match of each stack. */
export function searchTree(columns: TreeColumns, matches: (frame: number) => boolean): SearchResult {
  const { parent, frame, total, frames: infos, diff } = columns;
  const frames = new Uint8Array(infos.length);
  for (let index = 0; index < frames.length; index++) frames[index] = Number(matches(index));
  const isCovered = new Uint8Array(parent.length);
  let nodes = 0;
  let sum = 0;
  let before = 0;
  let after = 0;
  for (let node = 0; node < parent.length; node++) {
    const above = parent[node]!;
    const isBelowMatch = above >= 0 && isCovered[above] === 1;
    const own = frame[node]!;
    const isMatch = own >= 0 && frames[own] === 1;
    if (isMatch) nodes++;
    if (isMatch && !isBelowMatch) {
      sum += total[node]!;
      before += diff?.before[node] ?? 0;
      after += diff?.after[node] ?? 0;
    }
    isCovered[node] = Number(isMatch || isBelowMatch);
  }
  return { frames, nodes, total: sum, before, after };
}
