import type { Profile } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { StackTreeBuilder } from '../stack-tree-builder.ts';
import { functionOf, type TreeFunction } from './function-of.ts';

/** The stacks of a profile merged by function: lines and addresses inside a function fall together. Parents stand before children. */
export interface FunctionTree {
  readonly length: number;
  /** -1 for a root. */
  readonly parent: Int32Array;
  /** Index into {@link functions}. */
  readonly func: Uint32Array;
  /** Values of samples that end here. */
  readonly self: Float64Array;
  /** {@link self} of the node and of all below it. */
  readonly total: Float64Array;
  readonly functions: readonly TreeFunction[];
  /** Values of samples without a stack. */
  readonly withoutStack: number;
  /** Sum of all samples. */
  readonly sum: number;
}

/**
 * Merges one value column of a profile. Sums are exact, or refused; pictures, which show three digits of them, may have them rounded.
 * @throws ProfileFormatError `not_writable` for values below 0, which have no width and no weight; `sum_out_of_range`
 */
export function functionTree(
  profile: Profile,
  column: number,
  { mayRound = false }: { readonly mayRound?: boolean } = {},
): FunctionTree {
  const { stacks, samples } = profile;
  const { functions, ofFrame } = functionsOf(profile);
  const tree = new StackTreeBuilder(stacks.length);
  const nodeOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const parent = stacks.parent[stack]!;
    nodeOf[stack] = tree.child(parent < 0 ? -1 : nodeOf[parent]!, ofFrame[stacks.frame[stack]!]!);
  }
  const { length, parent, frame: func } = tree.finish();
  const self = new Float64Array(length);
  const values = samples.values[column]!;
  let withoutStack = 0;
  let sum = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const value = values[sample]!;
    if (value < 0) throw new ProfileFormatError('not_writable', `sample ${sample} has a value below 0`);
    const stack = samples.stack[sample]!;
    if (stack < 0) withoutStack += value;
    else self[nodeOf[stack]!]! += value;
    sum += value;
  }
  if (!mayRound && !Number.isSafeInteger(sum))
    throw new ProfileFormatError('sum_out_of_range', 'the values add up to more than 2^53 - 1');
  const total = self.slice();
  for (let node = length - 1; node >= 0; node--) if (parent[node]! >= 0) total[parent[node]!]! += total[node]!;
  return { length, parent, func, self, total, functions, withoutStack, sum };
}

function functionsOf(profile: Profile): { functions: readonly TreeFunction[]; ofFrame: Uint32Array } {
  const { frames } = profile;
  const functions: TreeFunction[] = [];
  const known = new Map<string, number>();
  const ofFrame = new Uint32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const entry = functionOf(profile, frame);
    const key = `${entry.name.length} ${entry.name}${entry.file}`;
    let index = known.get(key);
    if (index === undefined) {
      index = functions.push(entry) - 1;
      known.set(key, index);
    }
    ofFrame[frame] = index;
  }
  return { functions, ofFrame };
}
