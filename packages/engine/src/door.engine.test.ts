import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basicAuthorization } from './basic-authorization.ts';
import type { Engine, EngineConnection } from './engine.ts';
import { startEngine } from './start-engine.ts';
import { answerOf } from './testing/ask-engine.ts';
import { type TemporaryDir, temporaryDir } from './testing/temporary-dir.ts';

let dir: TemporaryDir;
let engine: Engine;
beforeAll(async () => {
  dir = await temporaryDir();
  engine = await startEngine({ dataDir: dir.path });
  await answerOf(engine.connection, 'CREATE TABLE hearth.kept (n UInt64) ENGINE = MergeTree ORDER BY n');
});
afterAll(async () => {
  await engine.stop();
  await dir.remove();
});

type User = 'owner' | 'reader' | 'default';
const USERS: readonly User[] = ['owner', 'reader', 'default'];

function connectionOf(user: User): EngineConnection {
  if (user === 'owner') return engine.connection;
  return user === 'reader' ? engine.readerConnection : { ...engine.connection, username: 'default', password: '' };
}

interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Question {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** What a process that is neither the server nor the engine sees: it asks all questions and prints the answers. */
async function askFromOutside(questions: readonly Question[]): Promise<readonly Seen[]> {
  const script = `
    const { request } = require('node:http');
    const ask = ({ path, headers, method = 'GET' }) => new Promise((resolve, reject) => {
      request(process.argv[1] + path, { method, headers }, (answer) => {
        let body = '';
        answer.on('data', (chunk) => { body += chunk; });
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      }).on('error', reject).end();
    });
    Promise.all(JSON.parse(process.argv[2]).map(ask)).then((all) => console.log(JSON.stringify(all)));`;
  const words = ['-e', script, engine.connection.url, JSON.stringify(questions)];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout) as readonly Seen[];
}

function basic({ username, password }: EngineConnection): string {
  return basicAuthorization(username, password);
}

const PAGE = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
const READ_A_FILE = encodeURIComponent("SELECT * FROM file('/etc/passwd', 'LineAsString')");

describe.each(USERS)('without the secret header, user %s', (user) => {
  const ways = (connection: EngineConnection): readonly Readonly<Record<string, string>>[] => [
    {},
    { authorization: basic(connection) },
    { 'x-clickhouse-user': connection.username, 'x-clickhouse-key': connection.password },
    { authorization: basic(connection), 'x-hearth-engine': '' },
    { authorization: basic(connection), 'x-hearth-engine': '0'.repeat(64) },
  ];

  test('is nobody to another process, whatever it knows', async () => {
    const connection = connectionOf(user);
    const inUrl = `user=${connection.username}&password=${connection.password}`;
    const paths = [
      '/?query=SELECT+1',
      `/?query=${READ_A_FILE}`,
      `/?${inUrl}&query=SELECT+1`,
      '/query?query=SELECT+1',
      '/play',
      '/dashboard',
      '/replicas_status',
    ];
    const questions = ways(connection).flatMap((headers) =>
      paths.flatMap((path) => ['GET', 'POST'].map((method) => ({ path, headers, method }))),
    );
    const seen = await askFromOutside(questions);
    expect(seen).toHaveLength(questions.length);
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set([404]));
  });

  test('is nobody to a web page, and no header invites one', async () => {
    const headers = { ...PAGE, authorization: basic(connectionOf(user)) };
    const path = '/?add_http_cors_header=1&query=SELECT+1';
    const seen = await askFromOutside(['GET', 'POST', 'OPTIONS'].map((method) => ({ path, headers, method })));
    // The engine answers no OPTIONS at all: 501 is as final to a page as 404.
    expect(seen.map(({ status }) => status)).toEqual([404, 404, 501]);
    expect(seen.flatMap(invitations)).toEqual([]);
  });
});

test('/ping answers anybody, and says nothing', async () => {
  const [seen] = await askFromOutside([{ path: '/ping', headers: PAGE }]);
  expect(seen?.status).toBe(200);
  expect(seen?.body).toMatch(/^Ok\. [0-9a-f]{16}\n$/u);
  expect(seen === undefined ? [] : invitations(seen)).toEqual([]);
});

function invitations({ headers }: Seen): readonly string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-allow'));
}

/** Each reaches out of the database, and each is refused to each user even with the header. */
const OUTSIDE: readonly string[] = [
  "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  "SELECT * FROM file('/etc/passwd', 'LineAsString', 'l String')",
  "CREATE TEMPORARY TABLE f (l String) ENGINE = File(LineAsString, '/etc/passwd')",
  "CREATE TABLE hearth.f (l String) ENGINE = File(LineAsString, '/etc/passwd')",
  "INSERT INTO FUNCTION file('/tmp/hearth-must-not-exist', 'CSV', 'n UInt8') VALUES (1)",
  "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'l String')",
  "SELECT * FROM s3('http://127.0.0.1:1/bucket/key', 'LineAsString', 'l String')",
  "SELECT * FROM remote('127.0.0.1:1', system.one)",
  "SELECT * FROM remote('127.0.0.1', hearth.kept, 'default', '')",
  "SELECT * FROM clusterAllReplicas('default', system.one)",
  "SELECT * FROM executable('id', 'LineAsString', 'l String')",
  "SELECT * FROM postgresql('127.0.0.1:1', 'd', 't', 'u', 'p')",
  "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')",
  "SELECT * FROM sqlite('/tmp/x.db', 't')",
  "CREATE DICTIONARY hearth.d (k UInt64, v String) PRIMARY KEY k SOURCE(FILE(path '/etc/passwd' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)",
  "BACKUP DATABASE hearth TO File('/tmp/hearth-must-not-exist')",
  'CREATE DATABASE other',
  'CREATE USER intruder',
  'GRANT ALL ON *.* TO hearth_reader',
  'CREATE FUNCTION f AS (x) -> x',
  'SYSTEM SHUTDOWN',
  'SYSTEM START LISTEN TCP',
  'SYSTEM STOP LISTEN HTTP',
  'SYSTEM RELOAD CONFIG',
  'SYSTEM DROP MARK CACHE',
  'SELECT * FROM system.users',
  'SELECT * FROM system.text_log',
];

