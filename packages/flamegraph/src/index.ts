export { type CollapsedTree, collapseLibraries, collapseRecursion, collapseTree } from './collapse-tree.ts';
export { describeNode, shareText, summarizeTree } from './describe-tree.ts';
export { FlameGraph } from './flame-graph.ts';
export { FlameLayout, type SiblingOrder } from './flame-layout.ts';
export type { FlameHandlers, FlamePicture, FrameBox } from './flame-picture.ts';
export { DIFF_STEPS, type FlameTheme, HUES, type Paint } from './flame-theme.ts';
export type { FlameView } from './flame-view.ts';
export { type FrameKind, frameKind } from './frame-kind.ts';
export { type FrameLook, frameLook } from './frame-look.ts';
export { hashText } from './hash-text.ts';
export { invertTree } from './invert-tree.ts';
export { matchOrder, nextMatch } from './match-order.ts';
export { type Direction, neighbour, pathTo } from './neighbour.ts';
export { type Colouring, DIFF_THRESHOLDS, relativeChange } from './node-paints.ts';
export { packageOf } from './package-of.ts';
export { type SearchResult, searchTree } from './search-tree.ts';
export { isKernelFrame, type NameParts, splitName } from './split-name.ts';
export {
  type FrameInfo,
  type NodeIndex,
  nameOfNode,
  OTHER_FRAME,
  ROOT,
  ROOT_FRAME,
  type TreeColumns,
} from './tree-columns.ts';
