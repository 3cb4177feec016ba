/** A fill and what is written on it. */
export interface Paint {
  readonly fill: string;
  readonly ink: string;
}

/** Hues that packages share. */
export const HUES = 12;
/** Steps of a diff on either side of noise. */
export const DIFF_STEPS = 4;

/** Resolved CSS colours: a canvas cannot read custom properties. */
export interface FlameTheme {
  readonly app: readonly Paint[];
  readonly library: readonly Paint[];
  readonly runtime: Paint;
  readonly kernel: Paint;
  readonly root: Paint;
  readonly other: Paint;
  readonly match: Paint;
  /** Frames that a search left out. */
  readonly rest: Paint;
  /** From slightly to much less. */
  readonly less: readonly Paint[];
  readonly more: readonly Paint[];
  readonly noise: Paint;
  /** From no self time to much. */
  readonly heat: readonly Paint[];
  readonly hatch: string;
  readonly hover: string;
  readonly selected: string;
  /** `font` of a canvas; must be monospaced. */
  readonly font: string;
}
