import type { Catalog } from '../catalog/catalog.ts';
import type { OrganizationId } from '../catalog/ids.ts';
import { DEFAULT_RETENTION_DAYS, type Project } from '../catalog/projects.ts';

export const DEMO_SLUG = 'demo';
/** Tells generated data from somebody's own project of the same slug, and says so wherever the name is shown. */
export const DEMO_NAME = 'Demo (generated data)';

/**
 * The project that the demo's data lives in; made when there is none.
 *
 * @returns undefined when the slug is somebody's own project, which nothing generated may come into
 */
export async function demoProject(
  { projects }: Pick<Catalog, 'projects'>,
  organizationId: OrganizationId,
): Promise<Project | undefined> {
  const known = await projects.find(DEMO_SLUG, { kind: 'all' }, organizationId);
  if (known !== undefined) return known.name === DEMO_NAME ? known : undefined;
  return projects.create({
    organizationId,
    slug: DEMO_SLUG,
    name: DEMO_NAME,
    // Single profiles of any hour open, not of the last day only; all originals together take a few megabytes.
    streamOriginalDays: DEFAULT_RETENTION_DAYS,
  });
}
