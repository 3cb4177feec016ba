import type { FrameIndex, Profile, StackIndex } from '../profile.ts';
import { type FrameInput, ProfileBuilder, type ProfileHeader } from '../profile-builder.ts';
import type { ValueType } from '../value-type.ts';
import type { MergedFrame, MergedTree } from './merged-tree.ts';

/** The most that one sample of a {@link Profile} holds. */
const MAX_VALUE = 2n ** 53n - 1n;

/**
 * A merged tree (its first side) as a profile with one sample for each stack that has a value. A value beyond 2^53 becomes several
 * samples of the same stack, which whoever reads a profile adds up.
 */
export function profileOfMerged(tree: MergedTree, type: ValueType, header: ProfileHeader = {}): Profile {
  const builder = new ProfileBuilder([type]);
  const frames = tree.frames.map((frame) => frameOf(builder, frame));
  const { self } = tree.sides[0]!;
  const stacks: (StackIndex | -1)[] = [];
  for (const [node, above] of tree.parent.entries()) {
    const frame = frames[tree.frame[node]!];
    const stack = frame === undefined ? -1 : builder.stack(above < 0 ? -1 : stacks[above]!, frame);
    stacks.push(stack);
    for (let rest = self[node]!; rest !== 0n; ) {
      const value = rest > MAX_VALUE ? MAX_VALUE : rest < -MAX_VALUE ? -MAX_VALUE : rest;
      builder.sample(stack, [Number(value)]);
      rest -= value;
    }
  }
  return builder.finish(header);
}

function frameOf(builder: ProfileBuilder, { function: name, file, line, module, address }: MergedFrame): FrameIndex {
  const place: FrameInput = {
    line,
    ...(module === '' ? {} : { mapping: builder.mapping({ file: module }) }),
  };
  if (name !== '' || address === '')
    return builder.frame({ ...place, func: builder.func({ name: name || UNKNOWN, file }) });
  const digits = address.padStart(16, '0');
  const [hi, lo] = [digits.slice(0, 8), digits.slice(8)].map((half) => Number.parseInt(half, 16));
  return builder.frame({ ...place, address: { lo: lo!, hi: hi! } });
}

/** A frame that was forgotten before its samples were. */
const UNKNOWN = '[unknown]';
