import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';

let server: HearthServer;
let port: number;
/** What opens the door, as the file says it that only this user may read. */
let header: readonly [name: string, value: string];

beforeAll(async () => {
  server = await HearthServer.start();
  const config = readFileSync(join(server.dataDir, 'engine.config.xml'), 'utf8');
  port = Number(/<http_port>(\d+)<\/http_port>/.exec(config)?.[1]);
  const [, name, value] = /<headers>\s*<([\w-]+)>([0-9a-f]+)<\/\1>/.exec(config) ?? [];
  if (name === undefined || value === undefined) throw new Error('no secret header in the configuration');
  header = [name, value];
});

afterAll(async () => {
  await server.dispose();
});

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<HttpAnswer> =>
  httpRequest(`http://127.0.0.1:${port}${path}`, { method, headers });

const query = (sql: string): string => `/?query=${encodeURIComponent(sql)}`;
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

it('keeps what opens it in files of its own user', () => {
  for (const file of ['engine.config.xml', 'engine.users.xml']) {
    expect(statSync(join(server.dataDir, file)).mode & 0o077).toBe(0);
  }
  expect(statSync(server.dataDir).mode & 0o077).toBe(0);
  expect(server.output.text).not.toContain(header[1]);
});

it('is 404 for everybody without the header, whoever they say they are', async () => {
  const users = [{}, basic('default', ''), basic('hearth', ''), basic('hearth_reader', ''), basic('hearth', 'wrong')];
  const paths = [
    query('SELECT 1'),
    query("SELECT * FROM file('/etc/passwd')"),
    '/play',
    '/dashboard',
    '/replicas_status',
    '/',
  ];
  for (const user of users) {
    for (const path of paths) {
      for (const more of [{}, { origin: 'http://evil.example' }, { [header[0]]: 'wrong' }]) {
        const answer = await ask(path, { ...user, ...more });
        expect({ path, status: answer.status }).toEqual({ path, status: 404 });
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
        expect(answer.text).not.toContain('root:');
      }
    }
  }
});

it('says nothing but that it lives', async () => {
  expect((await ask('/ping')).status).toBe(200);
  expect((await ask('/ping', {}, 'POST')).status).toBe(404);
});

it('needs a password besides the header', async () => {
  const open = { [header[0]]: header[1] };
  for (const user of [basic('hearth', ''), basic('hearth_reader', ''), basic('hearth', 'wrong')]) {
    const answer = await ask(query('SELECT 1'), { ...open, ...user });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toMatch(/^1\s*$/);
  }
});

it.each([
  ["SELECT * FROM file('/etc/passwd', 'LineAsString', 'l String')"],
  ["SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'l String')"],
  ['SELECT * FROM hearth.originals'],
  ['CREATE TABLE hearth.mine (a Int8) ENGINE = Memory'],
  ['SYSTEM START LISTEN TCP'],
])('lets the user without a password do nothing, even behind the header: %s', async (sql) => {
  const open = { [header[0]]: header[1], 'content-length': '0' };
  for (const user of [{}, basic('default', '')]) {
    const answer = await ask(query(sql), { ...open, ...user }, 'POST');
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('root:');
  }
});

it('is not reached from any other address of this machine', async () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address);
  for (const address of addresses) expect(await reaches(address)).toBe(false);
  expect(await reaches('127.0.0.1')).toBe(true);
});

function reaches(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: address, timeout: 3_000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true));
    socket.once('timeout', end(false));
    socket.once('error', end(false));
  });
}
