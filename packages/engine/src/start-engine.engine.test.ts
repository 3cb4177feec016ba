import { realpathSync } from 'node:fs';
import { readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DURABLE_TABLE_SETTINGS, DURABLE_TABLE_SETTINGS_SQL } from './durable-table-settings.ts';
import type { Engine } from './engine.ts';
import { EngineStartError } from './engine-start-error.ts';
import { startEngine } from './start-engine.ts';
import { syncTableDirectories } from './sync-table-directories.ts';
import { askEngine } from './testing/ask-engine.ts';
import { type TemporaryDir, temporaryDir } from './testing/temporary-dir.ts';

let dir: TemporaryDir;
let engine: Engine;
beforeAll(async () => {
  dir = await temporaryDir();
  engine = await startEngine({ dataDir: dir.path });
});
afterAll(async () => {
  await engine.stop();
  await dir.remove();
});

describe('a started engine', () => {
  test('answers its owner, in the version that is pinned', async () => {
    expect(engine.state).toBe('ready');
    expect(engine.generation).toBe(1);
    await engine.whenReady();
    expect(await askEngine(engine.connection, 'SELECT version(), currentUser(), timezone()')).toBe(
      '26.7.2.1\thearth\tUTC',
    );
    const kind = "SELECT engine FROM system.databases WHERE name = 'hearth'";
    expect(await askEngine(engine.connection, kind)).toBe('Atomic');
  });

  test('keeps a durable table with the settings it was made with', async () => {
    await askEngine(
      engine.connection,
      `CREATE TABLE hearth.kept (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS ${DURABLE_TABLE_SETTINGS_SQL}`,
    );
    await askEngine(engine.connection, 'INSERT INTO hearth.kept VALUES (1), (2)');
    expect(await askEngine(engine.connection, 'SELECT sum(n) FROM hearth.kept')).toBe('3');
    const made = await askEngine(engine.connection, "SELECT engine_full FROM system.tables WHERE name = 'kept'");
    for (const [name, value] of Object.entries(DURABLE_TABLE_SETTINGS)) expect(made).toContain(`${name} = ${value}`);
  });

  test('has its table directories where they are synced', async () => {
    const paths = await askEngine(
      engine.connection,
      "SELECT data_paths[1] FROM system.tables WHERE name = 'kept' FORMAT TSVRaw",
    );
    expect(realpathSync(join(dir.path, 'engine', 'data', 'hearth', 'kept'))).toBe(realpathSync(paths));
    await syncTableDirectories(dir.path, ['kept']);
    await expect(syncTableDirectories(dir.path, ['kept', 'absent'])).rejects.toThrow('absent');
  });

  test('makes tables durable even when a statement forgets to ask', async () => {
    const names = Object.keys(DURABLE_TABLE_SETTINGS)
      .map((name) => `'${name}'`)
      .join(', ');
    const rows = await askEngine(
      engine.connection,
      `SELECT name, value FROM system.merge_tree_settings WHERE name IN (${names})`,
    );
    expect(Object.fromEntries(rows.split('\n').map((row) => row.split('\t')))).toEqual(
      Object.fromEntries(Object.entries(DURABLE_TABLE_SETTINGS).map(([name, value]) => [name, String(value)])),
    );
  });

  test('starts every statement with settings that lose and round nothing', async () => {
    const settings = await askEngine(
      engine.connection,
      `SELECT name, value FROM system.settings
       WHERE name IN ('async_insert', 'fsync_metadata', 'log_queries', 'add_http_cors_header',
                      'output_format_json_quote_64bit_integers') ORDER BY name`,
    );
    expect(settings.split('\n')).toEqual([
      'add_http_cors_header\t0',
      'async_insert\t0',
      'fsync_metadata\t1',
      'log_queries\t0',
      'output_format_json_quote_64bit_integers\t1',
    ]);
  });

  test('has no log tables that grow', async () => {
    const logs = "SELECT count() FROM system.tables WHERE database = 'system' AND name LIKE '%\\_log%'";
    expect(await askEngine(engine.connection, logs)).toBe('0');
  });

  test('gives the store what it needs: temporary tables, its running queries, parts, KILL QUERY', async () => {
    const { connection } = engine;
    await askEngine(connection, "KILL QUERY WHERE query_id = 'nobody' SYNC");
    expect(await askEngine(connection, 'SELECT count() FROM system.processes')).not.toBe('0');
    expect(await askEngine(connection, "SELECT sum(rows) FROM system.parts WHERE table = 'kept' AND active")).toBe('2');
    await askEngine(connection, 'CREATE TEMPORARY TABLE ids (id UInt64)');
    await askEngine(connection, 'CREATE VIEW hearth.seen AS SELECT n FROM hearth.kept');
    await askEngine(connection, 'ALTER TABLE hearth.kept ADD COLUMN m UInt8');
    await askEngine(connection, 'CREATE TABLE hearth.other AS hearth.kept');
    await askEngine(connection, 'INSERT INTO hearth.other SELECT * FROM hearth.kept');
    await askEngine(connection, "ALTER TABLE hearth.kept REPLACE PARTITION ID 'all' FROM hearth.other");
    await askEngine(connection, 'EXCHANGE TABLES hearth.kept AND hearth.other');
    await askEngine(connection, 'RENAME TABLE hearth.other TO hearth.older');
    await askEngine(connection, 'OPTIMIZE TABLE hearth.kept FINAL');
    await askEngine(connection, 'DELETE FROM hearth.kept WHERE n = 1');
    await askEngine(connection, 'SYSTEM STOP MERGES hearth.kept');
    await askEngine(connection, 'SYSTEM START MERGES hearth.kept');
    await askEngine(connection, 'TRUNCATE TABLE hearth.kept');
    await askEngine(connection, 'DROP TABLE hearth.older SYNC');
  });

  test.runIf(process.platform === 'linux')(
    'is small while it is idle, and listens on one loopback port only',
    async () => {
      const status = await readFile(`/proc/${engine.pid}/status`, 'utf8');
      const residentKiB = Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1]);
      // 600 MB are allowed to server and engine together; 250 MiB are usual here, 210 of them pages of the library's file.
      expect(residentKiB).toBeGreaterThan(0);
      expect(residentKiB).toBeLessThan(400 * 1024);
      const sockets = await readFile(`/proc/${engine.pid}/net/tcp`, 'utf8');
      const links = await readdir(`/proc/${engine.pid}/fd`);
      const names = await Promise.all(links.map((link) => readlink(`/proc/${engine.pid}/fd/${link}`).catch(() => '')));
      const own = sockets.split('\n').filter((row) => names.includes(`socket:[${row.trim().split(/\s+/u)[9]}]`));
      const listening = own.map((row) => row.trim().split(/\s+/u)).filter((columns) => columns[3] === '0A');
      const port = Number(new URL(engine.connection.url).port).toString(16).toUpperCase().padStart(4, '0');
      expect(listening.map((columns) => columns[1])).toEqual([`0100007F:${port}`]);
    },
  );

  test('keeps its files for this user only', async () => {
    const files = (await readdir(dir.path)).sort();
    expect(files).toEqual(['engine', 'engine.config.xml', 'engine.lock', 'engine.log', 'engine.users.xml']);
    for (const file of files) {
      const { mode } = await stat(join(dir.path, file));
      expect([file, (mode & 0o777).toString(8)]).toEqual([file, file === 'engine' ? '700' : '600']);
    }
    expect((await stat(join(dir.path, 'engine', 'store'))).mode & 0o077).toBe(0);
  });
});

