import type { Kysely } from 'kysely';
import type { CatalogContext } from './context.ts';
import type { OrganizationId, ProjectId, TokenId } from './ids.ts';
import type { IngestKeys } from './ingest-keys.ts';
import type { Organizations } from './organizations.ts';
import type { Projects } from './projects.ts';
import type { CatalogSchema } from './schema.ts';
import { hashSecret, newToken, shownPrefix } from './secrets.ts';

export interface BootstrapOptions {
  /** `HEARTH_ADMIN_TOKEN`: fixes the admin token, also when it differs from the last start. '' counts as absent. */
  readonly adminToken?: string | undefined;
}

export interface Bootstrap {
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
  /** The admin token, only when this start generated it: show it once, never log it. */
  readonly adminToken: string | undefined;
  /** What a one-time sign-in link is made for. */
  readonly adminTokenId: TokenId;
  /** A working ingest key of project `default`; undefined when its owner ended them all. */
  readonly ingestKey: string | undefined;
}

interface Parts {
  readonly organizations: Organizations;
  readonly projects: Projects;
  readonly ingestKeys: IngestKeys;
}

/**
 * Makes what the first start needs: organization `default` (1), project `default` (1) with an ingest key, and the
 * admin token, which reaches everything. Later starts find them as they are.
 */
export async function bootstrap(context: CatalogContext, parts: Parts, options: BootstrapOptions): Promise<Bootstrap> {
  const organization =
    (await parts.organizations.list({ kind: 'all' }))[0] ??
    (await parts.organizations.create({ slug: 'default', name: 'Default' }));
  const project =
    (await parts.projects.list({ kind: 'all' }))[0] ??
    (await parts.projects.create({ organizationId: organization.id, name: 'Default', slug: 'default' }));
  const keys = await parts.ingestKeys.list(project.id);
  const fixed = options.adminToken === '' ? undefined : options.adminToken;
  const admin = await context.db.transaction().execute((db) => ensureAdminToken(db, fixed, context.now()));
  return {
    organizationId: organization.id,
    projectId: project.id,
    ...admin,
    ingestKey: keys.find(({ endedMs }) => endedMs === undefined)?.key,
  };
}

async function ensureAdminToken(
  db: Kysely<CatalogSchema>,
  fixed: string | undefined,
  nowMs: number,
): Promise<Pick<Bootstrap, 'adminToken' | 'adminTokenId'>> {
  const known = await db
    .selectFrom('tokens')
    .select(['id', 'hash', 'revoked_ms'])
    .where('origin', '=', 'admin')
    .executeTakeFirst();
  if (known === undefined) {
    const secret = fixed ?? newToken();
    const { id } = await db
      .insertInto('tokens')
      .values({
        ...adminRow(secret),
        name: 'Admin',
        scopes: 'org:admin',
        origin: 'admin',
        organization_id: null,
        project_id: null,
        created_ms: nowMs,
        last_used_ms: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { adminToken: fixed === undefined ? secret : undefined, adminTokenId: id };
  }
  if (fixed !== undefined && (hashSecret(fixed) !== known.hash || known.revoked_ms !== null)) {
    // Sessions and links of the token that stops working stop with it.
    await db.deleteFrom('sessions').where('token_id', '=', known.id).execute();
    await db.deleteFrom('session_links').where('token_id', '=', known.id).execute();
    // A secret belongs to one token: an ordinary one with the same secret gives way.
    await db.deleteFrom('tokens').where('hash', '=', hashSecret(fixed)).where('id', '!=', known.id).execute();
    await db.updateTable('tokens').set(adminRow(fixed)).where('id', '=', known.id).execute();
  }
  return { adminToken: undefined, adminTokenId: known.id };
}

const adminRow = (secret: string) => ({
  hash: hashSecret(secret),
  prefix: shownPrefix(secret),
  expires_ms: null,
  revoked_ms: null,
});
