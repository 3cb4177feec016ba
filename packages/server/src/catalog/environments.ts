import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { ProjectId } from './ids.ts';
import { checkedName, MAX_ENVIRONMENT_LENGTH } from './names.ts';

/** A project holds this many environments; those that uploads bring are counted in the store. */
export const MAX_DECLARED_ENVIRONMENTS = 100;

/** Environments that someone declared beforehand; uploads bring others, which the store knows. */
export class Environments {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** Names in ascending order. */
  async list(projectId: ProjectId): Promise<readonly string[]> {
    const query = this.#context.db.selectFrom('environments').select('name').where('project_id', '=', projectId);
    return (await query.orderBy('name').execute()).map(({ name }) => name);
  }

  /** Does nothing when it is declared already. Throws `invalid_request`, `too_many_environments`. */
  async declare(projectId: ProjectId, environment: string): Promise<void> {
    const { db, now } = this.#context;
    const name = checkedName(environment, 'environment', MAX_ENVIRONMENT_LENGTH);
    await db.transaction().execute(async (transaction) => {
      const declared = await transaction
        .selectFrom('environments')
        .select('name')
        .where('project_id', '=', projectId)
        .execute();
      if (declared.some((other) => other.name === name)) return;
      if (declared.length >= MAX_DECLARED_ENVIRONMENTS) throw new HearthError('too_many_environments');
      await transaction.insertInto('environments').values({ project_id: projectId, name, created_ms: now() }).execute();
    });
  }

  async remove(projectId: ProjectId, name: string): Promise<void> {
    await this.#context.db
      .deleteFrom('environments')
      .where('project_id', '=', projectId)
      .where('name', '=', name)
      .execute();
  }
}
