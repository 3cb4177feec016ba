import type { RolledProfiles } from '../store/readers/rolled-profile-counts.ts';
import type { RowSource } from '../store/readers/row-source.ts';
import { LastingAnswers } from './lasting-answers.ts';
import { FrameNames } from './merge/frame-names.ts';
import { KnownColumns } from './selector/known-columns.ts';
import { KnownSeries } from './timeline/known-series.ts';
import { AppTrees } from './tree/app-trees.ts';
import type { ValuePlans } from './value-plans.ts';

/** What questions keep in memory between them, each within a bound: but for what is rolled, nothing in it changes in the store. */
export interface QuestionMemory {
  /** Without it all is read from samples. */
  readonly rolled: ValuePlans | undefined;
  readonly trees: AppTrees;
  readonly names: FrameNames;
  readonly series: KnownSeries;
  readonly columns: KnownColumns;
  /** Sums by node, in the words of `valuesByNode`, of rolled hours and days and of parts of rolled hours. */
  readonly values: LastingAnswers<Uint32Array>;
  /** Numbers of profiles of the same. */
  readonly counts: LastingAnswers<RolledProfiles>;
}

/** Kinds and a number: some ten thousand ranges. */
const COUNT_BYTES = 4 * 1024 * 1024;
const bytesOfCount = ({ kinds }: RolledProfiles): number => kinds.reduce((sum, kind) => sum + 2 * kind.length, 100);

export const questionMemory = (
  source: RowSource,
  trees: AppTrees = new AppTrees(source),
  rolled?: ValuePlans,
): QuestionMemory => ({
  rolled,
  trees,
  names: new FrameNames(source),
  series: new KnownSeries(source),
  columns: new KnownColumns(),
  values: new LastingAnswers(({ buffer }) => buffer.byteLength),
  counts: new LastingAnswers(bytesOfCount, COUNT_BYTES),
});
