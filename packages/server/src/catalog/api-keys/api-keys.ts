import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CatalogContext } from '../context.ts';
import type { OrganizationId, ProjectId } from '../ids.ts';
import { LookupCache } from '../lookup-cache.ts';
import { type Reach, reachOfColumns } from '../reach.ts';
import type { ApiKeyRow } from '../schema.ts';
import { hashSecret } from '../secrets.ts';
import { withinReach } from '../within-reach.ts';
import { isApiKeyForm, newApiKey } from './new-api-key.ts';

/** A program that mints keys in a loop is stopped here; people and pipelines need a handful. */
export const MAX_API_KEYS_PER_ORGANIZATION = 10_000;

export type ApiKeyRole = 'read' | 'write';

/** A key of Feldera's API without its secret, which nobody can read again. */
export interface ApiKey {
  readonly id: string;
  /** Unique in its organization. */
  readonly name: string;
  readonly role: ApiKeyRole;
  readonly reach: Reach;
  readonly createdMs: number;
}

export interface NewApiKey {
  /** The wire checks its form. */
  readonly name: string;
  readonly role: ApiKeyRole;
  readonly organizationId: OrganizationId;
  /** Narrows the key to one project of the organization. */
  readonly projectId?: ProjectId | undefined;
}

/** Keys of Feldera's API. They open nothing else; see `auth/tenant-callers.ts`. */
export class ApiKeys {
  readonly #context: CatalogContext;
  readonly #byHash = new LookupCache<ApiKey>();

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** To be called when something else than this class changed the table. */
  forget(): void {
    this.#byHash.clear();
  }

  /** The secret is answered here and never again. Throws `conflict` (the name is taken), `too_many_api_keys`. */
  async create(wanted: NewApiKey): Promise<{ readonly secret: string; readonly key: ApiKey }> {
    const { db, glue, now } = this.#context;
    const secret = newApiKey();
    const row = {
      id: randomUUID(),
      organization_id: wanted.organizationId,
      project_id: wanted.projectId ?? null,
      name: wanted.name,
      role: wanted.role,
      hash: hashSecret(secret),
      created_ms: now(),
    };
    try {
      await db.transaction().execute(async (transaction) => {
        const { count } = await transaction
          .selectFrom('api_keys')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('organization_id', '=', wanted.organizationId)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MAX_API_KEYS_PER_ORGANIZATION) throw new HearthError('too_many_api_keys');
        await transaction.insertInto('api_keys').values(row).execute();
      });
    } catch (error) {
      throw glue.isUniqueViolation(error) ? new HearthError('conflict', { cause: error }) : error;
    }
    this.#byHash.clear();
    return { secret, key: apiKeyOfRow(row) };
  }

  /** The key of a secret when it works; undefined for anything else. */
  async verify(secret: string): Promise<ApiKey | undefined> {
    if (!isApiKeyForm(secret)) return undefined;
    const hash = hashSecret(secret);
    return this.#byHash.get(hash, async () => {
      const row = await this.#context.db.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row === undefined ? undefined : apiKeyOfRow(row);
    });
  }

  /** Those that are bound within reach, by name. */
  async list(reach: Reach): Promise<readonly ApiKey[]> {
    return (await this.#within(reach).orderBy('name').execute()).map(apiKeyOfRow);
  }

  /** undefined alike for unknown and out of reach. */
  async find(name: string, reach: Reach): Promise<ApiKey | undefined> {
    const row = await this.#within(reach).where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : apiKeyOfRow(row);
  }

  /** Ends a key at once. False for unknown and out of reach. */
  async remove(name: string, reach: Reach): Promise<boolean> {
    const key = await this.find(name, reach);
    if (key === undefined) return false;
    await this.#context.db.deleteFrom('api_keys').where('id', '=', key.id).execute();
    this.#byHash.clear();
    return true;
  }

  #within(reach: Reach) {
    return this.#context.db.selectFrom('api_keys').selectAll().where(withinReach(reach));
  }
}

const apiKeyOfRow = (row: Selectable<ApiKeyRow>): ApiKey => ({
  id: row.id,
  name: row.name,
  role: row.role,
  reach: reachOfColumns(row),
  createdMs: row.created_ms,
});
