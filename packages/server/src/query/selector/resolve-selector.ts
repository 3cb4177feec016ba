import { canonicalType, type ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { checkPatterns } from '../../store/readers/check-patterns.ts';
import { describeSelection } from '../../store/readers/describe-selection.ts';
import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import { asWrittenInKind, type SampleFilter } from '../../store/readers/sample-filter.ts';
import type { KindColumnsOfType } from '../../store/readers/values-by-node.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { Selector } from './selector.ts';

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
}

const VALUE_COLUMNS = 4;

/** @throws HearthError `invalid_request` for a pattern that is none, and for a type in several units of which none is named */
export async function resolveSelector(
  source: RowSource,
  project: ProjectId,
  selector: Selector,
  ask: Ask = {},
): Promise<ResolvedSelector> {
  const filter = filterOf(selector);
  await checkPatterns(source, filter.matchers, ask);
  const selected = await describeSelection(source, project, filter, ask);
  const units = new Set<string>();
  const apps = selected.flatMap(({ app, kinds, profiles }): readonly ResolvedApp[] => {
    const columns: string[][] = Array.from({ length: VALUE_COLUMNS }, () => []);
    for (const kind of kinds) {
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
  };
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
