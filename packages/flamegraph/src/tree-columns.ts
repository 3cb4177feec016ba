/** What is known of a frame of code. */
export interface FrameInfo {
  /** Function, qualified as its language writes it; where there is no symbol, the address. */
  readonly name: string;
  /** '' when unknown. */
  readonly file: string;
  /** 0 when unknown. */
  readonly line: number;
  /** Binary, library or package that it was loaded from; '' when unknown. */
  readonly module: string;
  /** Whether the recorder took it for the application's own code; undefined when it did not say. */
  readonly inApp?: boolean | undefined;
}

/** In `frame`: the root of all stacks. */
export const ROOT_FRAME = -1;
/** In `frame`: stacks that the answer left out, added up exactly. */
export const OTHER_FRAME = -2;

/** Nodes of a tree as columns; a parent comes before its children, the first is the root. */
export interface TreeColumns {
  /** Index of the parent; -1 for the first. */
  readonly parent: Int32Array;
  /** Index in `frames`, {@link ROOT_FRAME} or {@link OTHER_FRAME}. */
  readonly frame: Int32Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly frames: readonly FrameInfo[];
  /** Where each node begins, in the unit of `total`: makes the picture time-ordered. Siblings are then given by time. */
  readonly start?: Float64Array | undefined;
  /** The two sides of a diff, each node's total; shares of each side's whole decide the colour. */
  readonly diff?: { readonly before: Float64Array; readonly after: Float64Array } | undefined;
}

/** Index of a node in the columns. */
export type NodeIndex = number;

export const ROOT: NodeIndex = 0;

/** What a node is called, the pseudo frames included. */
export function nameOfNode({ frame, frames }: TreeColumns, node: NodeIndex): string {
  const index = frame[node] ?? ROOT_FRAME;
  if (index === ROOT_FRAME) return 'root';
  return index === OTHER_FRAME ? 'other' : (frames[index]?.name ?? '');
}
