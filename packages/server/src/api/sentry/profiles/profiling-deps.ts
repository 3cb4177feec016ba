import type { Project } from '../../../catalog/projects.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { PartialRelease, ReleaseItem } from '../releases/release-schema.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';

/** The release that a profile of the project names: whole, by its version alone, or null for ''. */
export type FindRelease = (project: Project, version: string, ask: Ask) => Promise<ReleaseItem | PartialRelease | null>;

export interface ProfilingDeps extends SentryFaceDeps {
  readonly findRelease: FindRelease;
}
