import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOG_FILE, catalogOf, openCatalog } from '../catalog.ts';
import { openSqlite } from './open-sqlite.ts';

describe('openSqlite', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'hearth-sqlite-')), 'data');
  });
  afterEach(() => {
    rmSync(join(dataDir, '..'), { recursive: true, force: true });
  });
  const mode = (file: string) => (statSync(join(dataDir, file)).mode & 0o777).toString(8);

  it('syncs every commit, waits for locks, and minds foreign keys', async () => {
    const { db } = openSqlite(join(dataDir, CATALOG_FILE));
    const setting = async (name: string) =>
      (await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(db)).rows[0];
    expect(await setting('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await setting('synchronous')).toEqual({ synchronous: 2 });
    expect(await setting('foreign_keys')).toEqual({ foreign_keys: 1 });
    expect(await setting('busy_timeout')).toEqual({ timeout: 5000 });
    await db.destroy();
  });

  it('is readable by its owner only, also what lies beside it and what was open before', async () => {
    const catalog = await openCatalog({ dataDir });
    await catalog.bootstrap();
    expect(mode('catalog.db')).toBe('600');
    expect(existsSync(join(dataDir, 'catalog.db-wal'))).toBe(true);
    expect(mode('catalog.db-wal')).toBe('600');
    expect(mode('catalog.db-shm')).toBe('600');
    await catalog.close();
    chmodSync(join(dataDir, 'catalog.db'), 0o644);
    await (await openCatalog({ dataDir })).close();
    expect(mode('catalog.db')).toBe('600');
  });

  it('has what was committed in its files at that moment, as after a kill', async () => {
    const catalog = await openCatalog({ dataDir });
    await catalog.bootstrap({ adminToken: 'survivor' });
    const left = join(dataDir, '..', 'left-behind');
    cpSync(dataDir, left, { recursive: true });
    await catalog.close();
    const found = await openCatalog({ dataDir: left });
    expect(await found.tokens.verify('survivor')).toBeDefined();
    await found.close();
  });

  it('refuses a file of a newer version, and one that is no database', async () => {
    const first = openSqlite(join(dataDir, CATALOG_FILE));
    await (await catalogOf(first)).close();
    const second = openSqlite(join(dataDir, CATALOG_FILE));
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2099')`.execute(second.db);
    await second.db.destroy();
    await expect(openCatalog({ dataDir })).rejects.toThrow('made by a newer version');
    rmSync(dataDir, { recursive: true });
    await (await openCatalog({ dataDir })).close();
    writeFileSync(join(dataDir, CATALOG_FILE), 'this is not a database'.repeat(500));
    rmSync(join(dataDir, `${CATALOG_FILE}-wal`), { force: true });
    await expect(openCatalog({ dataDir })).rejects.toThrow();
  });
});
