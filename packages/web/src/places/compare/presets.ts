import { filterText, matcherOf } from '../../state/place-search.ts';
import type { CompareSearch } from './compare-search.ts';

export const presetNames = ['previous', 'yesterday', 'week', 'release', 'environment', 'host'] as const;
export type PresetName = (typeof presetNames)[number];

export const presetTexts: Readonly<Record<PresetName, string>> = {
  previous: 'Previous period',
  yesterday: 'Yesterday',
  week: 'Last week',
  release: 'Release against release',
  environment: 'Environment against environment',
  host: 'Host against the rest',
};

/** Values that there are to compare, each list with the most frequent first. */
export interface Offered {
  readonly releases: readonly string[];
  readonly environments: readonly string[];
  readonly hosts: readonly string[];
}

const sameSides: Partial<CompareSearch> = {
  beforeRange: undefined,
  beforeEnvironment: undefined,
  beforeRelease: undefined,
  beforeWhere: undefined,
};

/** What the address says for a preset; undefined where there are not two things to compare. */
export function presetSearch(
  name: PresetName,
  search: CompareSearch,
  offered: Offered,
): Partial<CompareSearch> | undefined {
  const others = (search.where ?? []).filter((filter) => matcherOf(filter)?.name !== 'host');
  if (name === 'previous') return sameSides;
  if (name === 'yesterday') return { ...sameSides, beforeRange: '1d-ago' };
  if (name === 'week') return { ...sameSides, beforeRange: '7d-ago' };
  const same = { ...sameSides, beforeRange: 'same' };
  if (name === 'release') {
    const inOrder = [...offered.releases].sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
    const release = search.release ?? inOrder.at(-1);
    const older = inOrder[inOrder.indexOf(release ?? '') - 1] ?? inOrder.findLast((one) => one !== release);
    return release === undefined || older === undefined ? undefined : { ...same, release, beforeRelease: older };
  }
  if (name === 'environment') {
    const environment = search.environment ?? offered.environments[0];
    const other = offered.environments.find((one) => one !== environment);
    return environment === undefined || other === undefined
      ? undefined
      : { ...same, environment, beforeEnvironment: other };
  }
  const host = hostOf(search.where) ?? offered.hosts[0];
  if (host === undefined || offered.hosts.length < 2) return undefined;
  return {
    ...same,
    where: [...others, filterText({ name: 'host', op: '=', value: host })],
    beforeWhere: [...others, filterText({ name: 'host', op: '!=', value: host })],
  };
}

/** The preset that the address looks like. */
export function presetOf(search: CompareSearch): PresetName | undefined {
  const { beforeRange, beforeEnvironment, beforeRelease, beforeWhere } = search;
  const differs = [beforeEnvironment, beforeRelease, beforeWhere].filter((said) => said !== undefined).length;
  if (differs === 0) {
    return (
      { '1d-ago': 'yesterday' as const, '7d-ago': 'week' as const }[beforeRange ?? ''] ??
      (beforeRange === undefined ? 'previous' : undefined)
    );
  }
  if (differs > 1 || beforeRange !== 'same') return undefined;
  if (beforeRelease !== undefined) return 'release';
  if (beforeEnvironment !== undefined) return 'environment';
  return beforeWhere?.some((filter) => filter.startsWith('host!=')) === true ? 'host' : undefined;
}

export function hostOf(where: readonly string[] | undefined): string | undefined {
  for (const filter of where ?? []) {
    const matcher = matcherOf(filter);
    if (matcher?.name === 'host' && matcher.op === '=') return matcher.value;
  }
  return undefined;
}
