import type { Selectable, Updateable } from 'kysely';
import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { OrganizationId, ProjectId } from './ids.ts';
import { insertIngestKey } from './ingest-keys.ts';
import { LookupCache } from './lookup-cache.ts';
import { checkedName, checkedSlug, MAX_ENVIRONMENT_LENGTH, MAX_SLUG_LENGTH, slugOfName } from './names.ts';
import { leaveSlug, redirectOf, takeSlug } from './project-redirects.ts';
import { type Reach, reaches } from './reach.ts';
import type { ProjectRow } from './schema.ts';
import { newProjectKey } from './secrets.ts';

export const DEFAULT_ENVIRONMENT = 'production';
export const DEFAULT_RETENTION_DAYS = 30;
/** Originals of continuous streams are bulky and seldom fetched one by one. */
export const DEFAULT_STREAM_ORIGINAL_DAYS = 1;
/** Ten years; a partition per class and day makes longer ones costly. */
export const MAX_RETENTION_DAYS = 3_660;

/** One spelling per number, so `01` is nobody's. */
const PROJECT_NUMBER = /^[1-9][0-9]{0,9}$/;

export interface Project {
  readonly id: ProjectId;
  readonly organizationId: OrganizationId;
  /** Unique in its organization. */
  readonly slug: string;
  /** [a-z][a-z0-9]{12}, unique on the server and never changed: the form of Upsun's project ids. */
  readonly key: string;
  readonly name: string;
  /** Where uploads go that name no environment. */
  readonly defaultEnvironment: string;
  /** How long derived rows are kept. No original is kept longer: nothing would lead to it. */
  readonly retentionDays: number;
  /** How long originals of continuous streams are kept. */
  readonly streamOriginalDays: number;
  /** How long originals of single profiles, captures and files are kept. */
  readonly singleOriginalDays: number;
  readonly createdMs: number;
}

export interface ProjectSettings {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly defaultEnvironment?: string | undefined;
  readonly retentionDays?: number | undefined;
  readonly streamOriginalDays?: number | undefined;
  /** Null: as long as the project keeps anything. */
  readonly singleOriginalDays?: number | null | undefined;
}

export interface NewProject extends ProjectSettings {
  readonly organizationId: OrganizationId;
  readonly name: string;
}

export class Projects {
  readonly #context: CatalogContext;
  readonly #byRef = new LookupCache<readonly Project[]>();

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /**
   * By number, slug or key, among those in reach; undefined alike for one that does not exist and one out of reach.
   * A slug that several organizations in reach use needs `organizationId`, else it finds nothing.
   */
  async find(ref: string | number, reach: Reach, organizationId?: OrganizationId): Promise<Project | undefined> {
    const text = String(ref);
    // Nothing has such a name, and misses are remembered.
    if (text.length > MAX_SLUG_LENGTH) return undefined;
    const named = await this.#byRef.get(text, () => this.#named(text));
    if (named === undefined) return undefined;
    const visible = named.filter(
      (project) =>
        reaches(reach, project.organizationId, project.id) &&
        (organizationId === undefined || project.organizationId === organizationId),
    );
    return visible.length === 1 ? visible[0] : visible.find((project) => project.key === text);
  }

