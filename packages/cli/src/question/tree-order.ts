import type { ShapeAnswer } from './stack-answer.ts';

export interface OrderedNode {
  /** Index in the answer's columns. */
  readonly at: number;
  readonly depth: number;
}

/** The nodes of a tree as it is read: each followed by its children, the largest first. */
export function inOrder({ parent }: ShapeAnswer, sizeOf: (at: number) => number): readonly OrderedNode[] {
  const children = parent.map((): number[] => []);
  for (const [at, above] of parent.entries()) if (above >= 0) children[above]?.push(at);
  const ordered: OrderedNode[] = [];
  const waiting: OrderedNode[] = parent.length === 0 ? [] : [{ at: 0, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    ordered.push(next);
    const { depth } = next;
    const below = (children[next.at] ?? []).sort((a, b) => sizeOf(a) - sizeOf(b));
    waiting.push(...below.map((at) => ({ at, depth: depth + 1 })));
  }
  return ordered;
}
