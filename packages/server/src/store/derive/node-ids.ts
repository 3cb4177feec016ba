import type { StackTable } from '@hearth/profile';
import { type IdColumns, idColumns } from './frame-ids.ts';
import { Hash64, hashDomains } from './hash64.ts';

const hash = new Hash64();

/** The ids of all stacks of a profile as nodes of the app's prefix tree: of the parent's id and the frame's. The root is 0. */
export function nodeIds(stacks: StackTable, frames: IdColumns, scope: number): IdColumns {
  const ids = idColumns(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const parent = stacks.parent[stack]!;
    const frame = stacks.frame[stack]!;
    hash.start(hashDomains.node);
    hash.word(scope);
    hash.word(parent < 0 ? 0 : ids.lo[parent]!);
    hash.word(parent < 0 ? 0 : ids.hi[parent]!);
    hash.word(frames.lo[frame]!);
    hash.word(frames.hi[frame]!);
    hash.finish();
    ids.lo[stack] = hash.lo;
    ids.hi[stack] = hash.hi;
    ids.check[stack] = hash.check;
  }
  return ids;
}
