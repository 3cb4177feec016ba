import { describeSelection, type SelectedApp } from '../../store/readers/describe-selection.ts';
import { rolledProfileCounts } from '../../store/readers/rolled-profile-counts.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import { asksForSeries, type SampleFilter } from '../../store/readers/sample-filter.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { ValuePlans } from '../value-plans.ts';

/** The apps of a selection with their profiles; of one app, those of rolled hours and days are not counted one by one. */
export async function describeApps(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  rolled: ValuePlans | undefined,
  ask: Ask,
): Promise<readonly SelectedApp[]> {
  const [app, ...others] = filter.apps ?? [];
  const isPlain = others.length === 0 && filter.profiles === undefined && !asksForSeries(filter);
  const plan = app === undefined || !isPlain ? undefined : rolled?.plan(project, app, filter.fromMs, filter.toMs);
  if (app === undefined || plan === undefined || plan.days.length + plan.hours.length === 0) {
    return describeSelection(source, project, filter, ask);
  }
  const [whole, ...edges] = await Promise.all([
    rolledProfileCounts(source, project, app, filter, plan, ask),
    ...plan.samples.map(async (range) => describeSelection(source, project, { ...filter, ...range }, ask)),
  ]);
  const all = [whole, ...edges.flat()];
  const profiles = all.reduce((sum, one) => sum + one.profiles, 0);
  if (profiles === 0) return [];
  return [{ app, kinds: [...new Set(all.flatMap(({ kinds }) => kinds))].sort(), profiles }];
}
