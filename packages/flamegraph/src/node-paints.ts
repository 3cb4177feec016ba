import { DIFF_STEPS, type FlameTheme, HUES, type Paint } from './flame-theme.ts';
import { frameLook } from './frame-look.ts';
import { FrameNames } from './frame-names.ts';
import type { SearchResult } from './search-tree.ts';
import { type NodeIndex, OTHER_FRAME, ROOT, ROOT_FRAME, type TreeColumns } from './tree-columns.ts';

/** What frames are coloured by. A picture with two sides is coloured by their difference, whatever is said here. */
export type Colouring = 'package' | 'file' | 'self';

/** Changes of a node's share from which each step of a diff begins; below the first is noise. */
export const DIFF_THRESHOLDS: readonly number[] = [0.02, 0.08, 0.2, 0.5];

/** Shares of the whole from which each step of heat begins. */
const HEAT_THRESHOLDS: readonly number[] = [0, 0.001, 0.005, 0.02, 0.08];

/**
 * New frames that one picture looks at. Judging a frame by its names takes a microsecond, but twenty before anything is compiled: the
 * first picture looks at those that are wide enough for a name, and some more, and is there at once; the colours of the others come with
 * the next few.
 */
export const FIRST_LOOKS = 200;
export const MORE_LOOKS = 1_000;

/** Index in `palette`. */
export type PaintIndex = number;

/** Neutral: frames whose turn has not come, and those that a search left out. */
const REST: PaintIndex = 0;
const ROOT_PAINT: PaintIndex = 1;
export const OTHER_PAINT: PaintIndex = 2;
const MATCH: PaintIndex = 3;
const RUNTIME: PaintIndex = 4;
const KERNEL: PaintIndex = 5;
const NOISE: PaintIndex = 6;
const APP: PaintIndex = 7;
const LIBRARY: PaintIndex = APP + HUES;
const LESS: PaintIndex = LIBRARY + HUES;
const MORE: PaintIndex = LESS + DIFF_STEPS;
const HEAT: PaintIndex = MORE + DIFF_STEPS;

/** The paints of a theme by their index. */
function paletteOf(theme: FlameTheme): readonly Paint[] {
  const { rest, root, other, match, runtime, kernel, noise } = theme;
  const steps = (paints: readonly Paint[], count: number): Paint[] =>
    Array.from({ length: count }, (_, step) => paints[step] ?? rest);
  return [
    ...[rest, root, other, match, runtime, kernel, noise],
    ...steps(theme.app, HUES),
    ...steps(theme.library, HUES),
    ...steps(theme.less, DIFF_STEPS),
    ...steps(theme.more, DIFF_STEPS),
    ...steps(theme.heat, HEAT_THRESHOLDS.length),
  ];
}

/** Nodes to be painted, and their edges in CSS pixels: wide ones are looked at first. */
export interface Painted {
  readonly nodes: Int32Array;
  readonly lefts: Float64Array;
  readonly rights: Float64Array;
  readonly begin: number;
  readonly length: number;
}

/** Paints nodes, a bounded number of new frames in each picture. */
export class NodePaints {
  readonly palette: readonly Paint[];
  readonly #columns: TreeColumns;
  readonly #matches: SearchResult | undefined;
  readonly #looks: FrameLooks;
  /** Paints nodes of frames; undefined where the frame decides alone. */
  readonly #byNode: ((node: NodeIndex) => PaintIndex) | undefined;

  /**
   * @param matches lights what a search found and mutes the rest
   * @param names shared with who writes them
   */
  constructor(
    columns: TreeColumns,
    theme: FlameTheme,
    colouring: Colouring,
    matches?: SearchResult,
    names = new FrameNames(columns.frames),
  ) {
    this.palette = paletteOf(theme);
    this.#columns = columns;
    this.#matches = matches;
    this.#looks = new FrameLooks(names, colouring === 'file' ? 'file' : 'package');
    if (columns.diff !== undefined) this.#byNode = byDiff(columns.diff);
    else if (colouring === 'self') this.#byNode = bySelf(columns);
  }

  /** Whether another picture would have more colours. */
  get isPending(): boolean {
    return this.#looks.isPending;
  }

  /**
   * Paints what a picture shows, once a picture.
   *
   * @param into the paint of each node, at its index
   * @param widePx wider ones are looked at before others
   */
  paint({ nodes, lefts, rights, begin, length }: Painted, into: Uint8Array, widePx: number): void {
    const { frame } = this.#columns;
    const found = this.#matches?.frames;
    const byNode = this.#byNode;
    const looks = this.#looks;
    looks.begin();
    if (found === undefined && byNode === undefined) {
      for (let at = begin; at < length; at++) {
        const own = frame[nodes[at]!]!;
        if (own >= 0 && rights[at]! - lefts[at]! > widePx) looks.of(own);
      }
    }
    for (let at = begin; at < length; at++) {
      const node = nodes[at]!;
      const own = frame[node]!;
      if (own === OTHER_FRAME) into[at] = OTHER_PAINT;
      else if (found !== undefined) into[at] = own >= 0 && found[own] === 1 ? MATCH : REST;
      else if (own === ROOT_FRAME) into[at] = ROOT_PAINT;
      else into[at] = byNode === undefined ? looks.of(own) : byNode(node);
    }
  }
}

type PaintOf = (node: NodeIndex) => PaintIndex;

function bySelf({ self, total }: TreeColumns): PaintOf {
  const whole = total[ROOT] || 1;
  return (node) => {
    const step = stepOf(self[node]! / whole, HEAT_THRESHOLDS);
    return step === 0 ? REST : HEAT + step - 1;
  };
}

/** Paints by frame: each is looked at once. */
class FrameLooks {
  readonly #names: FrameNames;
  readonly #by: 'package' | 'file';
  /** By frame; {@link REST} where it was not looked at. */
  readonly #paints: Uint8Array;
  #allowed = FIRST_LOOKS;
  #left = FIRST_LOOKS;
  #isPending = false;

  constructor(names: FrameNames, by: 'package' | 'file') {
    this.#names = names;
    this.#by = by;
    this.#paints = new Uint8Array(names.frames.length);
  }

  get isPending(): boolean {
    return this.#isPending;
  }

  begin(): void {
    this.#left = this.#allowed;
    this.#allowed = MORE_LOOKS;
    this.#isPending = false;
  }

  of(index: number): PaintIndex {
    const known = this.#paints[index]!;
    if (known !== REST) return known;
    if (this.#left === 0) {
      this.#isPending = true;
      return REST;
    }
    this.#left--;
    const paint = this.#look(index);
    this.#paints[index] = paint;
    return paint;
  }

  #look(index: number): PaintIndex {
    const { kind, hue } = frameLook(this.#names.frames[index]!, this.#by, this.#names.of(index));
    if (kind === 'runtime') return RUNTIME;
    if (kind === 'kernel') return KERNEL;
    return (kind === 'app' ? APP : LIBRARY) + hue;
  }
}

function byDiff(sides: NonNullable<TreeColumns['diff']>): PaintOf {
  const wholeBefore = sides.before[ROOT] || 1;
  const wholeAfter = sides.after[ROOT] || 1;
  return (node) => {
    const change = relativeChange(sides.before[node]! / wholeBefore, sides.after[node]! / wholeAfter);
    const step = Math.min(stepOf(Math.abs(change), DIFF_THRESHOLDS), DIFF_STEPS);
    if (step === 0) return NOISE;
    return (change < 0 ? LESS : MORE) + step - 1;
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
