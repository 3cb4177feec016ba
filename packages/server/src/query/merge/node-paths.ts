import type { KeyTree } from '../tree/grouped-tree.ts';

/**
 * Names of nodes that stay the same from one question to the next, whatever apps, ranges or filters it names: hashes of the keys on
 * the way from the root. 0/0 is the root.
 */
export interface NodePaths {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

export function nodePaths({ length, parent, key, keys }: KeyTree): NodePaths {
  const low = new Uint32Array(length);
  const high = new Uint32Array(length);
  for (let node = 1; node < length; node++) {
    const above = parent[node]!;
    const own = key[node]!;
    const a = Math.imul(low[above]!, 0x9e3779b1) + Math.imul(high[above]!, 0x7feb352c) + 0x4cf5ad43;
    const b = Math.imul(low[above]!, 0xc2b2ae35) + Math.imul(high[above]!, 0x27d4eb2f) + 0x38495ab5;
    low[node] = spread(a + Math.imul(keys.low[own]!, 0x85ebca6b) + Math.imul(keys.high[own]!, 0x846ca68a));
    high[node] = spread(b + Math.imul(keys.low[own]!, 0x165667b1) + Math.imul(keys.high[own]!, 0xd3a2646d));
  }
  return { low, high };
}

/** Makes every bit depend on every other. */
function spread(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

const HEX_DIGITS = 16;

/** Names of nodes as 16 hex digits each. */
export function pathTexts({ low, high }: NodePaths, nodes: Uint32Array): readonly string[] {
  const bytes = Buffer.allocUnsafe((nodes.length * HEX_DIGITS) / 2);
  for (let at = 0; at < nodes.length; at++) {
    bytes.writeUInt32BE(high[nodes[at]!]!, at * 8);
    bytes.writeUInt32BE(low[nodes[at]!]!, at * 8 + 4);
  }
  const text = bytes.toString('hex');
  return Array.from(nodes, (_, at) => text.slice(at * HEX_DIGITS, (at + 1) * HEX_DIGITS));
}

/** The node of that name; -1 for none. */
export function findPath(paths: NodePaths, text: string): number {
  const high = Number.parseInt(text.slice(0, 8), 16);
  const low = Number.parseInt(text.slice(8), 16);
  for (let node = 0; node < paths.low.length; node++) {
    if (paths.low[node] === low && paths.high[node] === high) return node;
  }
  return -1;
}
