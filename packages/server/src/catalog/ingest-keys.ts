import type { Kysely } from 'kysely';
import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { OrganizationId, ProjectId } from './ids.ts';
import { LookupCache } from './lookup-cache.ts';
import { checkedName } from './names.ts';
import type { CatalogSchema } from './schema.ts';
import { isIngestKeyForm, newIngestKey } from './secrets.ts';

/** A key that can write uploads into one project and nothing else: the public half of a DSN. Kept plainly. */
export interface IngestKey {
  /** 32 lower-case hex digits; also its id. */
  readonly key: string;
  readonly projectId: ProjectId;
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly createdMs: number;
  /** Since when it no longer works; undefined while it does. */
  readonly endedMs: number | undefined;
}

export class IngestKeys {
  readonly #context: CatalogContext;
  readonly #byKey = new LookupCache<IngestKey>();

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** Also finds a key that was ended (`endedMs`), so that it can be told from a foreign one. */
  async find(key: string): Promise<IngestKey | undefined> {
    if (!isIngestKeyForm(key)) return undefined;
    return this.#byKey.get(key, async () => {
      const row = await this.#select().where('ingest_keys.key', '=', key).executeTakeFirst();
      return row === undefined ? undefined : ingestKeyOfRow(row);
    });
  }

  /** Oldest first, ended ones included. */
  async list(projectId: ProjectId): Promise<readonly IngestKey[]> {
    const query = this.#select().where('ingest_keys.project_id', '=', projectId);
    return (await query.orderBy('ingest_keys.created_ms').orderBy('ingest_keys.key').execute()).map(ingestKeyOfRow);
  }

  /** Throws `invalid_request`. */
  async create(projectId: ProjectId, name: string): Promise<IngestKey> {
    const { db, now } = this.#context;
    const key = await insertIngestKey(db, projectId, checkedName(name, 'name'), now());
    return this.#changed(key);
  }

  /** Ends a key and makes another of the same name in its place. Throws `not_found` for one that does not work. */
  async rotate(projectId: ProjectId, key: string): Promise<IngestKey> {
    const { db, now } = this.#context;
    const fresh = await db.transaction().execute(async (transaction) => {
      const name = await endKey(transaction, projectId, key, now());
      return insertIngestKey(transaction, projectId, name, now());
    });
    return this.#changed(fresh);
  }

  /** Ends a key. Throws `not_found` for one that does not work. */
  async end(projectId: ProjectId, key: string): Promise<void> {
    await endKey(this.#context.db, projectId, key, this.#context.now());
    this.#byKey.clear();
  }

  /** To be called when something else than this class changed the table. */
  forget(): void {
    this.#byKey.clear();
  }

  async #changed(key: string): Promise<IngestKey> {
    this.#byKey.clear();
    const row = await this.#select().where('ingest_keys.key', '=', key).executeTakeFirstOrThrow();
    return ingestKeyOfRow(row);
  }

  #select() {
    return this.#context.db
      .selectFrom('ingest_keys')
      .innerJoin('projects', 'projects.id', 'ingest_keys.project_id')
      .select([
        'ingest_keys.key as key',
        'ingest_keys.project_id as projectId',
        'projects.organization_id as organizationId',
        'ingest_keys.name as name',
        'ingest_keys.created_ms as createdMs',
        'ingest_keys.ended_ms as endedMs',
      ]);
  }
}

type StoredIngestKey = Omit<IngestKey, 'endedMs'> & { readonly endedMs: number | null };

const ingestKeyOfRow = (row: StoredIngestKey): IngestKey => ({ ...row, endedMs: row.endedMs ?? undefined });

/** Inserts a fresh key, also inside a transaction of its caller; answers it. */
export async function insertIngestKey(
  db: Kysely<CatalogSchema>,
  projectId: ProjectId,
  name: string,
  createdMs: number,
): Promise<string> {
  const key = newIngestKey();
  await db
    .insertInto('ingest_keys')
    .values({ key, project_id: projectId, name, created_ms: createdMs, ended_ms: null })
    .execute();
  return key;
}

/** Answers the name of the key it ended. */
async function endKey(db: Kysely<CatalogSchema>, projectId: ProjectId, key: string, nowMs: number): Promise<string> {
  const ended = await db
    .updateTable('ingest_keys')
    .set({ ended_ms: nowMs })
    .where('key', '=', key)
    .where('project_id', '=', projectId)
    .where('ended_ms', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (ended === undefined) throw new HearthError('not_found');
  return ended.name;
}
