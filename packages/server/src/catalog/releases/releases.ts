import { setImmediate } from 'node:timers/promises';
import type { Kysely, Selectable, Updateable } from 'kysely';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CatalogContext } from '../context.ts';
import type { OrganizationId, ProjectId, ReleaseId } from '../ids.ts';
import type { Reach } from '../reach.ts';
import type { CatalogSchema, ReleaseRow } from '../schema.ts';
import { forgetLooseCommits } from './forget-loose-commits.ts';
import { linkProject, projectsOfReleases } from './link-project.ts';
import type { Release, ReleaseChanges, ReleaseStatus } from './release.ts';
import { isReleaseVersion, MAX_VERSION_LENGTH } from './release-version.ts';

/** Rows written in one transaction, some 10 ms of work: then others have their turn. */
const ENSURE_STEP = 25;

/** That a profile of a project names a version. */
export interface ReleaseSighting {
  readonly project: { readonly id: ProjectId; readonly organizationId: OrganizationId };
  readonly version: string;
  /** When the profile began, Unix milliseconds. */
  readonly seenMs: number;
}

export interface NewRelease extends ReleaseChanges {
  readonly organizationId: OrganizationId;
  readonly version: string;
  /** Of the organization; at least one, unless the release exists. */
  readonly projectIds: readonly ProjectId[];
}

/** What a page of releases ends with. */
export interface ReleaseKey {
  readonly createdMs: number;
  readonly id: ReleaseId;
}

export interface ListReleasesQuestion {
  readonly organizationId: OrganizationId;
  /** Releases of any of these; the caller must be allowed to see them. */
  readonly projectIds: readonly ProjectId[];
  readonly status?: ReleaseStatus | undefined;
  /** A part of the version, letters in any case. */
  readonly contains?: string | undefined;
  /** Those after this one. */
  readonly after?: ReleaseKey | undefined;
  readonly limit: number;
}

export class Releases {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** undefined alike for one that does not exist and one none of whose projects is in reach. */
  async find(organizationId: OrganizationId, version: string, reach: Reach): Promise<Release | undefined> {
    const row = await this.#context.db
      .selectFrom('releases')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('version', '=', version)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const [release] = await withProjects(this.#context.db, [row]);
    return release !== undefined && isVisible(release, reach) ? release : undefined;
  }

  /** Newest first by (created, id). `next` is what follows the page, undefined at the end. */
  async list(
    question: ListReleasesQuestion,
  ): Promise<{ readonly releases: readonly Release[]; readonly next: ReleaseKey | undefined }> {
    const { organizationId, projectIds, status, contains, after, limit } = question;
    if (projectIds.length === 0) return { releases: [], next: undefined };
    let query = this.#context.db
      .selectFrom('releases')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('release_projects')
            .select('release_id')
            .whereRef('release_projects.release_id', '=', 'releases.id')
            .where('project_id', 'in', projectIds),
        ),
      )
      .orderBy('created_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (status !== undefined) query = query.where('status', '=', status);
    if (contains !== undefined) {
      // Every character stands for itself: no pattern comes from outside.
      query = query.where(({ eb, fn, val }) =>
        eb(
          fn('replace', [fn('lower', ['version']), val(contains.toLowerCase()), val('')]),
          '<>',
          fn('lower', ['version']),
        ),
      );
    }
    if (after !== undefined) {
      query = query.where(({ or, and, eb }) =>
        or([
          eb('created_ms', '<', after.createdMs),
          and([eb('created_ms', '=', after.createdMs), eb('id', '<', after.id)]),
        ]),
      );
    }
    const rows = await query.execute();
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      releases: await withProjects(this.#context.db, rows.slice(0, limit)),
      next: last && { createdMs: last.created_ms, id: last.id },
    };
  }

  /** The release of a project that a profile names; made when it is absent. undefined for a name no release may have. */
  async ensure(project: ReleaseSighting['project'], version: string, seenMs: number): Promise<Release | undefined> {
    const reach: Reach = { kind: 'project', organizationId: project.organizationId, projectId: project.id };
    const known = await this.find(project.organizationId, version, reach);
    if (known !== undefined) return known;
    await this.ensureAll([{ project, version, seenMs }]);
    return this.find(project.organizationId, version, reach);
  }

