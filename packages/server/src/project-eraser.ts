import type { Captures } from './capture/captures.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Project } from './catalog/projects.ts';
import type { Store } from './store/open-store.ts';

export interface ProjectEraserDeps {
  readonly catalog: Catalog;
  readonly store: Pick<Store, 'eraseProject'>;
  readonly captures: Pick<Captures, 'removePipeline'>;
  readonly onError: (error: unknown, project: Project) => void;
}

/**
 * Erases projects in steps, of which each may be cut off: the project is hidden and its credentials end, its agents are let go and the
 * files of its captures deleted, its rows go from the store, its records go from the catalog. What was begun goes on after a start.
 */
export class ProjectEraser {
  readonly #deps: ProjectEraserDeps;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: ProjectEraserDeps) {
    this.#deps = deps;
  }

  /** Resolves when nobody finds the project any more. */
  async erase(project: Project): Promise<void> {
    await this.#deps.catalog.beginErasing(project.id);
    this.#finish(project);
  }

  /** Goes on with what an earlier process began. */
  async resume(): Promise<void> {
    for (const project of await this.#deps.catalog.projects.erasing()) this.#finish(project);
  }

  /** Resolves when all is gone, or failed. */
  idle(): Promise<void> {
    return this.#last;
  }

  #finish(project: Project): void {
    const { catalog, store, captures, onError } = this.#deps;
    const reach = { kind: 'project', organizationId: project.organizationId, projectId: project.id } as const;
    this.#last = this.#last
      .then(async () => {
        for (const { id } of await catalog.pipelines.list(reach)) await captures.removePipeline(id);
        await store.eraseProject(project.id);
        await catalog.endErasing(project.id);
      })
      .catch((error: unknown) => onError(error, project));
  }
}
