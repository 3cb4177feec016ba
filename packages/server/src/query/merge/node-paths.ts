import type { KeyTree } from '../tree/grouped-tree.ts';
import type { ShownNodes } from './cut-tree.ts';

/**
 * Names of nodes that stay the same from one question to the next, whatever apps, ranges or filters it names: hashes of the keys on
 * the way from the root. 0/0 is the root.
 */
class NodePaths {
  readonly low: Uint32Array;
  readonly high: Uint32Array;

  constructor(length: number) {
    this.low = new Uint32Array(length);
    this.high = new Uint32Array(length);
  }

  /** Makes a name of the parent's and the halves of the node's own key. */
  set(at: number, above: number, keyLow: number, keyHigh: number): void {
    const { low, high } = this;
    const a = Math.imul(low[above]!, 0x9e3779b1) + Math.imul(high[above]!, 0x7feb352c) + 0x4cf5ad43;
    const b = Math.imul(low[above]!, 0xc2b2ae35) + Math.imul(high[above]!, 0x27d4eb2f) + 0x38495ab5;
    low[at] = spread(a + Math.imul(keyLow, 0x85ebca6b) + Math.imul(keyHigh, 0x846ca68a));
    high[at] = spread(b + Math.imul(keyLow, 0x165667b1) + Math.imul(keyHigh, 0xd3a2646d));
  }
}

/** Makes every bit depend on every other. */
function spread(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

const HEX_DIGITS = 16;
const HALF_DIGITS = 8;
/** The name of the root of all stacks. */
export const ROOT_PATH = '0'.repeat(HEX_DIGITS);

const halvesOf = (text: string): readonly [number, number] => [
  Number.parseInt(text.slice(HALF_DIGITS), 16),
  Number.parseInt(text.slice(0, HALF_DIGITS), 16),
];

/** Names of the shown nodes as 16 hex digits each. @param first that of the first; of the root when absent */
export function pathTexts({ key, keys }: KeyTree, { nodes, parent }: ShownNodes, first = ROOT_PATH): readonly string[] {
  const paths = new NodePaths(nodes.length);
  [paths.low[0], paths.high[0]] = halvesOf(first) as [number, number];
  for (let at = 1; at < nodes.length; at++) {
    const own = key[nodes[at]!]!;
    paths.set(at, parent[at]!, keys.low[own]!, keys.high[own]!);
  }
  const bytes = Buffer.allocUnsafe((nodes.length * HEX_DIGITS) / 2);
  for (let at = 0; at < nodes.length; at++) {
    bytes.writeUInt32BE(paths.high[at]!, at * 8);
    bytes.writeUInt32BE(paths.low[at]!, at * 8 + 4);
  }
  const text = bytes.toString('hex');
  return Array.from(nodes, (_, at) => text.slice(at * HEX_DIGITS, (at + 1) * HEX_DIGITS));
}

/** The node of that name; -1 for none. */
export function findPath({ length, parent, key, keys }: KeyTree, text: string): number {
  const paths = new NodePaths(length);
  const [low, high] = halvesOf(text);
  for (let node = 0; node < length; node++) {
    if (node > 0) paths.set(node, parent[node]!, keys.low[key[node]!]!, keys.high[key[node]!]!);
    if (paths.low[node] === low && paths.high[node] === high) return node;
  }
  return -1;
}
