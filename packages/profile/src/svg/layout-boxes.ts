import type { FunctionTree } from '../formats/function-tree.ts';

/** One box of the picture. */
export interface Box {
  readonly node: number;
  /** Rows from the root, which is not among the boxes: its callees have 1. */
  readonly level: number;
  /** From 0 to the width of the whole. */
  readonly x: number;
  readonly width: number;
}

export interface BoxLayout {
  readonly boxes: readonly Box[];
  /** Nodes that are too narrow, or too many. */
  readonly leftOut: number;
  /** Rows that the boxes take. */
  readonly levels: number;
}

export interface BoxBounds {
  readonly width: number;
  readonly minWidth: number;
  readonly most: number;
}

/** Places nodes side by side, the widest first among siblings, each above what it calls. Nothing is wider than its caller. */
export function layoutBoxes(tree: FunctionTree, { width, minWidth, most }: BoxBounds): BoxLayout {
  const { length, parent, func, total, functions, sum } = tree;
  const children = new Map<number, number[]>();
  for (let node = 0; node < length; node++) {
    if (sum === 0 || (total[node]! / sum) * width < minWidth) continue;
    const siblings = children.get(parent[node]!);
    if (siblings === undefined) children.set(parent[node]!, [node]);
    else siblings.push(node);
  }
  const nameOf = (node: number): string => functions[func[node]!]!.name;
  const boxes: Box[] = [];
  const waiting: { readonly node: number; readonly level: number; readonly x: number }[] = [
    { node: -1, level: 0, x: 0 },
  ];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { level } = at;
    let { x } = at;
    const below = (children.get(at.node) ?? []).sort(
      (a, b) => total[b]! - total[a]! || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : a - b),
    );
    for (const node of below) {
      const boxWidth = (total[node]! / sum) * width;
      boxes.push({ node, level: level + 1, x, width: boxWidth });
      waiting.push({ node, level: level + 1, x });
      x += boxWidth;
    }
  }
  // As no box is wider than the one above it, the widest are a tree again; equal ones go level by level.
  const kept =
    boxes.length <= most ? boxes : boxes.sort((a, b) => b.width - a.width || a.level - b.level).slice(0, most);
  const drawn = [...kept].sort((a, b) => a.level - b.level || a.x - b.x);
  return { boxes: drawn, leftOut: length - drawn.length, levels: drawn.at(-1)?.level ?? 0 };
}
