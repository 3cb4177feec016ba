/** What people read of a frame. */
export interface MergedFrame {
  /** '' where there is no symbol. */
  readonly function: string;
  readonly file: string;
  /** 0 when unknown, or when lines were merged. */
  readonly line: number;
  readonly module: string;
  /** Offset in the module in hex digits where there is no symbol, else ''. */
  readonly address: string;
}

/** Values of the nodes of one selection. */
export interface MergedValues {
  /** Of stacks that end in the node. */
  readonly self: readonly bigint[];
  /** With everything below it. */
  readonly total: readonly bigint[];
}

/** A tree of frames with sums, as columns over its nodes: a parent stands before its children, the root of all first. */
export interface MergedTree<Values extends MergedValues = MergedValues> {
  /** -1 for the first. */
  readonly parent: readonly number[];
  /** Index in `frames`; -1 for the root of all stacks. */
  readonly frame: readonly number[];
  readonly frames: readonly MergedFrame[];
  /** One for a flame graph, two for a comparison. */
  readonly sides: readonly Values[];
}

/** Values of a tree that was cut: `total` is `self`, the totals of the children, and `other`. */
export interface CutValues extends MergedValues {
  /** What the children that were cut add up to. */
  readonly other: readonly bigint[];
}
