import type { Release } from '../../../catalog/releases/release.ts';
import { isReleaseVersion } from '../../../catalog/releases/release-version.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { ReleaseDeps } from './release-deps.ts';
import { releaseTimesOf } from './release-times.ts';
import type { ReleaseView } from './view.ts';

/** The release of a view. Throws `not_found`. */
export async function findRelease(deps: ReleaseDeps, view: ReleaseView, version: string, ask: Ask): Promise<Release> {
  const release = await lookUpRelease(deps, view, version, ask);
  if (release === undefined) throw new HearthError('not_found');
  return release;
}

/** The same; undefined when there is none. The row is made when only profiles know the release. */
export async function lookUpRelease(
  deps: ReleaseDeps,
  view: ReleaseView,
  version: string,
  ask: Ask,
): Promise<Release | undefined> {
  const { releases } = deps.catalog;
  const known = await releases.find(view.organizationId, version, view.reach);
  if (known !== undefined || !isReleaseVersion(version)) return known;
  await ensureSeen(deps, view, [version], ask);
  return releases.find(view.organizationId, version, view.reach);
}

/** Makes the rows of those of these versions (or of all) that profiles of the view's projects name. */
export async function ensureSeen(
  deps: ReleaseDeps,
  { organizationId, projects }: ReleaseView,
  versions: readonly string[] | undefined,
  ask: Ask,
): Promise<void> {
  const ids = projects.map(({ id }) => id);
  for (const [id, times] of await releaseTimesOf(deps, ids, versions, ask)) {
    const absent = new Set(
      await deps.catalog.releases.missing(
        id,
        times.map(({ version }) => version),
      ),
    );
    await deps.catalog.releases.ensureAll(
      times
        .filter(({ version }) => absent.has(version))
        .map(({ version, firstMs }) => ({ project: { id, organizationId }, version, seenMs: firstMs })),
    );
  }
}
