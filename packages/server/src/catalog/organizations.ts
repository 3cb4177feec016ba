import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { OrganizationId } from './ids.ts';
import { checkedName, checkedSlug } from './names.ts';
import { type Reach, reaches } from './reach.ts';

export interface Organization {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: string;
  readonly createdMs: number;
}

export interface NewOrganization {
  readonly slug: string;
  /** The slug when absent. */
  readonly name?: string | undefined;
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
    const { db, glue, now } = this.#context;
    const row = {
      slug: checkedSlug(wanted.slug),
      name: checkedName(wanted.name ?? wanted.slug, 'name'),
      created_ms: now(),
    };
    try {
      const { id } = await db.insertInto('organizations').values(row).returning('id').executeTakeFirstOrThrow();
      return { id, slug: row.slug, name: row.name, createdMs: row.created_ms };
    } catch (error) {
      throw glue.isUniqueViolation(error) ? new HearthError('conflict', { cause: error }) : error;
    }
  }

  #select() {
    return this.#context.db.selectFrom('organizations').select(['id', 'slug', 'name', 'created_ms as createdMs']);
  }
}
