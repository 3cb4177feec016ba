import type { MergedTree } from '../merged/merged-tree.ts';
import { OTHER } from '../merged/with-others.ts';

/** Children of all nodes in the order they are drawn: by name, what was cut last. Those of a node are `firstChild[node]` up to `firstChild[node + 1]`. */
export function childrenInOrder(
  { parent, frame, frames }: MergedTree,
  nameOf: readonly string[],
): { readonly firstChild: Int32Array; readonly children: Int32Array } {
  const firstChild = new Int32Array(parent.length + 1);
  for (const above of parent) if (above >= 0) firstChild[above + 1]!++;
  for (let node = 0; node < parent.length; node++) firstChild[node + 1]! += firstChild[node]!;
  const children = new Int32Array(Math.max(0, parent.length - 1));
  const next = firstChild.slice();
  for (let node = 0; node < parent.length; node++) if (parent[node]! >= 0) children[next[parent[node]!]!++] = node;
  const order = (a: number, b: number): number => {
    const [left, right] = [frame[a]!, frame[b]!];
    const [leftCut, rightCut] = [frames[left] === OTHER, frames[right] === OTHER];
    if (leftCut !== rightCut) return leftCut ? 1 : -1;
    const [leftName, rightName] = [nameOf[left]!, nameOf[right]!];
    return leftName < rightName ? -1 : leftName > rightName ? 1 : a - b;
  };
  for (let node = 0; node < parent.length; node++) sortPart(children, firstChild[node]!, firstChild[node + 1]!, order);
  return { firstChild, children };
}

/** Most parents have few children: putting each in its place costs them less than a call of a sort. */
const PUT_IN_PLACE = 16;

function sortPart(list: Int32Array, first: number, last: number, order: (a: number, b: number) => number): void {
  if (last - first > PUT_IN_PLACE) {
    list.set(Array.from(list.subarray(first, last)).sort(order), first);
    return;
  }
  for (let from = first + 1; from < last; from++) {
    const own = list[from]!;
    let to = from;
    for (; to > first && order(list[to - 1]!, own) > 0; to--) list[to] = list[to - 1]!;
    list[to] = own;
  }
}
