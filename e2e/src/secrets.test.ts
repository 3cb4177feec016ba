import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';
import { sentryChunk } from './harness/sentry-envelope.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { otlpPaths, pyroscopePaths } from './tenants/routes.ts';

const canaries: string[] = [];

/** A secret that must not be seen again; of the form given. */
function canary(form: 'key' | 'token' | 'word'): string {
  const hex = randomBytes(16).toString('hex');
  const secret = { key: hex, token: `hearth_${hex}`, word: `canary.${hex}~` }[form];
  canaries.push(secret);
  return secret;
}

const basic = (user: string, password: string): string => {
  const encoded = Buffer.from(`${user}:${password}`).toString('base64');
  canaries.push(encoded);
  return `Basic ${encoded}`;
};

let server: HearthServer;
let api: HearthApi;
const answers: HttpAnswer[] = [];

beforeAll(async () => {
  server = await HearthServer.start({ args: ['--log-level', 'trace'] });
  api = new HearthApi(server.url, server.adminToken);
});

afterAll(async () => {
  await server.dispose();
});

it('are sent in every place where a credential can stand', async () => {
  const realKey = await api.ingestKey('default', 'default');
  canaries.push(realKey, server.adminToken);
  const forms = ['key', 'token', 'word'] as const;
  const bodies = [good(), { contentType: 'multipart/form-data; boundary=x', body: Buffer.from('not a body') }];
  for (const { contentType, body } of bodies) {
    const send = async (path: string, headers: Record<string, string> = {}, method = 'POST'): Promise<void> => {
      const content = method === 'POST' ? { body } : {};
      const options = { method, headers: { 'content-type': contentType, ...headers }, ...content };
      answers.push(await httpRequest(server.url + path, options));
    };
    const files = '/api/v1/projects/default/profiles';
    for (const path of ['/profiling/v1/input', '/api/v2/profile', files, ...pyroscopePaths, ...otlpPaths, '/no/such']) {
      for (const form of forms) {
        await send(path, { authorization: `Bearer ${canary(form)}` });
        await send(path, { authorization: basic(canary(form), canary(form)) });
        await send(path, { authorization: `Sentry sentry_key=${canary(form)}, sentry_version=7` });
        await send(path, { authorization: canary(form) });
        await send(path, { 'x-sentry-auth': `Sentry sentry_key=${canary(form)}, sentry_secret=${canary(form)}` });
        await send(path, { 'dd-api-key': canary(form) });
        await send(path, { 'dd-application-key': canary(form) });
        await send(path, { cookie: `hearth_session=${canary(form)}` });
        await send(`${path}?sentry_key=${canary(form)}&dsn=${canary(form)}`);
        await send(`${path}?api_key=${canary(form)}&token=${canary(form)}`);
        await send(`/t/${canary(form)}${path}`);
        await send(`/%74/${canary(form)}${path}`);
        await send(`//t/${canary(form)}${path}`);
        await send(`/t/${canary(form)}${path}`, { referer: `http://127.0.0.1/t/${canary(form)}/x` });
        await send(path, { authorization: `Bearer ${canary(form)}` }, 'GET');
        await send(path, { authorization: `Bearer ${canary(form)}` }, 'PUT');
      }
      await send(`/t/${realKey}${path}`);
      await send(`/t/${realKey}${path}?limit=x`, {}, 'GET');
      await send(path, { authorization: basic('hearth', realKey) });
      await send(path, { 'dd-api-key': realKey });
      await send(`${path}?sentry_key=${realKey}`);
      await send(path, { authorization: `Bearer ${server.adminToken}` });
    }
  }
  const { projectId = 0 } = (await keys())[0] ?? {};
  for (const path of [
    `/api/${projectId}/envelope/`,
    `/api/${projectId}/envelope`,
    '/api/999999/envelope/',
    '/sentry/tunnel',
  ]) {
    const send = async (query: string, headers: Record<string, string> = {}, dsn?: string): Promise<void> => {
      const { body } = sentryChunk({ app: 'canary', ...(dsn === undefined ? {} : { headers: { dsn } }) });
      answers.push(await httpRequest(server.url + path + query, { method: 'POST', headers, body }));
    };
    for (const form of forms) {
      const sentry = (key: string, secret: string): string =>
        `Sentry sentry_key=${key}, sentry_version=7, sentry_secret=${secret}, sentry_client=x/1`;
      await send(`?sentry_version=7&sentry_key=${canary(form)}&sentry_secret=${canary(form)}`);
      await send('', { 'x-sentry-auth': sentry(canary(form), canary(form)) });
      await send('', { authorization: sentry(canary(form), canary(form)) });
      await send('', { authorization: basic(canary(form), canary(form)) });
      await send('', { authorization: `Bearer ${canary(form)}` });
      await send('', {}, `http://${canary(form)}:${canary(form)}@127.0.0.1/${projectId}`);
      await send('', {}, canary(form));
      // Secrets beside a key that is right: the upload is taken, and kept without them.
      await send(`?sentry_version=7&sentry_key=${realKey}&sentry_secret=${canary(form)}&token=${canary(form)}`);
      await send('', { 'x-sentry-auth': sentry(realKey, canary(form)) });
      await send('', {}, `http://${realKey}:${canary(form)}@127.0.0.1/${projectId}`);
    }
  }
  for (const path of ['profiling/profiles', 'releases', 'keys']) {
    for (const form of forms) {
      const address = `/api/0/projects/default/default/${path}/`;
      answers.push(await httpRequest(`${server.url}${address}?token=${canary(form)}`));
      answers.push(
        await httpRequest(server.url + address, { headers: { authorization: `Bearer sntrys_${canary(form)}` } }),
      );
    }
  }
  for (const form of forms) {
    const secret = canary(form);
    answers.push(await httpRequest(`${server.url}/auth/link?code=${secret}`));
    answers.push(await httpRequest(`${server.url}/t/${secret}/info`));
    answers.push(await httpRequest(`${server.url}/api/v1/projects/default/profiles/${'a'.repeat(32)}?token=${secret}`));
  }
  expect(new Set(answers.map(({ status }) => status))).not.toContain(500);
});

