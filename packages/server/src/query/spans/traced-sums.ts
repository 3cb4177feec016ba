import { HearthError } from '../../errors/hearth-error.ts';
import type { TraceIds } from '../../store/readers/trace-ids.ts';
import { type AppSums, addUp } from '../merge/add-up.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { type ResolvedApp, type ResolvedSelector, resolveSelector } from '../selector/resolve-selector.ts';
import type { Selector } from '../selector/selector.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import { NodeSums } from './node-sums.ts';
import { readTraced } from './read-traced.ts';
import { SeriesFilter } from './series-filter.ts';

/** A selector's values of the samples of some spans. Throws HearthError as {@link readTraced}. */
export async function tracedSums(
  context: QuestionContext,
  selector: Selector,
  ids: TraceIds,
  grouping: Grouping,
): Promise<{ readonly selection: ResolvedSelector; readonly apps: readonly AppSums[] }> {
  const { source, project, ask, trees, stored } = context;
  if (stored === undefined) throw new HearthError('not_decoded');
  const selection = await resolveSelector(source, project, selector, ask, context);
  const series = new SeriesFilter(context, selection.filter);
  /** Loaded with the first profile of each app; all that it has was stored before that was found. */
  const sums = new Map<string, Promise<NodeSums>>();
  const profiles = new Map<string, number>();
  await readTraced(
    context,
    { selector, selection, ids },
    (original, choice) => stored.tracedValues(original, { ...choice, ids }),
    async ({ app }, values) => {
      const passes = await series.passes(values.series);
      const ofApp = sums.get(app) ?? trees.extended(project, app, ask.signal).then((tree) => new NodeSums(tree));
      sums.set(app, ofApp);
      if ((await ofApp).add(values, passes)) profiles.set(app, (profiles.get(app) ?? 0) + 1);
    },
  );
  const found = selection.apps.filter(({ app }) => profiles.has(app));
  const apps = await Promise.all(
    found.map(async ({ app }): Promise<AppSums> => {
      const ofApp = await sums.get(app)!;
      const added = addUp(ofApp.tree, grouping, ofApp.rows(), selection.stacks);
      return { ...added, resolution: 'samples', lostHours: 0 };
    }),
  );
  const counted = found.map((one): ResolvedApp => ({ ...one, profiles: profiles.get(one.app)! }));
  const total = counted.reduce((sum, one) => sum + one.profiles, 0);
  return { selection: { ...selection, apps: counted, profiles: total }, apps };
}
