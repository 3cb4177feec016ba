import {
  type CollapsedTree,
  collapseLibraries,
  collapseRecursion,
  invertTree,
  type NodeIndex,
  OTHER_FRAME,
  type TreeColumns,
} from '@hearth/flamegraph';

export interface Turning {
  readonly recursion: boolean;
  readonly library: boolean;
  readonly isInverted: boolean;
}

export interface DrawnTree {
  readonly columns: TreeColumns;
  /** The nodes of the tree before that are this "other" of the drawn one; none for other nodes, and none when inverted. */
  readonly othersOf: (node: NodeIndex) => readonly NodeIndex[];
}

/** The tree as it is drawn: perhaps collapsed, then perhaps turned round. */
export function drawnTree(columns: TreeColumns, { recursion, library, isInverted }: Turning): DrawnTree {
  const steps: CollapsedTree[] = [];
  let shown = columns;
  for (const [isOn, collapse] of [
    [library, collapseLibraries],
    [recursion, collapseRecursion],
  ] as const) {
    if (!isOn) continue;
    const step = collapse(shown);
    steps.push(step);
    shown = step.columns;
  }
  if (isInverted) return { columns: invertTree(shown), othersOf: () => [] };
  const targetOf = (node: NodeIndex): NodeIndex => steps.reduce((at, { target }) => target[at]!, node);
  const othersOf = (drawn: NodeIndex): readonly NodeIndex[] => {
    if (shown.frame[drawn] !== OTHER_FRAME) return [];
    const found: NodeIndex[] = [];
    columns.frame.forEach((frame, node) => {
      if (frame === OTHER_FRAME && targetOf(node) === drawn) found.push(node);
    });
    return found;
  };
  return { columns: shown, othersOf };
}