it('are in no answer', () => {
  for (const { text, headers } of answers) expect(foundIn(text + JSON.stringify(headers))).toEqual([]);
});

it('are in no metric and no list of drops', async () => {
  expect(foundIn((await api.ask('/metrics')).text)).toEqual([]);
  const { status, text } = await api.ask('/api/v1/projects/default/ingest?refusals=100');
  expect(status).toBe(200);
  expect(foundIn(text)).toEqual([]);
});

it('are in nothing that the server printed', () => {
  expect(server.output.droppedCharacters).toBe(0);
  expect(server.output.text.length).toBeGreaterThan(0);
  expect(foundIn(server.output.text)).toEqual([]);
});

it('are in nothing that was stored of uploads and refusals', async () => {
  await server.stop();
  await withStoppedStore(server.dataDir, async (sql) => {
    const bodies = (await sql('SELECT base64Encode(body) AS body FROM originals')).map(({ body = '' }) =>
      plainText(body),
    );
    expect(bodies.filter((body) => body.includes('"profile_chunk"')).length).toBeGreaterThan(10);
    const rows = [
      ...bodies,
      ...(await sql('SELECT toString(headers) AS headers, context, content_type FROM originals')),
      ...(await sql('SELECT * FROM ingest_events')),
      ...(await sql('SELECT toString(labels) AS labels, labels_text FROM series')),
    ];
    expect(rows.length).toBeGreaterThan(0);
    expect(foundIn(JSON.stringify(rows))).toEqual([]);
  });
});

/** A kept body as it reads once its transport's compression is off. */
function plainText(base64: string): string {
  const body = Buffer.from(base64, 'base64');
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString('latin1');
}

const keys = (): Promise<readonly { public: string; projectId: number }[]> =>
  api.json('/api/0/projects/default/default/keys/');

const foundIn = (text: string): readonly string[] => canaries.filter((secret) => text.includes(secret));

function good() {
  const endMs = Date.now();
  return datadogUpload({
    app: 'canary',
    runtimeId: 'canary',
    startMs: endMs - 10_000,
    endMs,
    attachments: [{ name: 'cpu.pprof', content: generatedPprof({ seed: 1 }).content }],
  });
}