/** Why a statement is refused: by grants, by the read-only setting, or because this build has no such thing. */
const REFUSALS = /ACCESS_DENIED|READONLY|UNKNOWN_TABLE|CLUSTER_DOESNT_EXIST|UNSUPPORTED_METHOD/u;

describe.each(['owner', 'reader'] as const)('with the secret header, user %s', (user) => {
  test.each(OUTSIDE)('is refused: %s', async (sql) => {
    const answer = await answerOf(connectionOf(user), sql);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).toMatch(REFUSALS);
    expect(answer.body).not.toContain('root:');
  });

  test('cannot be invited by a web page', async () => {
    const headers = { ...PAGE, ...engine.connection.headers, authorization: basic(connectionOf(user)) };
    const questions = ['/?add_http_cors_header=1&query=SELECT+1', '/?query=SELECT+1'].map((path) => ({
      path,
      headers,
    }));
    const [asked, unasked] = await askFromOutside(questions);
    expect(asked?.status).toBeGreaterThanOrEqual(400);
    expect(unasked?.status).toBe(200);
    expect([asked, unasked].flatMap((seen) => (seen === undefined ? [] : invitations(seen)))).toEqual([]);
  });
});

describe('default, the password-less user of the local session', () => {
  test('is not let in, though the header is right', async () => {
    for (const sql of ['SELECT 1', ...OUTSIDE]) expect((await answerOf(connectionOf('default'), sql)).status).toBe(404);
    const { headers } = engine.connection;
    const seen = await askFromOutside(
      ['/?user=default&query=SELECT+1', '/?query=SELECT+1'].flatMap((path) => [
        { path, headers },
        { path, headers: { ...headers, 'x-clickhouse-user': 'default' } },
      ]),
    );
    expect(seen.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  test('can do nothing when somebody with the credentials of the owner or the reader names it in the URL', async () => {
    for (const user of ['owner', 'reader'] as const) {
      const connection = connectionOf(user);
      const named = { ...connection, url: `${connection.url}/?user=default&session_id=${user}` };
      for (const sql of [
        'SELECT * FROM hearth.kept',
        'SELECT * FROM default.table',
        'INSERT INTO hearth.kept VALUES (1)',
        'SELECT * FROM numbers(1)',
        ...OUTSIDE,
      ]) {
        const answer = await answerOf(named, sql);
        expect([sql, answer.status]).not.toEqual([sql, 200]);
        expect([sql, answer.body]).not.toEqual([sql, expect.stringContaining('root:')]);
      }
      expect((await answerOf(named, 'SELECT * FROM f LIMIT 1')).body).toContain('UNKNOWN_TABLE');
    }
    expect((await answerOf(engine.connection, 'SELECT 1')).status).toBe(200);
  });
});

describe('the reader', () => {
  test('reads and changes nothing', async () => {
    const { readerConnection } = engine;
    expect(await answerOf(readerConnection, 'SELECT count() FROM hearth.kept')).toEqual({ status: 200, body: '0\n' });
    for (const sql of [
      'INSERT INTO hearth.kept VALUES (1)',
      'DROP TABLE hearth.kept',
      'TRUNCATE TABLE hearth.kept',
      'CREATE TABLE hearth.mine (n UInt8) ENGINE = Memory',
      'CREATE TEMPORARY TABLE mine (n UInt8)',
      "KILL QUERY WHERE user = 'hearth'",
      'SELECT * FROM system.processes',
      'SELECT * FROM system.parts',
      'SET readonly = 0',
    ]) {
      const answer = await answerOf(readerConnection, sql);
      expect([sql, answer.status]).not.toEqual([sql, 200]);
    }
  });

  test('may lower its limits and not raise them', async () => {
    const { readerConnection } = engine;
    const ask = async (sql: string): Promise<number> => (await answerOf(readerConnection, sql)).status;
    expect(await ask('SELECT 1 SETTINGS max_execution_time = 5, max_memory_usage = 100000000')).toBe(200);
    expect(await ask('SELECT 1 SETTINGS max_execution_time = 3600')).not.toBe(200);
    expect(await ask('SELECT 1 SETTINGS max_execution_time = 0')).not.toBe(200);
    expect(await ask('SELECT 1 SETTINGS max_memory_usage = 0')).not.toBe(200);
    expect(await ask('SELECT 1 SETTINGS max_block_size = 1')).not.toBe(200);
  });
});
