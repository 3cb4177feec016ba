import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { OrganizationId } from './ids.ts';
import { checkedName, checkedSlug, slugOfName } from './names.ts';
import { type Reach, reaches } from './reach.ts';

export interface Organization {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: string;
  readonly createdMs: number;
}

/** One of the two at least: each is made of the other when absent. */
export type NewOrganization =
  | { readonly slug: string; readonly name?: string | undefined }
  | { readonly slug?: string | undefined; readonly name: string };

export interface OrganizationChanges {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
}

export class Organizations {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** By number or slug; undefined alike for one that does not exist and one out of reach. */
  async find(ref: string | number, reach: Reach): Promise<Organization | undefined> {
    const text = String(ref);
    const row = await this.#select()
      .where((where) =>
        /^[1-9][0-9]{0,9}$/.test(text) ? where('id', '=', Number(text) as OrganizationId) : where('slug', '=', text),
      )
      .executeTakeFirst();
    if (row === undefined) return undefined;
    // A credential bound to one project of the organization may know the organization that it belongs to.
    const visible = reach.kind === 'project' ? reach.organizationId === row.id : reaches(reach, row.id);
    return visible ? row : undefined;
  }

  async list(reach: Reach): Promise<readonly Organization[]> {
    if (reach.kind === 'none') return [];
    const all = this.#select().orderBy('id');
    return (reach.kind === 'all' ? all : all.where('id', '=', reach.organizationId)).execute();
  }

  /** Throws `invalid_request`, `conflict`. */
  async create(wanted: NewOrganization): Promise<Organization> {
    const { db, now } = this.#context;
    const name = checkedName(wanted.name ?? wanted.slug ?? '', 'name');
    const slug = checkedSlug(wanted.slug ?? slugOfName(name, 'organization'));
    const row = { slug, name, created_ms: now() };
    return this.#change(async () => {
      const { id } = await db.insertInto('organizations').values(row).returning('id').executeTakeFirstOrThrow();
      return { id, slug, name, createdMs: row.created_ms };
    });
  }

  /** Throws `invalid_request`, `conflict` (the slug is taken), `not_found`. */
  async update(id: OrganizationId, { name, slug }: OrganizationChanges): Promise<Organization> {
    const set = {
      ...(name === undefined ? {} : { name: checkedName(name, 'name') }),
      ...(slug === undefined ? {} : { slug: checkedSlug(slug) }),
    };
    if (Object.keys(set).length === 0) throw new HearthError('invalid_request', { message: 'Nothing to change.' });
    const { db } = this.#context;
    const row = await this.#change(() =>
      db.updateTable('organizations').set(set).where('id', '=', id).returningAll().executeTakeFirst(),
    );
    if (row === undefined) throw new HearthError('not_found');
    return { id: row.id, slug: row.slug, name: row.name, createdMs: row.created_ms };
  }

  async #change<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.#context.glue.isUniqueViolation(error) ? new HearthError('conflict', { cause: error }) : error;
    }
  }

  #select() {
    return this.#context.db.selectFrom('organizations').select(['id', 'slug', 'name', 'created_ms as createdMs']);
  }
}
