import type { Catalog } from '../catalog/catalog.ts';
import type { Project } from '../catalog/projects.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Caller } from './caller.ts';

/** What `bootstrap` makes first; it may have been renamed since. */
export const DEFAULT_PROJECT_NUMBER = 1;

/**
 * The project of a request that need not name one. A name that a header or a tag carries (`X-Scope-OrgID`,
 * `project_id`) only chooses among projects that the caller may use, else `forbidden`. Without a name: the caller's one
 * project, else project `default` when in reach; else `invalid_request`.
 */
export async function chooseProject(catalog: Catalog, caller: Caller, name?: string): Promise<Project> {
  const { reach } = caller;
  if (name !== undefined) {
    const named = await catalog.projects.find(name, reach);
    if (named === undefined)
      throw new HearthError('forbidden', { message: 'The credential may not use the project that is named.' });
    return named;
  }
  if (reach.kind === 'none') throw new HearthError('unauthenticated');
  const implied = await catalog.projects.find(
    reach.kind === 'project' ? reach.projectId : DEFAULT_PROJECT_NUMBER,
    reach,
  );
  if (implied !== undefined) return implied;
  const [only, second] = await catalog.projects.list(reach);
  if (only !== undefined && second === undefined) return only;
  throw new HearthError('invalid_request', { message: 'The credential may use several projects; name one.' });
}
