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

/** The paint of a node; `matches` lights what a search found and mutes the rest. */
export type NodePaints = (node: NodeIndex) => Paint;

/** Makes the function that paints nodes. Looks once at each frame that is seen, not at each node. */
export function nodePaints(
  columns: TreeColumns,
  theme: FlameTheme,
  colouring: Colouring,
  matches?: SearchResult,
): NodePaints {
  const { frame } = columns;
  const base = columns.diff === undefined ? byFrame(columns, theme, colouring) : byDiff(columns, theme, columns.diff);
  return (node) => {
    const own = frame[node]!;
    if (own === OTHER_FRAME) return theme.other;
    if (matches !== undefined) return own >= 0 && matches.frames[own] === 1 ? theme.match : theme.rest;
    if (own === ROOT_FRAME) return theme.root;
    return base(node);
  };
}

function byFrame({ frame, frames, self, total }: TreeColumns, theme: FlameTheme, colouring: Colouring): NodePaints {
  if (colouring === 'self') {
    const whole = total[ROOT] || 1;
    return (node) => theme.heat[stepOf(self[node]! / whole, HEAT_THRESHOLDS) - 1] ?? theme.rest;
  }
  const paintOf = (info: FrameInfo): Paint => {
    const { kind, hue } = frameLook(info, colouring);
    if (kind === 'runtime') return theme.runtime;
    if (kind === 'kernel') return theme.kernel;
    return (kind === 'app' ? theme.app : theme.library)[hue] ?? theme.rest;
  };
  const paints: (Paint | undefined)[] = [];
  return (node) => {
    const index = frame[node]!;
    const known = paints[index];
    if (known !== undefined) return known;
    const paint = paintOf(frames[index]!);
    paints[index] = paint;
    return paint;
  };
}

function byDiff(_columns: TreeColumns, theme: FlameTheme, sides: NonNullable<TreeColumns['diff']>): NodePaints {
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
