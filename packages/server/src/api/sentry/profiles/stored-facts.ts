import type { StoredFacts } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { ProfileSummary } from '../../../store/readers/profile-summary.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { FindRelease } from './profiling-deps.ts';

/** What a document says of a profile beside its payload. Its release: whole, `{version}` when no such is found, or null. */
export async function storedFacts(
  project: Project,
  { release, receivedMs, keepDays }: ProfileSummary,
  findRelease: FindRelease,
  ask: Ask,
): Promise<StoredFacts> {
  return {
    organizationId: project.organizationId,
    projectId: project.id,
    receivedMs,
    retentionDays: keepDays,
    version: release,
    release: release === '' ? null : ((await findRelease(project, release, ask)) ?? { version: release }),
  };
}
