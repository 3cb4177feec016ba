import type { RowSource } from '../store/readers/row-source.ts';
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
}

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
});
