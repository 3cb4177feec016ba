import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { markListener } from '../../auth/listener-mark.ts';
import { rewritePathKey } from '../../auth/path-key.ts';
import { registerAuth } from '../../auth/register-auth.ts';
import { openCatalog } from '../../catalog/catalog.ts';
import { createDecoder } from '../decoder.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { registerIngest } from '../register-ingest.ts';
import { buildEnvelope, IDS, transactionItem } from '../testing/build-envelope.ts';
import { TEST_NOW_MS } from '../testing/ingest-app.ts';
import { MemoryStore } from '../testing/memory-store.ts';

const limits = { ...DEFAULT_INGEST_LIMITS, strangersBodyBytes: 10_000, strangersInflatedBytes: 20_000 };
const store = new MemoryStore();
const ends: (() => unknown)[] = [];
const secrets = { key: '', otherKey: '', endedKey: '', write: '', read: '', unknown: '0123456789abcdef'.repeat(2) };
let app: FastifyInstance;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-sentry-'));
  const catalog = await openCatalog({ dataDir: directory });
  const made = await catalog.bootstrap();
  const theirs = await catalog.projects.create({ organizationId: made.organizationId, name: 'theirs' });
  const ended = await catalog.ingestKeys.create(made.projectId, 'ended');
  await catalog.ingestKeys.end(made.projectId, ended.key);
  const token = async (scopes: readonly ('project:read' | 'project:write')[]) =>
    (await catalog.tokens.create({ name: 'test', scopes, organizationId: made.organizationId })).secret;
  secrets.key = made.ingestKey ?? '';
  secrets.otherKey = (await catalog.ingestKeys.list(theirs.id))[0]!.key;
  secrets.endedKey = ended.key;
  secrets.write = await token(['project:write']);
  secrets.read = await token(['project:read']);
  app = fastify({ rewriteUrl: rewritePathKey });
  const decoder = createDecoder(limits);
  registerAuth(app, { catalog });
  registerIngest(app, { writer: store, log: store, releases: store, decoder, limits, now: () => TEST_NOW_MS });
  await app.listen({ port: 0, host: '127.0.0.1' });
  ends.push(
    () => {
      rmSync(directory, { recursive: true, force: true });
    },
    () => catalog.close(),
    () => decoder.close(),
    () => app.close(),
  );
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

