import { HearthError } from '../errors/hearth-error.ts';

/**
 * A project was named by a slug that it had once. Faces that know redirects lead to the new one; for all others there is
 * no such project.
 */
export class ProjectMovedError extends HearthError {
  /** The slug that it has now. */
  readonly slug: string;

  constructor(slug: string) {
    super('project_not_found');
    this.slug = slug;
  }
}
