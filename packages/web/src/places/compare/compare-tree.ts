import { OTHER_FRAME, ROOT, ROOT_FRAME, relativeChange, type TreeColumns } from '@hearth/flamegraph';
import { type DiffAnswer, type NodeValues, toNumber } from '../../api/wire.ts';
import { frameInfoOf } from '../../stacks/columns-of.ts';
import { functionRows } from '../../stacks/function-rows.ts';

/** What both sides are multiplied with before they are compared. */
export interface Scales {
  readonly before: number;
  readonly after: number;
}

/** Two values of one thing, already scaled. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

export interface ComparedFunction {
  /** Index in `frames`. */
  readonly frame: number;
  readonly self: Pair;
  readonly total: Pair;
}

export interface Comparison {
  /** For drawing: the width is the mean of both sides, so that what is gone is still seen; noise is told as no change. */
  readonly columns: TreeColumns;
  readonly sides: { readonly before: TreeColumns; readonly after: TreeColumns };
  readonly functions: readonly ComparedFunction[];
}

/** A change below this share of the value itself is noise. */
const NOISE_OF_VALUE = 0.02;
/** Below this share of the whole, nobody would act on it, however large it is beside the value. */
const NOISE_OF_WHOLE = 0.002;

/** Whether a change is too small to say anything; `whole` is the larger side's. */
export const isNoise = ({ before, after }: Pair, whole: number): boolean =>
  Math.abs(relativeChange(before, after)) < NOISE_OF_VALUE || Math.abs(after - before) < NOISE_OF_WHOLE * whole;

/** Values by profile, so that a side with more uploads does not seem to work more; or as they were added up. */
export function scalesOf({ left, right }: DiffAnswer, isAbsolute: boolean): Scales {
  if (isAbsolute) return { before: 1, after: 1 };
  return { before: 1 / Math.max(1, left.facts.profiles), after: 1 / Math.max(1, right.facts.profiles) };
}

/** Both sides in one tree and in one list of functions. */
export function compareTrees({ shape, left, right }: DiffAnswer, scales: Scales): Comparison {
  const others = shape.parent.flatMap((_, node) =>
    toNumber(left.values.other[node] ?? 0) > 0 || toNumber(right.values.other[node] ?? 0) > 0 ? [node] : [],
  );
  const parent = Int32Array.from([...shape.parent, ...others]);
  const frame = Int32Array.from([...shape.frame, ...others.map(() => OTHER_FRAME)]);
  const frames = shape.frames.map(frameInfoOf);
  const side = (values: NodeValues, scale: number): TreeColumns => {
    const hidden = others.map((node) => toNumber(values.other[node] ?? 0) * scale);
    const scaled = (column: NodeValues['self']): Float64Array =>
      Float64Array.from([...column.map((value) => toNumber(value) * scale), ...hidden]);
    return { parent, frame, frames, self: scaled(values.self), total: scaled(values.total) };
  };
  const before = side(left.values, scales.before);
  const after = side(right.values, scales.after);
  const mean = (name: 'self' | 'total'): Float64Array =>
    before[name].map((value, node) => (value + after[name][node]!) / 2);
  return {
    columns: { parent, frame, frames, self: mean('self'), total: mean('total'), diff: paintedDiff(before, after) },
    sides: { before, after },
    functions: comparedFunctions(before, after),
  };
}

/** The picture colours by the change of shares of the first node's: with 1 there, by the values themselves. */
function paintedDiff(before: TreeColumns, after: TreeColumns): NonNullable<TreeColumns['diff']> {
  const whole = Math.max(before.total[ROOT] ?? 0, after.total[ROOT] ?? 0);
  const [old, now] = [before.total.slice(), after.total.slice()];
  for (let node = 1; node < old.length; node++) {
    if (isNoise({ before: old[node]!, after: now[node]! }, whole)) [old[node], now[node]] = [1, 1];
  }
  if (before.frame[ROOT] === ROOT_FRAME) [old[ROOT], now[ROOT]] = [1, 1];
  return { before: old, after: now };
}

function comparedFunctions(before: TreeColumns, after: TreeColumns): readonly ComparedFunction[] {
  const old = new Map(functionRows(before, 'function').map((row) => [row.key, row]));
  return functionRows(after, 'function').map(({ key, frame, self, total }) => ({
    frame,
    self: { before: old.get(key)?.self ?? 0, after: self },
    total: { before: old.get(key)?.total ?? 0, after: total },
  }));
}
