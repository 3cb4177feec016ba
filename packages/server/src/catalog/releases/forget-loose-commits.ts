import type { Kysely } from 'kysely';
import type { ReleaseId } from '../ids.ts';
import type { CatalogSchema } from '../schema.ts';

/** Does `work`, then deletes those commits of the release from before that no release has any more: they name people. */
export async function forgetLooseCommits(
  db: Kysely<CatalogSchema>,
  releaseId: ReleaseId,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = await db
    .selectFrom('release_commits')
    .select('commit_id')
    .where('release_id', '=', releaseId)
    .execute();
  await work();
  if (before.length === 0) return;
  await db
    .deleteFrom('commits')
    .where(
      'id',
      'in',
      before.map(({ commit_id }) => commit_id),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('release_commits').select('commit_id').whereRef('release_commits.commit_id', '=', 'commits.id'),
        ),
      ),
    )
    .execute();
}
