/** Values by node. */
export interface ValueRows {
  /** Rows as `valuesByNode` gives them. */
  readonly words: Uint32Array;
  /** For each row its node in a tree; -1 for one that is not there. */
  readonly nodes: Int32Array;
}
