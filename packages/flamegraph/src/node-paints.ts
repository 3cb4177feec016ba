import { DIFF_STEPS, type FlameTheme, type Paint } from './flame-theme.ts';
import { frameLook } from './frame-look.ts';
import type { SearchResult } from './search-tree.ts';
import { type FrameInfo, type NodeIndex, OTHER_FRAME, ROOT, ROOT_FRAME, type TreeColumns } from './tree-columns.ts';

/** What frames are coloured by. A picture with two sides is coloured by their difference, whatever is said here. */
export type Colouring = 'package' | 'file' | 'self';

/** Changes of a node's share from which each step of a diff begins; below the first is noise. */
export const DIFF_THRESHOLDS: readonly number[] = [0.02, 0.08, 0.2, 0.5];

/** Shares of the whole from which each step of heat begins. */
const HEAT_THRESHOLDS: readonly number[] = [0, 0.001, 0.005, 0.02, 0.08];

/**
 * New frames that one picture looks at. Judging a frame by its names takes a microsecond, but fifty before anything is compiled: the
 * first picture looks at those of its upper rows and is there at once, the colours of the others come with the next few.
 */
export const FIRST_LOOKS = 200;
export const MORE_LOOKS = 1_000;

/** Paints nodes, a bounded number of new frames in each picture. */
export interface NodePaints {
  /** To be called before each picture. */
  begin(): void;
  /** Neutral where the frame's turn has not come. */
  of(node: NodeIndex): Paint;
  /** Whether another picture would have more colours. */
  readonly isPending: boolean;
}

/** Makes what paints nodes; `matches` lights what a search found and mutes the rest. */
export function nodePaints(
  columns: TreeColumns,
  theme: FlameTheme,
  colouring: Colouring,
  matches?: SearchResult,
): NodePaints {
  const { frame } = columns;
  const looks = new FrameLooks(columns.frames, theme, colouring === 'file' ? 'file' : 'package');
  const base =
    columns.diff !== undefined
      ? byDiff(theme, columns.diff)
      : colouring === 'self'
        ? bySelf(columns, theme)
        : (node: NodeIndex) => looks.of(frame[node]!);
  return {
    begin: () => looks.begin(),
    of(node) {
      const own = frame[node]!;
      if (own === OTHER_FRAME) return theme.other;
      if (matches !== undefined) return own >= 0 && matches.frames[own] === 1 ? theme.match : theme.rest;
      if (own === ROOT_FRAME) return theme.root;
      return base(node);
    },
    get isPending() {
      return looks.isPending;
    },
  };
}

type PaintOf = (node: NodeIndex) => Paint;

function bySelf({ self, total }: TreeColumns, theme: FlameTheme): PaintOf {
  const whole = total[ROOT] || 1;
  return (node) => theme.heat[stepOf(self[node]! / whole, HEAT_THRESHOLDS) - 1] ?? theme.rest;
}

/** Paints by frame: each is looked at once. */
class FrameLooks {
  readonly #frames: readonly FrameInfo[];
  readonly #theme: FlameTheme;
  readonly #by: 'package' | 'file';
  readonly #paints: (Paint | undefined)[];
  #allowed = FIRST_LOOKS;
  #left = FIRST_LOOKS;
  #isPending = false;

  constructor(frames: readonly FrameInfo[], theme: FlameTheme, by: 'package' | 'file') {
    this.#frames = frames;
    this.#theme = theme;
    this.#by = by;
    // Full from the start: an array that is written here and there becomes a table of hashes.
    this.#paints = new Array<Paint | undefined>(frames.length).fill(undefined);
  }

  get isPending(): boolean {
    return this.#isPending;
  }

  begin(): void {
    this.#left = this.#allowed;
    this.#allowed = MORE_LOOKS;
    this.#isPending = false;
  }

  of(index: number): Paint {
    const known = this.#paints[index];
    if (known !== undefined) return known;
    if (this.#left === 0) {
      this.#isPending = true;
      return this.#theme.rest;
    }
    this.#left--;
    const paint = this.#paintOf(this.#frames[index]!);
    this.#paints[index] = paint;
    return paint;
  }

  #paintOf(info: FrameInfo): Paint {
    const { kind, hue } = frameLook(info, this.#by);
    if (kind === 'runtime') return this.#theme.runtime;
    if (kind === 'kernel') return this.#theme.kernel;
    return (kind === 'app' ? this.#theme.app : this.#theme.library)[hue] ?? this.#theme.rest;
  }
}

function byDiff(theme: FlameTheme, sides: NonNullable<TreeColumns['diff']>): PaintOf {
  const wholeBefore = sides.before[ROOT] || 1;
  const wholeAfter = sides.after[ROOT] || 1;
  return (node) => {
    const change = relativeChange(sides.before[node]! / wholeBefore, sides.after[node]! / wholeAfter);
    const step = Math.min(stepOf(Math.abs(change), DIFF_THRESHOLDS), DIFF_STEPS);
    if (step === 0) return theme.noise;
    return (change < 0 ? theme.less : theme.more)[step - 1] ?? theme.noise;
  };
}

/** Between -1 (gone) and infinity (new). */
export function relativeChange(before: number, after: number): number {
  if (before === after) return 0;
  return before === 0 ? Number.POSITIVE_INFINITY : (after - before) / before;
}

function stepOf(value: number, thresholds: readonly number[]): number {
  let step = 0;
  while (step < thresholds.length && value >= thresholds[step]!) step++;
  return step;
}
