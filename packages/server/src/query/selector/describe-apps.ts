import { describeSelection, type SelectedApp } from '../../store/readers/describe-selection.ts';
import { type RolledProfiles, rolledProfileCounts } from '../../store/readers/rolled-profile-counts.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import { asksForSeries, type SampleFilter } from '../../store/readers/sample-filter.ts';
import type { ValuesPlan } from '../../store/rollups/plan-values.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { LastingAnswers } from '../lasting-answers.ts';
import type { ValuePlans } from '../value-plans.ts';

/** What is known without asking of what is rolled. */
export interface RolledMemory {
  readonly rolled: ValuePlans | undefined;
  readonly counts: LastingAnswers<RolledProfiles>;
}

/** The apps of a selection with their profiles; of one app, those of rolled hours and days are not counted one by one, nor twice. */
export async function describeApps(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  memory: RolledMemory | undefined,
  ask: Ask,
): Promise<readonly SelectedApp[]> {
  const [app, ...others] = filter.apps ?? [];
  const isPlain = others.length === 0 && filter.profiles === undefined && !asksForSeries(filter);
  const plan =
    app === undefined || !isPlain ? undefined : memory?.rolled?.plan(project, app, filter.fromMs, filter.toMs);
  if (memory === undefined || app === undefined || plan === undefined || !hasLasting(plan)) {
    return describeSelection(source, project, filter, ask);
  }
  const keyOf = (...what: readonly unknown[]): string =>
    JSON.stringify([project, app, filter.type, filter.unit, filter.matchers, ...what]);
  const { days, hours } = plan;
  const all = await Promise.all([
    days.versions.length + hours.versions.length === 0
      ? { kinds: [], profiles: 0 }
      : memory.counts.of(keyOf(days.versions, hours.versions), () =>
          rolledProfileCounts(source, project, app, filter, plan, ask),
        ),
    ...plan.samples.map(({ versions, ...range }) =>
      memory.counts.of(
        versions === undefined ? undefined : keyOf('samples', versions, range.fromMs, range.toMs),
        async () => {
          const [edge] = await describeSelection(source, project, { ...filter, ...range }, ask);
          return edge ?? { kinds: [], profiles: 0 };
        },
      ),
    ),
  ]);
  const profiles = all.reduce((sum, one) => sum + one.profiles, 0);
  if (profiles === 0) return [];
  return [{ app, kinds: [...new Set(all.flatMap(({ kinds }) => kinds))].sort(), profiles }];
}

const hasLasting = ({ days, hours, samples }: ValuesPlan): boolean =>
  days.versions.length + hours.versions.length > 0 || samples.some(({ versions }) => versions !== undefined);
