import type { Project } from '../../../catalog/projects.ts';
import { isReleaseVersion } from '../../../catalog/releases/release-version.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { ReleaseDeps } from './release-deps.ts';
import { releaseItemOf } from './release-item.ts';
import type { PartialRelease, ReleaseItem } from './release-schema.ts';

export interface ReleaseDocumentOptions {
  /** Sentry's word for what the profile runs on (`node`, `python`), shown as the platform of its project. */
  readonly platform?: string | undefined;
  readonly ask?: Ask | undefined;
}

/**
 * The release of a profile, as *Retrieve a profile* shows it: null for a profile that names none, the full object, or
 * `{version}` alone for a name that no release may have and for one that neither row nor profile knows. A row that is
 * missing is made. Only this project is shown, and only its profiles count for first and last event.
 */
export async function releaseDocument(
  { catalog, questions }: ReleaseDeps,
  project: Project,
  version: string,
  { platform, ask = {} }: ReleaseDocumentOptions = {},
): Promise<ReleaseItem | PartialRelease | null> {
  if (version === '') return null;
  if (!isReleaseVersion(version)) return { version };
  const { id, organizationId, slug, name } = project;
  const [times] = await questions.releases(id, { versions: [version] }, ask);
  const release =
    times === undefined
      ? await catalog.releases.find(organizationId, version, { kind: 'project', organizationId, projectId: id })
      : await catalog.releases.ensure(project, version, times.firstMs);
  if (release === undefined) return { version };
  const details = (await catalog.releaseDetails.get([release.id])).get(release.id);
  if (details === undefined) return { version };
  const projects = [{ id, slug, name, platform }];
  return releaseItemOf({ release, details, projects, firstMs: times?.firstMs, lastMs: times?.lastMs });
}
