import type { JsonObject } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';

/** Sentry's release object for a version, as someone who may read the project sees it; undefined when there is none. */
export type FindRelease = (project: Project, version: string, ask: Ask) => Promise<JsonObject | undefined>;

export interface ProfilingDeps extends SentryFaceDeps {
  readonly findRelease: FindRelease;
}
