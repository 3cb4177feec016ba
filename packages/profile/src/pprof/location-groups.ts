import { GrowableInt32 } from '../growable-int32.ts';
import { PairTable } from '../pair-table.ts';
import type { Profile } from '../profile.ts';

/**
 * How the frames of a profile become pprof's locations: a frame that is not inlined and the inlined frames that follow it
 * on its way to the leaf make one location.
 *
 *     stack     main  handle  hash(inlined)  mix(inlined)  memcpy
 *     location  1     2 ------------------------------->   3
 */
export interface LocationGroups {
  /** Frames of the location with id i + 1, innermost first. */
  readonly frames: readonly (readonly number[])[];
  /** For each stack node, the id of the location that ends at it; 0 where none does. */
  readonly locationOf: Int32Array;
  /** For each stack node, the node above its location; -1 at the root. */
  readonly above: Int32Array;
}

/** Only locations that a sample uses are made, numbered by their innermost frame, which keeps the order of a decoded profile. */
export function groupLocations({ stacks, frames, samples }: Profile): LocationGroups {
  const groupOf = new Int32Array(stacks.length);
  const above = new Int32Array(stacks.length);
  const groups = new PairTable(stacks.length);
  const outerGroup = new GrowableInt32();
  const lastFrame = new GrowableInt32();
  for (let node = 0; node < stacks.length; node++) {
    const parent = stacks.parent[node]!;
    const frame = stacks.frame[node]!;
    const inner = parent >= 0 && frames.inlined[frame] === 1;
    const outer = inner ? groupOf[parent]! : -1;
    const group = groups.getOrAdd(outer, frame, lastFrame.length);
    if (group === lastFrame.length) {
      outerGroup.push(outer);
      lastFrame.push(frame);
    }
    groupOf[node] = group;
    above[node] = inner ? above[parent]! : parent;
  }

  const endsLocation = new Uint8Array(stacks.length);
  const used = new Set<number>();
  for (let sample = 0; sample < samples.length; sample++) {
    for (let node = samples.stack[sample]!; node >= 0 && endsLocation[node] === 0; node = above[node]!) {
      endsLocation[node] = 1;
      used.add(groupOf[node]!);
    }
  }

  const order = Array.from(used).sort((a, b) => lastFrame.at(a) - lastFrame.at(b) || a - b);
  const idOf = new Int32Array(lastFrame.length);
  for (const [position, group] of order.entries()) idOf[group] = position + 1;
  const framesOf = (group: number): number[] => {
    const members: number[] = [];
    for (let at = group; at >= 0; at = outerGroup.at(at)) members.push(lastFrame.at(at));
    return members;
  };
  return {
    frames: order.map(framesOf),
    locationOf: groupOf.map((group, node) => (endsLocation[node] === 1 ? idOf[group]! : 0)),
    above,
  };
}
