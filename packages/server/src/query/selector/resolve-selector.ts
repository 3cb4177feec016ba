import { canonicalType, type ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { checkPatterns, type GivenPattern } from '../../store/readers/check-patterns.ts';
import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import { asWrittenInKind } from '../../store/readers/profile-selection.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { SampleFilter } from '../../store/readers/sample-filter.ts';
import type { KindColumnsOfType } from '../../store/readers/value-of-type.ts';
import type { ProjectId } from '../../store/upload.ts';
import { describeApps, type RolledMemory } from './describe-apps.ts';
import { type ResolvedStacks, resolveStacks } from './resolve-stacks.ts';
import type { Selector } from './selector.ts';
import { isOfSort } from './wall-sort.ts';

export interface ResolvedApp {
  readonly app: string;
  readonly profiles: number;
  readonly columns: KindColumnsOfType;
}

/** A selector with what the store knows of it: which apps it reaches, and where their values stand. */
export interface ResolvedSelector {
  readonly filter: SampleFilter;
  readonly type: ValueType;
  /** Ascending by name; those that have the type. */
  readonly apps: readonly ResolvedApp[];
  readonly profiles: number;
  /** Which of their stacks; undefined for all. */
  readonly stacks: ResolvedStacks | undefined;
}

const VALUE_COLUMNS = 4;

/** @throws HearthError `invalid_request` for a pattern that is none, and for a type in several units of which none is named */
export async function resolveSelector(
  source: RowSource,
  project: ProjectId,
  selector: Selector,
  ask: Ask = {},
  memory?: RolledMemory,
): Promise<ResolvedSelector> {
  const filter = filterOf(selector);
  const [selected, stacks] = await afterCheck(
    checkPatterns(source, patternsOf(selector), ask),
    Promise.all([
      describeApps(source, project, filter, memory, ask),
      resolveStacks(source, project, filter.apps, selector.stacks ?? {}, ask),
    ]),
  );
  const units = new Set<string>();
  const apps = selected.flatMap(({ app, kinds, profiles }): readonly ResolvedApp[] => {
    const columns: string[][] = Array.from({ length: VALUE_COLUMNS }, () => []);
    for (const kind of kinds) {
      if (!isOfSort(kind, selector)) continue;
      for (const [column, type] of kind.split(',').entries()) {
        const [name, unit = ''] = type.split(':');
        if (name !== asWrittenInKind(selector.type)) continue;
        if (selector.unit !== undefined && asWrittenInKind(selector.unit) !== unit) continue;
        units.add(unit);
        columns[column]?.push(kind);
      }
    }
    return columns.every((kinds_) => kinds_.length === 0) ? [] : [{ app, profiles, columns }];
  });
  return {
    filter,
    type: typeOf(selector, [...units].sort()),
    apps,
    profiles: apps.reduce((sum, { profiles }) => sum + profiles, 0),
    stacks,
  };
}

/** A selector whose values are read before it is resolved. Of its stacks, all. */
export const unresolvedSelector = (selector: Selector, apps: readonly ResolvedApp[]): ResolvedSelector => ({
  filter: filterOf(selector),
  type: canonicalType(selector.type, selector.unit ?? ''),
  apps,
  profiles: 0,
  stacks: undefined,
});

/** What a question asks while its patterns are checked: a wrong pattern makes it fail too, but says less. */
export async function afterCheck<T>(check: Promise<void>, asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  await check;
  return asked;
}

/** All patterns of a selector, with where they stand. */
export function patternsOf({ labels, stacks = {} }: Selector): readonly GivenPattern[] {
  const ofLabels = labels
    .filter(({ operator }) => operator === '=~' || operator === '!~')
    .map(({ name, value }) => ({ where: `labels: the pattern of ${name}`, pattern: value }));
  const ofStacks = (['focus', 'ignore', 'hide'] as const).flatMap((list) =>
    (stacks[list] ?? [])
      .filter(({ operator }) => operator === '=~')
      .map(({ field, value }) => ({ where: `stacks.${list}: the pattern of ${field}`, pattern: value })),
  );
  return [...ofLabels, ...ofStacks];
}

/**
 * The type of a selection whose values come in these units.
 * @throws HearthError `invalid_request` for several: they do not add up
 */
export function typeOf(selector: Selector, units: readonly string[]): ValueType {
  if (units.length > 1) {
    throw new HearthError('invalid_request', {
      message: `unit: type ${selector.type} comes in several units (${units.join(', ')}); name one.`,
    });
  }
  return canonicalType(selector.type, units[0] ?? selector.unit ?? '');
}

/** A selector as the store's readers take it. */
export function filterOf({
  apps,
  type,
  unit,
  environment,
  release,
  labels,
  fromMs,
  toMs,
  profiles,
}: Selector): SampleFilter {
  const matchers: LabelMatcher[] = [...labels];
  if (environment !== undefined) matchers.push({ name: 'environment', operator: '=', value: environment });
  if (release !== undefined) matchers.push({ name: 'release', operator: '=', value: release });
  return { apps, type, unit, matchers, fromMs, toMs, profiles };
}
