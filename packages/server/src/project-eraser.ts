import type { Captures } from './capture/captures.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Project } from './catalog/projects.ts';
import type { Store } from './store/open-store.ts';

export interface ProjectEraserDeps {
  readonly catalog: Catalog;
  readonly store: Pick<Store, 'eraseProject'>;
  readonly captures: Pick<Captures, 'removePipeline'>;
  readonly onError: (error: unknown, project: Project) => void;
  readonly retryMs?: number | undefined;
}

/** Until a step that failed is tried again: long enough for an engine to start. */
const RETRY_MS = 60_000;

/**
 * Erases projects in steps, of which each may be cut off: the project is hidden and its credentials end, its agents are let go and the
 * files of its captures deleted, its rows go from the store, its records go from the catalog. What failed is tried again, and what was
 * begun goes on after a start.
 */
export class ProjectEraser {
  readonly #deps: ProjectEraserDeps;
  #last: Promise<void> = Promise.resolve();
  readonly #retries = new Set<NodeJS.Timeout>();
  #isClosed = false;

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

  /** Tries nothing again any more; what is left goes on after the next start. */
  close(): void {
    this.#isClosed = true;
    for (const retry of this.#retries) clearTimeout(retry);
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
      .catch((error: unknown) => {
        // The stores of a server that stops are closed under it.
        if (this.#isClosed) return;
        onError(error, project);
        this.#finishLater(project);
      });
  }

  #finishLater(project: Project): void {
    const retry = setTimeout(() => {
      this.#retries.delete(retry);
      this.#finish(project);
    }, this.#deps.retryMs ?? RETRY_MS).unref();
    this.#retries.add(retry);
  }
}
