import type { TextUpload } from '../../store/testing/text-upload.ts';
import type { ShownTree } from '../merge/shown-tree.ts';

/** A line of a profile drawn as text: names from the root, its one value. */
export interface NaiveStack {
  readonly names: readonly string[];
  readonly value: bigint;
}

export function naiveStacks(uploads: readonly TextUpload[]): readonly NaiveStack[] {
  return uploads.flatMap(({ stacks }) =>
    stacks
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [stack = '', ...values] = line.split(' ');
        return { names: stack === '-' ? [] : stack.split(';'), value: BigInt(values.at(-1)!) };
      }),
  );
}

export const sumOf = (stacks: readonly NaiveStack[]): bigint => stacks.reduce((sum, { value }) => sum + value, 0n);

/** By path: what every node has itself and in total, '' for the root. Nodes that have neither are left out. */
export function naiveTree(stacks: readonly NaiveStack[]): Readonly<Record<string, readonly [bigint, bigint]>> {
  const nodes = new Map<string, [bigint, bigint]>([['', [0n, 0n]]]);
  for (const { names, value } of stacks) {
    for (let depth = 0; depth <= names.length; depth++) {
      const path = names.slice(0, depth).join(';');
      const node = nodes.get(path) ?? [0n, 0n];
      node[1] += value;
      if (depth === names.length) node[0] += value;
      nodes.set(path, node);
    }
  }
  return Object.fromEntries([...nodes].filter(([path, [self, total]]) => path === '' || self !== 0n || total !== 0n));
}

/** Paths of the shown nodes, in their order. */
export function shownPaths({ parent, frame, frames }: ShownTree): readonly string[] {
  const paths: string[] = [];
  for (const [at, above] of parent.entries()) {
    if (above < 0) paths.push(frame[at]! < 0 ? '' : frames[frame[at]!]!.function);
    else paths.push(`${paths[above] === '' ? '' : `${paths[above]};`}${frames[frame[at]!]!.function}`);
  }
  return paths;
}

/** The same as {@link naiveTree}, of an answer. */
export function treeOfAnswer(tree: ShownTree, side = 0): Readonly<Record<string, readonly [bigint, bigint]>> {
  const { self, total } = tree.sides[side]!;
  return Object.fromEntries(shownPaths(tree).map((path, at) => [path, [self[at]!, total[at]!] as const]));
}
