import type { StoredFacts } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { ProfilePlace } from '../../../store/readers/find-place.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { PartialRelease, ReleaseItem } from '../releases/release-schema.ts';
import type { FindRelease } from './profiling-deps.ts';

/** What a document says of a profile beside its payload, once the payload has said its platform. */
export type FactsOfPlatform = (platform: string) => StoredFacts;

/** Looks up what the store knows, so that the payload can be read meanwhile. */
export async function storedFacts(
  project: Project,
  { release: version, receivedMs, keepDays }: ProfilePlace,
  findRelease: FindRelease,
  ask: Ask,
): Promise<FactsOfPlatform> {
  const release = await findRelease(project, version, ask);
  return (platform) => ({
    organizationId: project.organizationId,
    projectId: project.id,
    receivedMs,
    retentionDays: keepDays,
    version,
    release: release && withPlatform(release, platform),
  });
}

/** Projects have no platform of their own here: it is what the profile runs on. */
const withPlatform = (release: ReleaseItem | PartialRelease, platform: string): ReleaseItem | PartialRelease =>
  'projects' in release
    ? { ...release, projects: release.projects.map((project) => ({ ...project, platform, platforms: [platform] })) }
    : release;