async function send(path: string, headers: Record<string, string> = {}, envelope = good()): Promise<Answer> {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const response = await fetch(`http://127.0.0.1:${address.port}${path}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(envelope),
  });
  const text = await response.text();
  for (const secret of Object.values(secrets)) expect(text + JSON.stringify(store.events)).not.toContain(secret);
  return { status: response.status, body: JSON.parse(text), headers: response.headers };
}

const good = (headers: Record<string, string> = {}): Buffer =>
  buildEnvelope([transactionItem()], { event_id: IDS.event, ...headers });
const dsn = (key: string, project: string | number): Buffer =>
  good({ dsn: `https://${key}@host.example/base/${project}` });
const basic = (user: string, password = ''): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const ENVELOPE = '/api/1/envelope/';
const TUNNEL = '/sentry/tunnel';
const TAKEN = { id: IDS.event };

describe('let in', () => {
  const cases: readonly [string, () => Promise<Answer>][] = [
    ['X-Sentry-Auth', () => send(ENVELOPE, { 'x-sentry-auth': `Sentry sentry_key=${secrets.key}, sentry_version=7` })],
    [
      'X-Sentry-Auth, first pair last',
      () => send(ENVELOPE, { 'x-sentry-auth': `Sentry sentry_version=7,sentry_key=${secrets.key}` }),
    ],
    ['Authorization: Sentry', () => send(ENVELOPE, { authorization: `Sentry sentry_key=${secrets.key}` })],
    ['Authorization: Basic', () => send(ENVELOPE, { authorization: basic(secrets.key) })],
    ['the query', () => send(`${ENVELOPE}?sentry_version=7&sentry_key=${secrets.key}&sentry_client=x%2F1`)],
    ['without the slash', () => send(`/api/1/envelope?sentry_key=${secrets.key}`)],
    ['the DSN in the envelope', () => send(ENVELOPE, {}, dsn(secrets.key, 1))],
    ['the DSN through the tunnel', () => send(TUNNEL, {}, dsn(secrets.key, 1))],
    ['the DSN through the tunnel with the slash', () => send(`${TUNNEL}/`, {}, dsn(secrets.key, 1))],
    ['a DSN with a secret', () => send(TUNNEL, {}, dsn(`${secrets.key}:${secrets.unknown}`, 1))],
    [
      'a page',
      () =>
        send(`${ENVELOPE}?sentry_key=${secrets.key}`, {
          origin: 'https://shop.example',
          'content-type': 'text/plain;charset=UTF-8',
        }),
    ],
    ['the path prefix', () => send(`/t/${secrets.key}${ENVELOPE}`)],
    ['a token', () => send(ENVELOPE, { authorization: `Bearer ${secrets.write}` })],
    [
      'a credential, whatever DSN stands inside',
      () => send(`${ENVELOPE}?sentry_key=${secrets.key}`, {}, good({ dsn: 'nonsense' })),
    ],
  ];
  it.each(cases)('%s', async (_, ask) => {
    const { status, body, headers } = await ask();
    expect([status, body]).toEqual([200, TAKEN]);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(store.uploads[0]).toMatchObject({ projectId: 1 });
    expect(JSON.stringify(store.uploads[0]!.original.headers)).not.toContain(secrets.key);
    expect(Buffer.from(store.uploads[0]!.original.body).toString()).not.toContain('host.example');
  });
});

describe('refused', () => {
  const missing = 'missing authorization information';
  const cases: readonly [string, number, string, string, () => Promise<Answer>][] = [
    ['nothing', 401, missing, 'unauthenticated', () => send(ENVELOPE)],
    ['nothing through the tunnel', 401, missing, 'unauthenticated', () => send(TUNNEL)],
    ['nothing and no body', 401, missing, 'unauthenticated', () => send(ENVELOPE, {}, Buffer.alloc(0))],
    [
      'two',
      401,
      'multiple authorization payloads detected',
      'multiple_credentials',
      () => send(`${ENVELOPE}?sentry_key=${secrets.key}`, { 'x-sentry-auth': `Sentry sentry_key=${secrets.key}` }),
    ],
    [
      'two headers',
      401,
      'multiple authorization payloads detected',
      'multiple_credentials',
      () => send(ENVELOPE, { authorization: basic(secrets.key), 'x-sentry-auth': `Sentry sentry_key=${secrets.key}` }),
    ],
    [
      'a header without a key',
      401,
      'bad x-sentry-auth header',
      'invalid_token',
      () => send(ENVELOPE, { 'x-sentry-auth': 'Sentry sentry_version=7' }),
    ],
    [
      'a version that is none',
      401,
      'bad x-sentry-auth header',
      'invalid_token',
      () => send(ENVELOPE, { 'x-sentry-auth': `Sentry sentry_key=${secrets.key}, sentry_version=x` }),
    ],
    [
      'a token that does not work',
      401,
      'bad x-sentry-auth header',
      'invalid_token',
      () => send(ENVELOPE, { authorization: 'Bearer nonsense' }),
    ],
    [
      'a later version',
      400,
      'unsupported protocol version (8)',
      'unsupported_protocol',
      () => send(`${ENVELOPE}?sentry_key=${secrets.key}&sentry_version=8`),
    ],
    [
      'a key of another form',
      400,
      'bad sentry DSN public key',
      'malformed_ingest_key',
      () => send(`${ENVELOPE}?sentry_key=ABC`),
    ],
    [
      'a token as key',
      400,
      'bad sentry DSN public key',
      'malformed_ingest_key',
      () => send(`${ENVELOPE}?sentry_key=${secrets.write}`),
    ],
    [
      'a key of another form in the DSN',
      400,
      'bad sentry DSN public key',
      'malformed_ingest_key',
      () => send(TUNNEL, {}, dsn('abc', 1)),
    ],
    [
      'an unknown key',
      403,
      'event submission rejected with_reason: ProjectKey',
      'invalid_ingest_key',
      () => send(`${ENVELOPE}?sentry_key=${secrets.unknown}`),
    ],
    [
      'an ended key',
      403,
      'event submission rejected with_reason: ProjectKey',
      'invalid_ingest_key',
      () => send(`${ENVELOPE}?sentry_key=${secrets.endedKey}`),
    ],
    [
      'an unknown key in the DSN',
      403,
      'event submission rejected with_reason: ProjectKey',
      'invalid_ingest_key',
      () => send(TUNNEL, {}, dsn(secrets.unknown, 1)),
    ],
    [
      'a token that may not',
      403,
      'event submission rejected with_reason: ProjectKey',
      'forbidden',
      () => send(ENVELOPE, { authorization: `Bearer ${secrets.read}` }),
    ],
    [
      'another project’s key',
      403,
      'event submission rejected with_reason: ProjectId',
      'project_not_found',
      () => send(`${ENVELOPE}?sentry_key=${secrets.otherKey}`),
    ],
    [
      'no such project',
      403,
      'event submission rejected with_reason: ProjectId',
      'project_not_found',
      () => send(`/api/999/envelope/?sentry_key=${secrets.key}`),
    ],
    [
      'another project’s DSN',
      403,
      'event submission rejected with_reason: ProjectId',
      'project_not_found',
      () => send(ENVELOPE, {}, dsn(secrets.otherKey, 2)),
    ],
    [
      'a DSN whose key is another project’s',
      403,
      'event submission rejected with_reason: ProjectId',
      'project_not_found',
      () => send(TUNNEL, {}, dsn(secrets.key, 2)),
    ],
    [
      'a project by name',
      400,
      'bad project path parameter',
      'invalid_project_number',
      () => send(`/api/default/envelope/?sentry_key=${secrets.key}`),
    ],
    [
      'a DSN that is none',
      401,
      'bad envelope authentication header',
      'invalid_dsn',
      () => send(TUNNEL, {}, good({ dsn: 'nonsense' })),
    ],
    [
      'a DSN without a key',
      401,
      'bad envelope authentication header',
      'invalid_dsn',
      () => send(TUNNEL, {}, good({ dsn: 'https://host/1' })),
    ],
    [
      'a DSN without a project',
      401,
      'bad envelope authentication header',
      'invalid_dsn',
      () => send(TUNNEL, {}, good({ dsn: `https://${secrets.key}@host/` })),
    ],
    [
      'an empty body',
      400,
      'empty request body',
      'empty_body',
      () => send(`${ENVELOPE}?sentry_key=${secrets.key}`, {}, Buffer.alloc(0)),
    ],
  ];
  it.each(cases)('%s: %s %s', async (_, status, detail, code, ask) => {
    const answer = await ask();
    expect([answer.status, answer.body]).toEqual([status, { detail }]);
    expect(answer.headers.get('x-sentry-error')).toBe(code);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(store.uploads).toEqual([]);
    expect(store.events.map(({ source, outcome, reason }) => [source, outcome, reason])).toEqual([
      ['sentry', 'dropped', code],
    ]);
  });

  it('a stranger’s body that is larger than a stranger’s may be', async () => {
    const large = buildEnvelope([{ type: 'session', payload: 'x'.repeat(11_000) }], {
      dsn: `https://${secrets.key}@h/1`,
    });
    expect((await send(TUNNEL, {}, large)).status).toBe(413);
    expect((await send(`${ENVELOPE}?sentry_key=${secrets.key}`, {}, large)).status).toBe(200);
  });
});

describe('on a trusted listener', () => {
  beforeAll(() => {
    markListener(app.server, { kind: 'tcp', trusted: true });
  });
  afterAll(() => {
    markListener(app.server, { kind: 'tcp', trusted: false });
  });

  it('nothing at all is taken into its project', async () => {
    expect((await send(ENVELOPE)).status).toBe(200);
    expect((await send(TUNNEL)).status).toBe(200);
    expect((await send('/api/2/envelope/')).status).toBe(403);
    expect((await send(ENVELOPE, {}, Buffer.alloc(0))).status).toBe(400);
  });

  it('but not from a page, and not with a DSN that is wrong', async () => {
    expect((await send(ENVELOPE, { origin: 'https://evil.example' })).status).toBe(401);
    expect((await send(ENVELOPE, {}, dsn(secrets.unknown, 1))).status).toBe(403);
    expect((await send(ENVELOPE, {}, good({ dsn: 'nonsense' }))).status).toBe(401);
    expect((await send(TUNNEL, {}, dsn(secrets.key, 2))).status).toBe(403);
    expect(store.uploads).toEqual([]);
  });
});

it.each([ENVELOPE, '/api/1/envelope', TUNNEL, `${TUNNEL}/`])('a page may ask first: OPTIONS %s', async (url) => {
  const { statusCode, headers } = await app.inject({
    method: 'OPTIONS',
    url,
    headers: { origin: 'https://shop.example' },
  });
  expect(statusCode).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': expect.stringContaining('x-sentry-auth'),
    'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
  });
});
