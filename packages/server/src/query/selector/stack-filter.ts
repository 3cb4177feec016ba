/** What of a frame a pattern is about. */
export const frameFields = ['function', 'file', 'module'] as const;
export type FrameField = (typeof frameFields)[number];

export const frameOperators = ['=', '=~'] as const;
export type FrameOperator = (typeof frameOperators)[number];

/** Frames whose field has exactly this value, or one in which this RE2 pattern is found; `^` and `$` tie it to the ends. */
export interface FramePattern {
  readonly field: FrameField;
  readonly operator: FrameOperator;
  readonly value: string;
}

/** Patterns in each of the lists of a filter: all of a filter are one bit each of a 32-bit word. */
export const MAX_FRAME_PATTERNS = 10;

/** Which stacks a question is about, and what is shown of them. */
export interface StackFilter {
  /** Only stacks that have a matching frame for each of these. */
  readonly focus?: readonly FramePattern[] | undefined;
  /** Not stacks that have a frame which matches any of these. */
  readonly ignore?: readonly FramePattern[] | undefined;
  /** Frames that match any of these are taken out of their stacks; what they call is called by what called them. */
  readonly hide?: readonly FramePattern[] | undefined;
}
