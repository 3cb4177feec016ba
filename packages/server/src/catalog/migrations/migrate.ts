import { type Kysely, type Migration, Migrator } from 'kysely';
import type { CatalogDatabase, DialectGlue } from '../database.ts';
import { tenants } from './0001-tenants.ts';
import { credentials } from './0002-credentials.ts';
import { sessions } from './0003-sessions.ts';
import { releases } from './0004-releases.ts';
import { projectRedirects } from './0005-project-redirects.ts';
import { captures } from './0006-captures.ts';
import { apiKeys } from './0007-api-keys.ts';
import { retention } from './0008-retention.ts';
import { viewerSettings } from './0010-viewer-settings.ts';

/** Forward only, in the order of their numbers; a step that was released is never edited again. */
const steps: Readonly<Record<string, (db: Kysely<unknown>, glue: DialectGlue) => Promise<void>>> = {
  '0001-tenants': tenants,
  '0002-credentials': credentials,
  '0003-sessions': sessions,
  '0004-releases': releases,
  '0005-project-redirects': projectRedirects,
  '0006-captures': captures,
  '0007-api-keys': apiKeys,
  '0008-retention': retention,
  '0010-viewer-settings': viewerSettings,
};

/** Brings the catalog's tables to this version's shape; does nothing when they have it. Throws when it cannot. */
export async function migrate({ db, glue }: CatalogDatabase): Promise<void> {
  const migrations: Record<string, Migration> = {};
  for (const [name, up] of Object.entries(steps)) migrations[name] = { up: (schema) => up(schema, glue) };
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (String(error).includes('corrupted migrations')) {
    throw new Error('The catalog in the data directory was made by a newer version of Hearth.', { cause: error });
  }
  throw new Error('The catalog in the data directory cannot be brought to this version.', { cause: error });
}