  /** Ordered by number. */
  async list(reach: Reach, organizationId?: OrganizationId): Promise<readonly Project[]> {
    if (reach.kind === 'none') return [];
    let query = this.#context.db.selectFrom('projects').selectAll().where('erasing_ms', 'is', null).orderBy('id');
    if (reach.kind !== 'all') query = query.where('organization_id', '=', reach.organizationId);
    if (reach.kind === 'project') query = query.where('id', '=', reach.projectId);
    if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId);
    return (await query.execute()).map(projectOfRow);
  }

  /** Makes the project and its first ingest key. Throws `invalid_request`, `conflict` (the slug is taken). */
  async create(wanted: NewProject): Promise<Project> {
    const { db, now } = this.#context;
    const row = {
      organization_id: wanted.organizationId,
      slug: checkedSlug(wanted.slug ?? slugOfName(wanted.name)),
      key: newProjectKey(),
      name: checkedName(wanted.name, 'name'),
      default_environment: checkedEnvironment(wanted.defaultEnvironment ?? DEFAULT_ENVIRONMENT),
      retention_days: checkedDays(wanted.retentionDays ?? DEFAULT_RETENTION_DAYS),
      stream_original_days: checkedDays(wanted.streamOriginalDays ?? DEFAULT_STREAM_ORIGINAL_DAYS),
      single_original_days: checkedSingleDays(wanted.singleOriginalDays),
      erasing_ms: null,
      created_ms: now(),
    };
    return this.#change(() =>
      db.transaction().execute(async (transaction) => {
        const made = await transaction.insertInto('projects').values(row).returningAll().executeTakeFirstOrThrow();
        await takeSlug(transaction, made.organization_id, made.slug);
        await insertIngestKey(transaction, made.id, 'Default', row.created_ms);
        return projectOfRow(made);
      }),
    );
  }

  /** Throws `invalid_request`, `conflict` (the slug is taken), `project_not_found`. The key stays. */
  async update(id: ProjectId, changes: ProjectSettings): Promise<Project> {
    const set = checkedSettings(changes);
    if (Object.keys(set).length === 0) throw new HearthError('invalid_request', { message: 'Nothing to change.' });
    const { db, now } = this.#context;
    return this.#change(() =>
      db.transaction().execute(async (transaction) => {
        const old = await transaction.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst();
        if (old === undefined) throw new HearthError('project_not_found');
        const changed = projectOfRow(
          await transaction
            .updateTable('projects')
            .set(set)
            .where('id', '=', id)
            .returningAll()
            .executeTakeFirstOrThrow(),
        );
        if (changed.slug !== old.slug) {
          await takeSlug(transaction, changed.organizationId, changed.slug);
          await leaveSlug(transaction, projectOfRow(old), now());
        }
        return changed;
      }),
    );
  }

  /**
   * The project that had this slug until it was renamed, within reach; undefined when there is none, or when the slug
   * is another project's now.
   */
  async findMoved(slug: string, reach: Reach, organizationId: OrganizationId): Promise<Project | undefined> {
    if (slug.length > MAX_SLUG_LENGTH) return undefined;
    const id = await redirectOf(this.#context.db, organizationId, slug);
    return id === undefined ? undefined : this.find(id, reach, organizationId);
  }

  /** Those whose erasing was begun. */
  async erasing(): Promise<readonly Project[]> {
    const query = this.#context.db.selectFrom('projects').selectAll().where('erasing_ms', 'is not', null);
    return (await query.execute()).map(projectOfRow);
  }

  /** To be called when something else than this class changed the table. */
  forget(): void {
    this.#byRef.clear();
  }

  async #named(ref: string): Promise<readonly Project[] | undefined> {
    const query = this.#context.db.selectFrom('projects').selectAll().where('erasing_ms', 'is', null);
    const rows = await (PROJECT_NUMBER.test(ref)
      ? query.where('id', '=', Number(ref) as ProjectId)
      : query.where((where) => where.or([where('key', '=', ref), where('slug', '=', ref)]))
    ).execute();
    return rows.length === 0 ? undefined : rows.map(projectOfRow);
  }

  async #change<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#context.glue.isUniqueViolation(error) ? new HearthError('conflict', { cause: error }) : error;
    } finally {
      this.#byRef.clear();
    }
  }
}

function checkedSettings(wanted: ProjectSettings): Updateable<ProjectRow> {
  const { name, slug, defaultEnvironment, retentionDays, streamOriginalDays, singleOriginalDays } = wanted;
  return {
    ...(name === undefined ? {} : { name: checkedName(name, 'name') }),
    ...(slug === undefined ? {} : { slug: checkedSlug(slug) }),
    ...(defaultEnvironment === undefined ? {} : { default_environment: checkedEnvironment(defaultEnvironment) }),
    ...(retentionDays === undefined ? {} : { retention_days: checkedDays(retentionDays) }),
    ...(streamOriginalDays === undefined ? {} : { stream_original_days: checkedDays(streamOriginalDays) }),
    ...(singleOriginalDays === undefined ? {} : { single_original_days: checkedSingleDays(singleOriginalDays) }),
  };
}

const checkedEnvironment = (name: string): string => checkedName(name, 'environment', MAX_ENVIRONMENT_LENGTH);

function checkedDays(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= MAX_RETENTION_DAYS) return days;
  throw new HearthError('invalid_request', { message: `Retention is 1 to ${String(MAX_RETENTION_DAYS)} whole days.` });
}

const checkedSingleDays = (days: number | null = null): number | null => (days === null ? null : checkedDays(days));

const projectOfRow = (row: Selectable<ProjectRow>): Project => ({
  id: row.id,
  organizationId: row.organization_id,
  slug: row.slug,
  key: row.key,
  name: row.name,
  defaultEnvironment: row.default_environment,
  retentionDays: row.retention_days,
  streamOriginalDays: Math.min(row.stream_original_days, row.retention_days),
  singleOriginalDays: Math.min(row.single_original_days ?? row.retention_days, row.retention_days),
  createdMs: row.created_ms,
});
