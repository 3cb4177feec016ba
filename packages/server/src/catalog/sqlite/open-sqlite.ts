import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import Database from 'libsql';
import type { CatalogDatabase } from '../database.ts';
import type { CatalogSchema } from '../schema.ts';

/** Longer than any transaction of the catalog; another process (a backup, `sqlite3`) may hold the lock for a while. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Transactions take the write lock at once. A deferred one that reads first and writes later fails with SQLITE_BUSY
 * without waiting when another process wrote in between.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * Opens (and makes, readable by its owner only) the SQLite file of the catalog. Every commit is synced to disk before
 * it returns: what a caller was told exists survives a loss of power.
 */
export function openSqlite(file: string): CatalogDatabase {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its -wal and -shm files the mode of the main file, so it must be right before they appear.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new Database(file);
  database.exec(`PRAGMA busy_timeout=${String(BUSY_TIMEOUT_MS)}`);
  database.pragma('journal_mode=WAL');
  database.pragma('synchronous=FULL');
  database.pragma('foreign_keys=ON');
  return {
    db: new Kysely<CatalogSchema>({ dialect: sqliteDialect(database as unknown as SqliteDatabase) }),
    glue: {
      numberedId: { type: 'integer', column: (column) => column.primaryKey().autoIncrement() },
      isUniqueViolation: (error) =>
        error instanceof Database.SqliteError &&
        (error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY'),
    },
  };
}

const sqliteDialect = (database: SqliteDatabase): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new ImmediateSqliteDriver({ database }),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
