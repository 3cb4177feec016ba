import type { FunctionTree } from '../formats/function-tree.ts';

/** What one function calls, directly or through functions that are left out. */
export interface CallEdge {
  readonly from: number;
  readonly to: number;
  value: number;
  /** Whether all of it goes through functions that are left out. */
  isIndirect: boolean;
}

export interface FunctionSums {
  /** By function. */
  readonly self: Float64Array;
  /** By function; each sample counts once, however often the function is in its stack. */
  readonly total: Float64Array;
}

/** Self and total of each function. */
export function functionSums(tree: FunctionTree): FunctionSums {
  const self = new Float64Array(tree.functions.length);
  const total = new Float64Array(tree.functions.length);
  const open = new Int32Array(tree.functions.length);
  walk(tree, {
    enter: (node) => {
      const func = tree.func[node]!;
      self[func]! += tree.self[node]!;
      if (open[func]!++ === 0) total[func]! += tree.total[node]!;
    },
    leave: (node) => {
      open[tree.func[node]!]!--;
    },
  });
  return { self, total };
}

/** The calls between functions that are kept. A sample counts once for each call, as in recursions. */
export function callEdges(tree: FunctionTree, isKept: (func: number) => boolean): readonly CallEdge[] {
  const edges = new Map<number, CallEdge>();
  const open = new Map<number, number>();
  /** The innermost kept function at or above each node; -1 for none. */
  const keptAt = new Int32Array(tree.length);
  const keyOf = (node: number): number | undefined => {
    const caller = tree.parent[node]! < 0 ? -1 : keptAt[tree.parent[node]!]!;
    return caller < 0 || !isKept(tree.func[node]!) ? undefined : caller * tree.functions.length + tree.func[node]!;
  };
  walk(tree, {
    enter: (node) => {
      const parent = tree.parent[node]!;
      const func = tree.func[node]!;
      const above = parent < 0 ? -1 : keptAt[parent]!;
      keptAt[node] = isKept(func) ? func : above;
      const key = keyOf(node);
      if (key === undefined) return;
      const times = open.get(key) ?? 0;
      open.set(key, times + 1);
      if (times > 0) return;
      const isIndirect = tree.func[parent] !== above;
      const edge = edges.get(key);
      if (edge === undefined) {
        edges.set(key, { from: above, to: func, value: tree.total[node]!, isIndirect });
      } else {
        edge.value += tree.total[node]!;
        edge.isIndirect &&= isIndirect;
      }
    },
    leave: (node) => {
      const key = keyOf(node);
      if (key !== undefined) open.set(key, open.get(key)! - 1);
    },
  });
  return [...edges.values()];
}

interface Visitor {
  readonly enter: (node: number) => void;
  readonly leave: (node: number) => void;
}

/** Visits every node between its parent's enter and leave, without recursion. */
function walk({ length, parent }: FunctionTree, { enter, leave }: Visitor): void {
  const firstChild = new Int32Array(length + 1).fill(-1);
  const sibling = new Int32Array(length).fill(-1);
  // Slot 0 holds the roots. From behind, so that children come in their order.
  for (let node = length - 1; node >= 0; node--) {
    const slot = parent[node]! + 1;
    sibling[node] = firstChild[slot]!;
    firstChild[slot] = node;
  }
  let node = firstChild[0]!;
  while (node >= 0) {
    enter(node);
    const child = firstChild[node + 1]!;
    if (child >= 0) {
      node = child;
      continue;
    }
    while (node >= 0) {
      leave(node);
      if (sibling[node]! >= 0) break;
      node = parent[node]!;
    }
    node = node < 0 ? -1 : sibling[node]!;
  }
}
