import { MATCHED_FRAME_WORDS } from '../../store/readers/match-frames.ts';
import type { ResolvedStacks } from '../selector/resolve-stacks.ts';
import type { PrefixTree } from './prefix-tree.ts';

/** What a stack filter makes of one app's tree. */
export interface StackMarks {
  /** Indexed by node: 1 where the stack that ends there passes. */
  readonly passes: Uint8Array;
  /** Indexed by frame: 1 for those that are not shown. Undefined when all are shown. */
  readonly hidden: Uint8Array | undefined;
}

/** Goes once over the tree: what a stack has is what its parent has, and its own frame. */
export function stackMarks(tree: PrefixTree, { frames, focus, ignore, hide, self }: ResolvedStacks): StackMarks {
  const met = new Uint32Array(tree.frames);
  for (let at = 0; at + MATCHED_FRAME_WORDS <= frames.length; at += MATCHED_FRAME_WORDS) {
    const frame = tree.findFrame(frames[at]!, frames[at + 1]!);
    if (frame >= 0) met[frame] = frames[at + 2]!;
  }
  const { length, parent, frame } = tree;
  const passes = new Uint8Array(length);
  /** Of all frames of a stack, and of the last one that is shown. */
  const inStack = new Uint32Array(length);
  const atEnd = new Uint32Array(length);
  passes[0] = focus === 0 && self === 0 ? 1 : 0;
  for (let node = 1; node < length; node++) {
    const above = parent[node]!;
    const own = met[frame[node]!]!;
    const has = inStack[above]! | own;
    const end = (own & hide) === 0 ? own : atEnd[above]!;
    inStack[node] = has;
    atEnd[node] = end;
    if ((has & focus) === focus && (has & ignore) === 0 && (self === 0 || (end & self) !== 0)) passes[node] = 1;
  }
  return { passes, hidden: hide === 0 ? undefined : Uint8Array.from(met, (one) => ((one & hide) === 0 ? 0 : 1)) };
}
