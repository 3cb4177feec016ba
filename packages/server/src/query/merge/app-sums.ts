import { type PiecesOfGrain, rolledValues } from '../../store/readers/rolled-values.ts';
import type { SampleFilter } from '../../store/readers/sample-filter.ts';
import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import { type SamplesRange, unplanned, type ValuesPlan } from '../../store/rollups/plan-values.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../store/rollups/rollup-columns.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { ResolvedApp, ResolvedSelector } from '../selector/resolve-selector.ts';
import type { Grouping, PrefixTree } from '../tree/prefix-tree.ts';
import { type AppSums, addUp } from './add-up.ts';
import { jointGroups, jointValues, MAX_ROWS_TO_READ, type SampledApp, type SampledWords } from './joint-values.ts';
import type { QuestionContext } from './question-context.ts';
import { resolutionOfPlan } from './resolution.ts';

/** Two questions to the engine at a time: it has its own threads for each, and memory is the sum of all. */
const APPS_AT_ONCE = 2;

/** An app with what is to be read of it. */
interface PlannedApp extends SampledApp {
  readonly plan: ValuesPlan;
  /** Its place in the selection. */
  readonly place: number;
  /** What its samples come to, by range; read for several apps at once when the first of them is asked for. */
  readonly sampled: () => Promise<readonly Uint32Array[]>;
}

/** The selection's values by node, app by app. */
export async function sumsOfApps(
  context: QuestionContext,
  selection: ResolvedSelector,
  grouping: Grouping,
): Promise<readonly AppSums[]> {
  const answers: AppSums[] = [];
  const waiting = [...plannedApps(context, selection)];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      answers[next.place] = await sumsOfApp(context, selection, next, grouping);
    }
  };
  await Promise.all(Array.from({ length: APPS_AT_ONCE }, work));
  return answers;
}

/** In the order in which they are read. */
function plannedApps(context: QuestionContext, { filter, apps }: ResolvedSelector): readonly PlannedApp[] {
  const { values, project } = context;
  const planned = apps.map((resolved, place) => {
    const plan = planOf(context, filter, resolved.app);
    const keyOf = ({ versions, fromMs, toMs }: SamplesRange): string | undefined =>
      versions === undefined ? undefined : keyOfValues(project, resolved, filter, 'samples', versions, fromMs, toMs);
    const known: Uint32Array[] = [];
    const ranges = plan.samples.filter((range) => {
      const key = keyOf(range);
      const words = key === undefined ? undefined : values.get(key);
      if (words !== undefined) known.push(words);
      return words === undefined;
    });
    return { ...resolved, plan, place, ranges, known, keys: ranges.map(keyOf) };
  });
  const groups = jointGroups(planned);
  const readings = new Map<number, Promise<SampledWords>>();
  const read = (index: number): Promise<SampledWords> => {
    const reading = readings.get(index) ?? jointValues(context, filter, groups[index]!);
    readings.set(index, reading);
    return reading;
  };
  return groups.flatMap((group, index) =>
    group.map(({ known, keys, ...app }, at) => ({
      ...app,
      sampled: async () => {
        const words = (await read(index))[at]!;
        // While this group is added up the next one is read. Whether that failed is told to who asks for it.
        if (index + 1 < groups.length) read(index + 1).catch(() => undefined);
        // Of apps that are read together one has what all of them share: that is no answer about each.
        const lasting = group.length === 1 ? keys : [];
        for (const [range, key] of lasting.entries()) if (key !== undefined) values.keep(key, words[range]!);
        return [...known, ...words];
      },
    })),
  );
}

/** What sums that cannot change depend on. */
const keyOfValues = (
  project: ProjectId,
  { app, columns }: ResolvedApp,
  { matchers }: SampleFilter,
  ...where: readonly unknown[]
): string => JSON.stringify([project, app, columns, matchers, ...where]);

async function sumsOfApp(
  context: QuestionContext,
  { filter, stacks }: ResolvedSelector,
  planned: PlannedApp,
  grouping: Grouping,
): Promise<AppSums> {
  const { trees, project, ask } = context;
  const { app, plan } = planned;
  const [words, known] = await Promise.all([
    wordsOfPlan(context, filter, planned),
    trees.tree(project, app, ask.signal),
  ]);
  const read = { resolution: resolutionOfPlan(plan), lostHours: plan.lostHours };
  const nodes = nodesOf(known, words);
  if (nodes.every((node) => node >= 0)) return { ...addUp(known, grouping, { words, nodes }, stacks), ...read };
  const tree = await trees.extended(project, app, ask.signal);
  const rows = { words, nodes: nodesOf(tree, words) };
  return { ...addUp(tree, grouping, rows, stacks), ...read };
}

/** Rollups know of hours, not of profiles: whoever names some asks `samples`. */
function planOf({ rolled, project }: QuestionContext, filter: SampleFilter, app: string): ValuesPlan {
  const { fromMs, toMs, profiles } = filter;
  const plan = profiles === undefined ? rolled?.plan(project, app, fromMs, toMs) : undefined;
  return plan ?? unplanned(fromMs, toMs);
}

function piecesOf({ days, hours, fewer }: ValuesPlan): readonly PiecesOfGrain[] {
  const pieces: readonly PiecesOfGrain[] = [
    { grain: DAY_SECONDS, ...days },
    { grain: HOUR_SECONDS, ...(fewer?.hours ?? hours) },
    ...(fewer === undefined
      ? []
      : [{ grain: DAY_SECONDS, ...fewer.days, less: { grain: HOUR_SECONDS, ...fewer.less } }]),
  ];
  return pieces.filter(({ versions }) => versions.length > 0);
}

/** A node may have rows from each piece of the plan: they are added up like any others. */
async function wordsOfPlan(
  { source, project, ask, values }: QuestionContext,
  filter: SampleFilter,
  planned: PlannedApp,
): Promise<Uint32Array> {
  const { app, columns, plan, sampled } = planned;
  const bounded = { ...ask, maxRowsToRead: MAX_ROWS_TO_READ };
  const pieces = piecesOf(plan);
  const read = await Promise.all([
    sampled(),
    ...pieces.map(async (piece) => {
      const key = keyOfValues(project, planned, filter, piece.grain, piece.versions, piece.less?.versions);
      return [await values.of(key, () => rolledValues(source, project, app, columns, filter, piece, bounded))];
    }),
  ]);
  const [first = new Uint32Array(), ...rest] = read.flat();
  if (rest.length === 0) return first;
  const all = new Uint32Array(rest.reduce((sum, { length }) => sum + length, first.length));
  let at = 0;
  for (const words of [first, ...rest]) {
    all.set(words, at);
    at += words.length;
  }
  return all;
}

/** For each row its node in the tree; -1 for one that is not there. */
function nodesOf(tree: PrefixTree, words: Uint32Array): Int32Array {
  const nodes = new Int32Array(words.length / VALUE_WORDS);
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    nodes[row] = tree.find(words[at]!, words[at + 1]!);
  }
  return nodes;
}
