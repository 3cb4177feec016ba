import type { StoredFacts } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { ProfilePlace } from '../../../store/readers/find-place.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { FindRelease } from './profiling-deps.ts';

/** Looks up what a document says of a profile beside its payload, so that the payload can be read meanwhile. */
export async function storedFacts(
  project: Project,
  { release: version, receivedMs, keepDays }: ProfilePlace,
  findRelease: FindRelease,
  ask: Ask,
): Promise<StoredFacts> {
  const release = await findRelease(project, version, ask);
  return {
    organizationId: project.organizationId,
    projectId: project.id,
    receivedMs,
    retentionDays: keepDays,
    version,
    release: release && { ...release },
  };
}
