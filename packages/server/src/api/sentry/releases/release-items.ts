import type { ProjectId, ReleaseId } from '../../../catalog/ids.ts';
import type { Release } from '../../../catalog/releases/release.ts';
import type { ReleaseDetails } from '../../../catalog/releases/release-details.ts';
import type { ReleaseTimes } from '../../../store/readers/release-times.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { ReleaseDeps } from './release-deps.ts';
import { releaseItemOf, type ShownProject } from './release-item.ts';
import type { ReleaseItem } from './release-schema.ts';
import { releaseTimesOf } from './release-times.ts';

/**
 * Releases as Sentry's API shows them. Of the projects of a release only those given are shown, and only their profiles
 * count for its first and last event.
 */
export async function releaseItems(
  deps: ReleaseDeps,
  releases: readonly Release[],
  projects: readonly (ShownProject & { readonly id: ProjectId })[],
  ask: Ask,
): Promise<readonly ReleaseItem[]> {
  const used = new Set(releases.flatMap(({ projectIds }) => projectIds));
  const shown = projects.filter(({ id }) => used.has(id));
  const versions = releases.map(({ version }) => version);
  const [times, details] = await Promise.all([
    releaseTimesOf(
      deps,
      shown.map(({ id }) => id),
      versions,
      ask,
    ),
    deps.catalog.releaseDetails.get(releases.map(({ id }) => id)),
  ]);
  return releases.map((release) => {
    const own = shown.filter(({ id }) => release.projectIds.includes(id));
    const seen = own.flatMap(({ id }) => (times.get(id) ?? []).filter(({ version }) => version === release.version));
    return releaseItemOf({ release, details: detailsOf(details, release.id), projects: own, ...spanOf(seen) });
  });
}

function detailsOf(details: ReadonlyMap<ReleaseId, ReleaseDetails>, id: ReleaseId): ReleaseDetails {
  const found = details.get(id);
  if (found === undefined) throw new Error('a release has no details');
  return found;
}

function spanOf(times: readonly ReleaseTimes[]): { firstMs: number | undefined; lastMs: number | undefined } {
  if (times.length === 0) return { firstMs: undefined, lastMs: undefined };
  return {
    firstMs: Math.min(...times.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...times.map(({ lastMs }) => lastMs)),
  };
}
