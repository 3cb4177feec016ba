import { checkPatterns } from '../store/readers/check-patterns.ts';
import type { LabelMatcher } from '../store/readers/label-matcher.ts';
import type { ProfileSelection } from '../store/readers/profile-selection.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { Selector } from './selector/selector.ts';

/** Which profiles a question is about that does not look into them: a selector that need not name a type, and no stacks. */
export type Selection = Pick<
  Selector,
  'apps' | 'unit' | 'withWall' | 'environment' | 'release' | 'labels' | 'fromMs' | 'toMs' | 'profiles'
> & {
  readonly type?: string | undefined;
};

/** A selection as the store's readers take it. */
export function profileSelectionOf({ labels, environment, release, ...rest }: Selection): ProfileSelection {
  const { apps, type, unit, fromMs, toMs, profiles } = rest;
  const matchers: LabelMatcher[] = [...labels];
  if (environment !== undefined) matchers.push({ name: 'environment', operator: '=', value: environment });
  if (release !== undefined) matchers.push({ name: 'release', operator: '=', value: release });
  return { apps, type, unit, fromMs, toMs, profiles, matchers };
}

/** @throws HearthError `invalid_request` for a pattern that is none, with its label */
export async function checkLabels(source: RowSource, matchers: readonly LabelMatcher[], ask?: Ask): Promise<void> {
  const patterns = matchers
    .filter(({ operator }) => operator === '=~' || operator === '!~')
    .map((matcher) => ({ ...matcher, where: `labels: the pattern of ${matcher.name}`, pattern: matcher.value }));
  await checkPatterns(source, patterns, ask);
}