  /**
   * Makes the releases that profiles name; those that exist stay as they are, names that no release may have are left
   * out. Where a project has as many as it may, the oldest one that only profiles made gives its place, else the new one
   * is left out.
   */
  async ensureAll(sightings: readonly ReleaseSighting[]): Promise<void> {
    const wanted = sightings.filter(({ version }) => isReleaseVersion(version));
    for (let from = 0; from < wanted.length; from += ENSURE_STEP) {
      await this.#context.db.transaction().execute(async (db) => {
        for (const sighting of wanted.slice(from, from + ENSURE_STEP)) await this.#ensureOne(db, sighting);
      });
      // The driver works in this thread, so that without a break requests would wait for the last one.
      await setImmediate();
    }
  }

  /** Of these versions the ones that the project has no release for. */
  async missing(projectId: ProjectId, versions: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#context.db
      .selectFrom('releases')
      .innerJoin('release_projects', 'release_projects.release_id', 'releases.id')
      .select('version')
      .where('project_id', '=', projectId)
      .execute();
    const known = new Set(rows.map(({ version }) => version));
    return versions.filter((version) => !known.has(version));
  }

  /**
   * Announces a release. When it exists, projects are added and what is given is changed. `isNew`: the release, or its
   * belonging to one of the projects, is. Throws `invalid_request`, `too_many_releases`.
   */
  async create(wanted: NewRelease): Promise<{ readonly release: Release; readonly isNew: boolean }> {
    const { organizationId, version, projectIds, ...changes } = wanted;
    if (!isReleaseVersion(version)) {
      throw new HearthError('invalid_request', {
        message: `A version has 1 to ${String(MAX_VERSION_LENGTH)} characters without slashes, line breaks or tabs and is not ".", ".." or "latest".`,
      });
    }
    return this.#context.db.transaction().execute(async (db) => {
      const known = await idOf(db, organizationId, version);
      if (known === undefined && projectIds.length === 0) {
        throw new HearthError('invalid_request', { message: 'A release needs a project.' });
      }
      const id = known ?? (await insertRelease(db, organizationId, version, 'api', this.#context.now()));
      let isNew = known === undefined;
      for (const projectId of projectIds) {
        const linked = await linkProject(db, id, projectId);
        if (linked === 'full') throw new HearthError('too_many_releases');
        isNew ||= linked === 'new';
      }
      return { release: await writeRelease(db, id, changes), isNew };
    });
  }

  /** Throws `not_found` when it is gone. */
  update(id: ReleaseId, changes: ReleaseChanges): Promise<Release> {
    return writeRelease(this.#context.db, id, changes);
  }

  /** With its commits that no other release has, and its deploys. */
  async remove(id: ReleaseId): Promise<void> {
    await this.#context.db.transaction().execute(async (db) => {
      await forgetLooseCommits(db, id, () => db.deleteFrom('releases').where('id', '=', id).execute());
    });
  }

  async #ensureOne(db: Kysely<CatalogSchema>, { project, version, seenMs }: ReleaseSighting): Promise<void> {
    const { organizationId } = project;
    const known = await idOf(db, organizationId, version);
    // A clock that runs ahead must not put a release in front of all others for good.
    const createdMs = Math.min(Math.trunc(seenMs), this.#context.now());
    const id = known ?? (await insertRelease(db, organizationId, version, 'profile', createdMs));
    const linked = await linkProject(db, id, project.id);
    if (linked === 'full' && known === undefined) await db.deleteFrom('releases').where('id', '=', id).execute();
  }
}

function isVisible({ organizationId, projectIds }: Release, reach: Reach): boolean {
  if (reach.kind === 'all') return true;
  if (reach.kind === 'none' || reach.organizationId !== organizationId) return false;
  return reach.kind === 'organization' || projectIds.includes(reach.projectId);
}

async function idOf(
  db: Kysely<CatalogSchema>,
  organizationId: OrganizationId,
  version: string,
): Promise<ReleaseId | undefined> {
  const row = await db
    .selectFrom('releases')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.id;
}

async function insertRelease(
  db: Kysely<CatalogSchema>,
  organizationId: OrganizationId,
  version: string,
  origin: ReleaseRow['origin'],
  createdMs: number,
): Promise<ReleaseId> {
  const row = await db
    .insertInto('releases')
    .values({
      organization_id: organizationId,
      version,
      origin,
      status: 'open',
      ref: null,
      url: null,
      created_ms: createdMs,
      started_ms: null,
      released_ms: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Whatever is written makes the row somebody's: it gives its place to no other from then on. */
async function writeRelease(db: Kysely<CatalogSchema>, id: ReleaseId, changes: ReleaseChanges): Promise<Release> {
  const { status, ref, url, startedMs, releasedMs } = changes;
  const set: Updateable<ReleaseRow> = {
    origin: 'api',
    ...(status === undefined ? {} : { status }),
    ...(ref === undefined ? {} : { ref }),
    ...(url === undefined ? {} : { url }),
    ...(startedMs === undefined ? {} : { started_ms: startedMs }),
    ...(releasedMs === undefined ? {} : { released_ms: releasedMs }),
  };
  const row = await db.updateTable('releases').set(set).where('id', '=', id).returningAll().executeTakeFirst();
  const [release] = row === undefined ? [] : await withProjects(db, [row]);
  if (release === undefined) throw new HearthError('not_found');
  return release;
}

async function withProjects(
  db: Kysely<CatalogSchema>,
  rows: readonly Selectable<ReleaseRow>[],
): Promise<readonly Release[]> {
  const projects = await projectsOfReleases(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    version: row.version,
    status: row.status,
    ref: row.ref ?? undefined,
    url: row.url ?? undefined,
    createdMs: row.created_ms,
    startedMs: row.started_ms ?? undefined,
    releasedMs: row.released_ms ?? undefined,
    projectIds: projects.get(row.id) ?? [],
  }));
}
