/** A flame graph as rows of bars. Values are whole numbers of up to 64 bits; offsets and indexes are made of them. */
export interface Flamebearer {
  /** What bars are called; the first is `total`, the bar of everything. */
  readonly names: readonly string[];
  /** One row for each depth: four numbers a bar, seven in a comparison. */
  readonly levels: readonly (readonly (bigint | number)[])[];
  /** Total of everything; of both sides together in a comparison. */
  readonly numTicks: bigint;
  /** The largest own part of a bar. */
  readonly maxSelf: bigint;
}