test('an engine that ends before it answers is a failure with the log', async () => {
  const other = await temporaryDir();
  try {
    const attempt = startEngine({ dataDir: other.path, libraryPath: join(other.path, 'no such library.so') });
    await expect(attempt).rejects.toThrow(EngineStartError);
    await expect(attempt).rejects.toThrow(/ended before it was ready \(.*no such library\.so/su);
  } finally {
    await other.remove();
  }
});

test('what a start that was killed left half written is thrown away, and nothing else', async () => {
  const other = await temporaryDir();
  try {
    const theirs = ['engine.config.xml.mine', 'engine.users.xml.0123abcde', 'notes.0123abcd'];
    for (const name of ['engine.config.xml.0123abcd', 'engine.users.xml.89abcdef', ...theirs]) {
      await writeFile(join(other.path, name), '');
    }
    await startEngine({ dataDir: other.path, libraryPath: 'none' }).catch(() => undefined);
    const made = ['engine', 'engine.config.xml', 'engine.lock', 'engine.users.xml'];
    expect((await readdir(other.path)).sort()).toEqual([...made, ...theirs].sort());
  } finally {
    await other.remove();
  }
});

test('a data directory that cannot be written is a failure in words', async () => {
  const attempt = startEngine({ dataDir: join(dir.path, 'engine.log', 'below a file') });
  await expect(attempt).rejects.toThrow(EngineStartError);
  await expect(attempt).rejects.toThrow(/files could not be written: .*engine\.log/su);
});

test('a second engine on the same files is refused by name', async () => {
  const attempt = startEngine({ dataDir: dir.path });
  await expect(attempt).rejects.toThrow(`in use by process ${engine.pid}`);
  expect(await askEngine(engine.connection, 'SELECT 1')).toBe('1');
});
