import type { FrameInfo, TreeColumns } from '../tree-columns.ts';

/** The same numbers for the same seed, in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export interface RandomTreeShape {
  readonly nodes: number;
  readonly frames: number;
  /** Rows are at most that many. */
  readonly depth: number;
  readonly seed: number;
}

/** A tree of whole values in which self and the children's totals add up to each total. */
export function randomTree({ nodes, frames, depth, seed }: RandomTreeShape): TreeColumns {
  const random = seededRandom(seed);
  const parent = new Int32Array(nodes);
  const frame = new Int32Array(nodes);
  const self = new Float64Array(nodes);
  const rows = new Int32Array(nodes);
  parent[0] = -1;
  frame[0] = -1;
  for (let node = 1; node < nodes; node++) {
    // New nodes hang mostly below recent ones: that makes stacks rather than a bush.
    const reach = random() < 0.8 ? Math.min(node, 24) : node;
    let above = node - 1 - Math.floor(random() * reach);
    while (rows[above]! >= depth - 1) above = parent[above]!;
    parent[node] = above;
    rows[node] = rows[above]! + 1;
    frame[node] = Math.floor(random() * frames);
    self[node] = random() < 0.5 ? 1 + Math.floor(random() ** 4 * 1_000) : 0;
  }
  const total = self.slice();
  for (let node = nodes - 1; node > 0; node--) total[parent[node]!]! += total[node]!;
  return { parent, frame, self, total, frames: Array.from({ length: frames }, (_, index) => frameNamed(index)) };
}

const frameNamed = (index: number): FrameInfo => ({
  name: `acme/shop${String(index % 37)}.(*Cart).step${String(index)}`,
  file: `shop${String(index % 37)}/cart.go`,
  line: index,
  module: '',
  inApp: index % 3 !== 0,
});
