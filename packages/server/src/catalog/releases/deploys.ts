import type { Selectable } from 'kysely';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CatalogContext } from '../context.ts';
import type { ReleaseId } from '../ids.ts';
import type { DeployRow } from '../schema.ts';
import type { Deploy, NewDeploy } from './release.ts';

/** One to each of a hundred environments, ten times over. */
export const MAX_RELEASE_DEPLOYS = 1_000;

/** Where and when releases were put into service. */
export class Deploys {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** The last one first. */
  async list(releaseId: ReleaseId): Promise<readonly Deploy[]> {
    const query = this.#context.db.selectFrom('deploys').selectAll().where('release_id', '=', releaseId);
    return (await query.orderBy('finished_ms', 'desc').orderBy('id', 'desc').execute()).map(deployOfRow);
  }

  /** Throws `invalid_request` for one too many. */
  async add(releaseId: ReleaseId, deploy: NewDeploy): Promise<Deploy> {
    const { db, now } = this.#context;
    return db.transaction().execute(async (transaction) => {
      const { count } = await transaction
        .selectFrom('deploys')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('release_id', '=', releaseId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MAX_RELEASE_DEPLOYS) {
        throw new HearthError('invalid_request', {
          message: `A release has at most ${String(MAX_RELEASE_DEPLOYS)} deploys.`,
        });
      }
      await transaction.updateTable('releases').set({ origin: 'api' }).where('id', '=', releaseId).execute();
      const row = await transaction
        .insertInto('deploys')
        .values({
          release_id: releaseId,
          environment: deploy.environment,
          name: deploy.name ?? null,
          url: deploy.url ?? null,
          started_ms: deploy.startedMs ?? null,
          finished_ms: deploy.finishedMs ?? now(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return deployOfRow(row);
    });
  }
}

export const deployOfRow = (row: Selectable<DeployRow>): Deploy => ({
  id: row.id,
  environment: row.environment,
  name: row.name ?? undefined,
  url: row.url ?? undefined,
  startedMs: row.started_ms ?? undefined,
  finishedMs: row.finished_ms,
});
