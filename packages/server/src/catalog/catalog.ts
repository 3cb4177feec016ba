import { join } from 'node:path';
import { ApiKeys } from './api-keys/api-keys.ts';
import { type Bootstrap, type BootstrapOptions, bootstrap } from './bootstrap.ts';
import { CaptureRulesOfProjects } from './capture-rules.ts';
import { CaptureRecords } from './captures/capture-records.ts';
import type { CatalogContext } from './context.ts';
import type { CatalogDatabase } from './database.ts';
import { Environments } from './environments.ts';
import { beginErasing, endErasing } from './erase-project.ts';
import type { ProjectId } from './ids.ts';
import { IngestKeys } from './ingest-keys.ts';
import { migrate } from './migrations/migrate.ts';
import { Organizations } from './organizations.ts';
import { Pins } from './pins.ts';
import { Pipelines } from './pipelines/pipelines.ts';
import { Projects } from './projects.ts';
import { Commits } from './releases/commits.ts';
import { Deploys } from './releases/deploys.ts';
import { DetailsOfReleases } from './releases/release-details.ts';
import { Releases } from './releases/releases.ts';
import { Sessions } from './sessions.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { Tokens } from './tokens.ts';
import { ViewerSettings } from './viewer-settings.ts';

/** Name of the catalog's file in the data directory. */
export const CATALOG_FILE = 'catalog.db';

export interface CatalogOptions {
  /** Where `catalog.db` lives; made when absent. */
  readonly dataDir: string;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}

/** Tenants and credentials: small, transactional, durable before it answers. */
export class Catalog {
  readonly organizations: Organizations;
  readonly projects: Projects;
  readonly environments: Environments;
  readonly tokens: Tokens;
  readonly ingestKeys: IngestKeys;
  readonly sessions: Sessions;
  readonly releases: Releases;
  readonly releaseDetails: DetailsOfReleases;
  readonly commits: Commits;
  readonly deploys: Deploys;
  readonly pipelines: Pipelines;
  readonly captures: CaptureRecords;
  readonly apiKeys: ApiKeys;
  readonly captureRules: CaptureRulesOfProjects;
  readonly pins: Pins;
  readonly viewerSettings: ViewerSettings;
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
    this.organizations = new Organizations(context);
    this.projects = new Projects(context);
    this.environments = new Environments(context);
    this.tokens = new Tokens(context);
    this.ingestKeys = new IngestKeys(context);
    this.sessions = new Sessions(context, this.tokens);
    this.releases = new Releases(context);
    this.releaseDetails = new DetailsOfReleases(context);
    this.commits = new Commits(context);
    this.deploys = new Deploys(context);
    this.pipelines = new Pipelines(context, () => this.tokens.forget());
    this.captures = new CaptureRecords(context);
    this.apiKeys = new ApiKeys(context);
    this.captureRules = new CaptureRulesOfProjects(context);
    this.pins = new Pins(context);
    this.viewerSettings = new ViewerSettings(context);
  }

  /** To be called once per start, before anything is served. */
  async bootstrap(options: BootstrapOptions = {}): Promise<Bootstrap> {
    const made = await bootstrap(this.#context, this, options);
    this.tokens.forget();
    return made;
  }

  /** From now on nobody finds the project, and none of its credentials works. */
  async beginErasing(project: ProjectId): Promise<void> {
    await beginErasing(this.#context, project);
    this.#forgetLookUps();
  }

  /** To be called once nothing is stored of the project any more. */
  async endErasing(project: ProjectId): Promise<void> {
    await endErasing(this.#context, project);
    this.#forgetLookUps();
  }

  /** Whether the database answers; for `/readyz`. Throws when it does not. */
  async ping(): Promise<void> {
    await this.#context.db.selectFrom('organizations').select('id').limit(1).execute();
  }

  async close(): Promise<void> {
    await this.tokens.settle();
    await this.#context.db.destroy();
  }

  #forgetLookUps(): void {
    this.projects.forget();
    this.ingestKeys.forget();
    this.apiKeys.forget();
    this.tokens.forget();
  }
}

/** Opens the catalog of a data directory and brings it to this version's shape. */
export async function openCatalog(options: CatalogOptions): Promise<Catalog> {
  return catalogOf(openSqlite(join(options.dataDir, CATALOG_FILE)), options.now);
}

/** A catalog over any kind of database, migrated. */
export async function catalogOf(database: CatalogDatabase, now: () => number = Date.now): Promise<Catalog> {
  try {
    await migrate(database);
  } catch (error) {
    await database.db.destroy();
    throw error;
  }
  return new Catalog({ ...database, now });
}
