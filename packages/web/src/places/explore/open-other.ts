import type { Frame, NodeValues, StackTree, ValuedTree, WholeNumber } from '../../api/wire.ts';

/**
 * Puts the answer to "what is below this node" in place of what a tree showed below it, so that "other" opens where it is.
 * All values stay exact: both trees are of the same selection. A node that the tree does not show changes nothing.
 *
 * @param below the tree of the question with `below`; its first node is the opened one
 */
export function openOther(tree: ValuedTree, below: ValuedTree): ValuedTree {
  const opened = tree.shape.id.indexOf(below.shape.id[0] ?? '');
  if (opened < 0) return tree;
  const kept = new TreeParts(tree.shape.frames);
  const target = new Int32Array(tree.shape.parent.length).fill(-1);
  for (let node = 0; node < target.length; node++) {
    const parent = tree.shape.parent[node]!;
    const above = parent < 0 ? -1 : target[parent]!;
    if (parent === opened || (parent >= 0 && above < 0)) continue;
    target[node] = kept.add(tree, node, above, tree.shape.frame[node]!);
  }
  const frames = below.shape.frames.map((frame) => kept.frameIndex(frame));
  const added = new Int32Array(below.shape.parent.length);
  added[0] = target[opened]!;
  kept.setOther(added[0], below.values.other[0] ?? 0);
  for (let node = 1; node < added.length; node++) {
    added[node] = kept.add(below, node, added[below.shape.parent[node]!]!, frames[below.shape.frame[node]!] ?? -1);
  }
  return kept.tree(tree.shape.available);
}

const frameKey = ({ function: name, file, line, module, address }: Frame): string =>
  [name, file, line, module, address].join('\0');

/** A tree while it is put together: each frame is there once. */
class TreeParts {
  readonly #frames: Frame[];
  readonly #indexes: Map<string, number>;
  readonly #id: string[] = [];
  readonly #parent: number[] = [];
  readonly #frame: number[] = [];
  readonly #values: { readonly self: WholeNumber[]; readonly total: WholeNumber[]; readonly other: WholeNumber[] } = {
    self: [],
    total: [],
    other: [],
  };

  constructor(frames: readonly Frame[]) {
    this.#frames = [...frames];
    this.#indexes = new Map(frames.map((frame, index) => [frameKey(frame), index]));
  }

  frameIndex(frame: Frame): number {
    const key = frameKey(frame);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.#frames.length);
    return this.#frames.push(frame) - 1;
  }

  add({ shape, values }: ValuedTree, node: number, parent: number, frame: number): number {
    this.#id.push(shape.id[node] ?? '');
    this.#frame.push(frame);
    for (const name of ['self', 'total', 'other'] as const) this.#values[name].push(values[name][node] ?? 0);
    return this.#parent.push(parent) - 1;
  }

  setOther(node: number, value: WholeNumber): void {
    this.#values.other[node] = value;
  }

  tree(available: number): ValuedTree {
    const shape: StackTree = {
      id: this.#id,
      parent: this.#parent,
      frame: this.#frame,
      frames: this.#frames,
      available,
    };
    const values: NodeValues = this.#values;
    return { shape, values };
  }
}
