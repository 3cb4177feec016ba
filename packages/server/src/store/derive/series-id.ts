import type { LabelSet } from '@hearth/profile';
import type { DecodedProfile } from '../upload.ts';
import { type Hash64, hashDomains } from './hash64.ts';

/** The labels of a series in one order, whatever order they came in. */
export function sortedLabels(
  labels: ReadonlyMap<string, string>,
  further: LabelSet = [],
): readonly (readonly [string, string])[] {
  const merged = new Map(labels);
  for (const { key, value } of further) merged.set(key, value);
  return [...merged].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * The id of a series: everything that tells two series of an app apart, which includes environment and release, so that
 * merged questions can filter by them. The result is in the lanes of `hash`.
 */
export function hashSeries(
  hash: Hash64,
  scope: number,
  profile: DecodedProfile,
  labels: readonly (readonly [string, string])[],
): void {
  const { facets } = profile;
  hash.start(hashDomains.series);
  hash.word(scope);
  hash.text(profile.environment);
  hash.text(profile.release);
  hash.text(facets.runtime);
  hash.text(facets.runtimeVersion);
  hash.text(facets.runtimeArch);
  hash.text(facets.runtimeOs);
  hash.text(facets.probeVersion);
  hash.text(facets.host);
  for (const [key, value] of labels) {
    hash.text(key);
    hash.text(value);
  }
  hash.finish();
}

/** Seeds the ids of one app of one project. */
export function appScope(hash: Hash64, projectId: number, app: string): number {
  hash.start(hashDomains.scope);
  hash.word(projectId);
  hash.text(app);
  hash.finish();
  return hash.lo;
}
