import { type StackTable, spreadBits } from '@hearth/profile';
import type { IdColumns } from './frame-ids.ts';

/** The ids of a profile's stacks as nodes of the app's prefix tree. */
export interface NodeIds {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
}

/**
 * The id of a node is a hash of its parent's id and its frame's; the root is 0.
 *
 * Both are 64 evenly spread bits already, so one multiplication by lane and word is enough before the last step, which makes
 * the result depend on every bit and the path on its order. With the parent fixed the map of the frame's two words is
 * invertible (its determinant is odd, since one of the factors is even), and so is that of the parent's with the frame fixed:
 * two children of one parent can never collide.
 *
 * The ids lie in memory that the next call uses again: they are to be read before.
 */
export function nodeIds(stacks: StackTable, frames: IdColumns, scope: number): NodeIds {
  const { length } = stacks;
  const ids = idsOf(length);
  for (let from = 0; from < length; from += CHUNK) {
    hashNodes(stacks, frames, scope, ids, from, Math.min(from + CHUNK, length));
  }
  return ids;
}

/** Nodes that are hashed by one call: a loop over all is optimised while it runs, and thrown away where it ends, time and again. */
const CHUNK = 1_024;

function hashNodes(
  { parent, frame }: StackTable,
  frames: IdColumns,
  scope: number,
  { lo, hi }: NodeIds,
  from: number,
  to: number,
): void {
  const { lo: frameLo, hi: frameHi } = frames;
  const scopeLo = (Math.imul(scope, 0x2545f491) + 0x4cf5ad43) | 0;
  const scopeHi = (Math.imul(scope, 0x1b56c4e9) + 0x38495ab5) | 0;
  // Mostly the parent is the node before, whose id need not be read again.
  let a = from === 0 ? 0 : lo[from - 1]! | 0;
  let b = from === 0 ? 0 : hi[from - 1]! | 0;
  for (let stack = from; stack < to; stack++) {
    const above = parent[stack]!;
    const own = frame[stack]!;
    if (above < 0) {
      a = 0;
      b = 0;
    } else if (above !== stack - 1) {
      a = lo[above]! | 0;
      b = hi[above]! | 0;
    }
    const ownLo = frameLo[own]! | 0;
    const ownHi = frameHi[own]! | 0;
    const nextA = (scopeLo + Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x7feb352c) + Math.imul(ownLo, 0x85ebca6b)) | 0;
    const nextB = (scopeHi + Math.imul(a, 0xc2b2ae35) + Math.imul(b, 0x27d4eb2f) + Math.imul(ownLo, 0x165667b1)) | 0;
    a = spreadBits((nextA + Math.imul(ownHi, 0x846ca68a)) | 0);
    b = spreadBits((nextB + Math.imul(ownHi, 0xd3a2646d)) | 0);
    if (a === 0 && b === 0) a = 1;
    lo[stack] = a;
    hi[stack] = b;
  }
}

/** As many nodes as a usual profile may have, 1 MiB; larger ones get memory of their own. */
const MAX_SPARE_NODES = 131_072;
let spare: NodeIds = { lo: new Uint32Array(8_192), hi: new Uint32Array(8_192) };

function idsOf(length: number): NodeIds {
  if (length > MAX_SPARE_NODES) return { lo: new Uint32Array(length), hi: new Uint32Array(length) };
  if (length > spare.lo.length) spare = { lo: new Uint32Array(length), hi: new Uint32Array(length) };
  return { lo: spare.lo.subarray(0, length), hi: spare.hi.subarray(0, length) };
}

/** Tells whether two nodes of one id have the same content: 32 further bits of it, made only where they are needed. */
export function nodeCheck(nodes: NodeIds, frames: IdColumns, parent: number, frame: number): number {
  const above = parent < 0 ? 0 : Math.imul(nodes.lo[parent]!, 0x5bd1e995) ^ Math.imul(nodes.hi[parent]!, 0x1b873593);
  return (
    spreadBits((above + Math.imul(frames.lo[frame]!, 0xe6546b65)) ^ Math.imul(frames.hi[frame]!, 0xcc9e2d51)) >>> 0
  );
}
