import { HearthError } from '../../errors/hearth-error.ts';
import type { SampleFilter } from '../../store/readers/sample-filter.ts';
import type { KindColumnsOfType } from '../../store/readers/value-of-type.ts';
import { valuesByNode } from '../../store/readers/values-by-node.ts';
import { valuesOfApps } from '../../store/readers/values-of-apps.ts';
import type { SamplesRange } from '../../store/rollups/plan-values.ts';
import type { ResolvedApp } from '../selector/resolve-selector.ts';
import type { QuestionContext } from './question-context.ts';

/** Names of so many apps fit beside a question's other values. */
const MAX_APPS = 100;
/** The engine keeps some 100 bytes for each node, of which a profile brings a few hundred at most that others do not: 500 MB at worst. */
const MAX_PROFILES = 20_000;
/** What takes the engine some tens of milliseconds: fewer are not worth one more question. */
const MIN_PROFILES = 1_000;
/** Sample rows that one part of a question may read: an hour of a busy app is half a million, a month 400 million. */
export const MAX_ROWS_TO_READ = 2_000_000_000;

/** An app with the ranges that are to be read from its samples. One whose profiles are not counted (0) is read by itself. */
export interface SampledApp extends ResolvedApp {
  readonly ranges: readonly SamplesRange[];
}

/** For each app its values by node from samples, range by range. */
export type SampledWords = readonly (readonly Uint32Array[])[];

/**
 * Apps that are read by one question: those of the same ranges, as far as there is memory for them; by two where there is much, so that the
 * engine reads the second half while the first is added up.
 */
export function jointGroups<App extends SampledApp>(apps: readonly App[]): readonly (readonly App[])[] {
  const all = apps.reduce((sum, { profiles }) => sum + profiles, 0);
  const most = Math.min(MAX_PROFILES, Math.max(MIN_PROFILES, Math.ceil(all / 2)));
  const groups: App[][] = [];
  const open = new Map<string, { readonly apps: App[]; profiles: number }>();
  for (const app of apps) {
    const key = JSON.stringify(app.ranges.map(({ fromMs, toMs }) => [fromMs, toMs]));
    const known = open.get(key);
    const isCounted = app.profiles > 0;
    if (isCounted && known !== undefined && known.apps.length < MAX_APPS && known.profiles + app.profiles <= most) {
      known.apps.push(app);
      known.profiles += app.profiles;
      continue;
    }
    const group = [app];
    groups.push(group);
    if (isCounted) open.set(key, { apps: group, profiles: app.profiles });
  }
  return groups;
}

/** Reads a group of {@link jointGroups}; in its order. What is too much for one question is read in halves. */
export async function jointValues(
  context: QuestionContext,
  filter: SampleFilter,
  apps: readonly SampledApp[],
): Promise<SampledWords> {
  const [first, ...others] = apps;
  if (first === undefined) return [];
  try {
    const byRange = await Promise.all(
      first.ranges.map((range) => valuesOfRange(context, { ...filter, ...range }, first, others)),
    );
    return apps.map((_, at) => byRange.map((words) => words[at]!));
  } catch (error) {
    if (others.length === 0 || !(error instanceof HearthError) || error.code !== 'query_too_big') throw error;
    const middle = Math.ceil(apps.length / 2);
    const left = await jointValues(context, filter, apps.slice(0, middle));
    return [...left, ...(await jointValues(context, filter, apps.slice(middle)))];
  }
}

async function valuesOfRange(
  { source, project, ask }: QuestionContext,
  filter: SampleFilter,
  first: SampledApp,
  others: readonly SampledApp[],
): Promise<readonly Uint32Array[]> {
  const bounded = { ...ask, maxRowsToRead: MAX_ROWS_TO_READ };
  if (others.length === 0) {
    return [(await valuesByNode(source, project, first.app, first.columns, filter, bounded)).words];
  }
  const apps = [first, ...others];
  const names = apps.map(({ app }) => app);
  return valuesOfApps(source, project, names, columnsOf(apps), filter, bounded);
}

/** Kinds by column, of all apps. */
const columnsOf = (apps: readonly SampledApp[]): KindColumnsOfType =>
  apps[0]!.columns.map((_, column) => [...new Set(apps.flatMap(({ columns }) => columns[column] ?? []))]);
