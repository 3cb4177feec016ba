import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, type HttpRequest, httpRequest } from './harness/http-request.ts';
import { sentryChunk, sentryProfile } from './harness/sentry-envelope.ts';
import { waitUntil } from './harness/wait-until.ts';
import { type Caller, makeCallers } from './tenants/callers.ts';
import {
  envelopePath,
  type GuardedRoute,
  guardedRoutes,
  ingestPaths,
  otlpPaths,
  publicPaths,
  pushPath,
  stubPaths,
  suffices,
} from './tenants/routes.ts';

/** In the name of everything that only `default` may show. */
const SECRET = 'tenant-wall-canary';
const APP = `${SECRET}-app`;

let server: HearthServer;
let untrusted: HearthServer;
let api: HearthApi;
let callers: readonly Caller[];
let names: Readonly<Record<string, string>>;
let uploads = 0;

beforeAll(async () => {
  server = await HearthServer.start();
  untrusted = await HearthServer.start({ args: ['--trusted', 'false'] });
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
  callers = await makeCallers(api);
  expect((await upload('/profiling/v1/input')).status).toBe(200);
  const [profile] = await waitUntil(
    async () => {
      const listed = await api.listProfiles('default');
      return listed.length === 1 && listed;
    },
    { what: 'the upload to be listed' },
  );
  const keys = await api.json<readonly { public: string; projectId: number }[]>(
    '/api/0/projects/default/default/keys/',
  );
  const [{ public: key, projectId } = { public: '', projectId: 0 }] = keys;
  const [chunk, transactionProfile] = [sentryChunk({ app: APP }), sentryProfile({ app: APP })];
  for (const { body } of [chunk, transactionProfile]) {
    const path = `/api/${projectId}/envelope/?sentry_key=${key}&sentry_version=7`;
    expect((await ask(path, { method: 'POST', body })).status).toBe(200);
  }
  await waitUntil(async () => (await api.listProfiles('default')).length === 3, { what: 'the envelopes to be listed' });
  names = {
    project: 'default',
    profile: profile?.id ?? '',
    app: APP,
    key: '0'.repeat(32),
    capture: '0'.repeat(32),
    link: '0'.repeat(16),
    pin: '0'.repeat(16),
    pipeline: 'no-such-pipeline',
    realKey: key,
    projectNumber: String(projectId),
    chunk: chunk.id,
    session: chunk.sessionId,
    transactionProfile: transactionProfile.id,
    version: `${APP}@1.4.2`,
  };
});

afterAll(async () => {
  await Promise.all([server.dispose(), untrusted.dispose()]);
});

describe('the table of routes', () => {
  it('has every route of the OpenAPI document', async () => {
    const document = await api.json<{ paths: Record<string, Record<string, unknown>> }>('/api/v1/openapi.json');
    const shape = (method: string, path: string): string =>
      `${method.toUpperCase()} ${path.split('?')[0]?.replace(/\{[^}]*\}|999999/g, '{}')}`;
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => shape(method, path.startsWith('/api/v1') ? path : `/api/v1${path}`)),
    );
    const known = [
      ...guardedRoutes.map(({ method, path }) => shape(method, path)),
      ...publicPaths.map((path) => shape('GET', path)),
      shape('POST', pushPath),
    ];
    expect(documented.length).toBeGreaterThan(10);
    expect(documented.filter((route) => !known.includes(route))).toEqual([]);
  });
});

describe.each(guardedRoutes)('$method $path', (route) => {
  it('answers each caller as the table says, and nothing leaks', async () => {
    for (const caller of callers) {
      const answer = await call(route, caller.authorization, names);
      const who = `${caller.name}: ${answer.text.slice(0, 200)}`;
      const outside = route.outside ?? (route.path.includes('{project}') ? 404 : undefined);
      if (caller.scope === undefined) expectRefusal(answer, route, 401, who);
      else if (!suffices(caller.scope, route.anyOf)) expectRefusal(answer, route, 403, who);
      else if (caller.reach === 'shop' && outside !== undefined) expectRefusal(answer, route, outside, who);
      else if (caller.reach === 'shop') {
        expect(answer.status, who).toBe(route.ok);
        expectNoLeak(answer, who);
      } else expectLetIn(answer, route, who);
    }
  });

  it('gives no page of another site a way to read it', async () => {
    const answer = await call(route, undefined, names, { origin: 'http://evil.example' });
    expectRefusal(answer, route, 401, 'a page');
    const allowed = await call(route, `Bearer ${server.adminToken}`, names, { origin: 'http://evil.example' });
    expect(allowed.headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await ask(fill(route.path, names), {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': route.method },
    });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('believes no proxy header', async () => {
    const claims = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', forwarded: 'for=127.0.0.1' };
    const rewritten = { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz', 'x-http-method-override': 'GET' };
    for (const headers of [claims, rewritten, { 'x-scope-orgid': 'default' }]) {
      expectRefusal(await call(route, undefined, names, headers), route, 401, JSON.stringify(headers));
    }
  });
});

describe.each(guardedRoutes.filter(({ path }) => path.includes('{project}')))('$method $path', (route) => {
  it('does not tell what exists from what does not', async () => {
    const none = { ...names, project: 'no-such-project' };
    for (const caller of callers.filter(({ reach, scope }) => reach === 'shop' || scope === undefined)) {
      const existing = await call(route, caller.authorization, names);
      const missing = await call(route, caller.authorization, none);
      expect({ caller: caller.name, status: existing.status, text: existing.text }).toEqual({
        caller: caller.name,
        status: missing.status,
        text: missing.text.replaceAll('no-such-project', 'default'),
      });
    }
  });
});

describe('uploads', () => {
  it.each(ingestPaths)('%s takes them from who may write', async (path) => {
    for (const caller of callers) {
      const headers = caller.authorization === undefined ? {} : { authorization: caller.authorization };
      const { status, text } = await upload(path, { headers });
      const expected = caller.authorization === undefined ? 200 : expectedUpload(caller);
      expect({ caller: caller.name, status }, text).toEqual({ caller: caller.name, status: expected });
    }
  });

  it('are pushed into no project of others', async () => {
    for (const caller of callers) {
      const headers = { ...(caller.authorization && { authorization: caller.authorization }) };
      const body = Buffer.from(generatedPprof({ seed: ++uploads }).content);
      const { status, text } = await ask(fill(pushPath, names), { method: 'POST', headers, body });
      const mayWrite = caller.scope !== undefined && suffices(caller.scope, ['ingest']);
      const expected =
        caller.authorization === undefined ? 201 : expectedUpload(caller) === 200 ? 201 : expectedUpload(caller);
      const isOutside = mayWrite && caller.reach === 'shop';
      expect({ caller: caller.name, status }, text).toEqual({
        caller: caller.name,
        status: isOutside ? 404 : expected,
      });
    }
  });

  it.each([
    ['x-forwarded-for', '10.0.0.1'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', 'for=10.0.0.1'],
    ['via', '1.1 proxy'],
    ['x-real-ip', '10.0.0.1'],
    ['origin', 'http://evil.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['host', 'hearth.example.com'],
    ['host', '192.168.0.1:4040'],
  ])('without a credential are refused with %s: %s', async (name, value) => {
    const { status } = await upload('/profiling/v1/input', { headers: { [name]: value } });
    expect(status).toBe(401);
  });

  it('without a credential are refused where nobody is trusted', async () => {
    expect((await upload('/profiling/v1/input', {}, untrusted.url)).status).toBe(401);
    const key = await new HearthApi(untrusted.url, untrusted.adminToken).ingestKey('default', 'default');
    expect((await upload(`/t/${key}/profiling/v1/input`, {}, untrusted.url)).status).toBe(200);
    const foreign = { 'dd-api-key': '0123456789abcdef0123456789abcdef' };
    expect((await upload('/profiling/v1/input', { headers: foreign }, untrusted.url)).status).toBe(403);
  });

  it('with a wrong key of ours are refused even where anybody is trusted', async () => {
    const wrong = 'f'.repeat(32);
    expect((await upload(`/t/${wrong}/profiling/v1/input`)).status).toBe(403);
    expect(
      (await upload('/profiling/v1/input', { headers: { 'x-sentry-auth': `Sentry sentry_key=${wrong}` } })).status,
    ).toBe(403);
    expect((await upload(`/profiling/v1/input?sentry_key=${wrong}`)).status).toBe(403);
    const basic = Buffer.from(`hearth:${wrong}`).toString('base64');
    expect((await upload('/profiling/v1/input', { headers: { authorization: `Basic ${basic}` } })).status).toBe(403);
  });

  it("with another vendor's key are taken where anybody is trusted", async () => {
    const basic = Buffer.from('11111111-2222-3333-4444-555555555555:0123456789abcdef').toString('base64');
    expect((await upload('/profiling/v1/input', { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
    expect((await upload('/profiling/v1/input', { headers: { 'dd-api-key': 'someones-datadog-key' } })).status).toBe(
      200,
    );
    expect(await api.metric('hearth_ingest_foreign_keys_total')).toBe(2);
  });

  it('go where the credential says, whatever headers and tags say', async () => {
    const key = await api.ingestKey('default', 'shop');
    const tags = { project_id: 'default', project: 'default' };
    const headers = { 'x-scope-orgid': 'default' };
    expect((await upload(`/t/${key}/profiling/v1/input`, { headers }, server.url, 'astray', tags)).status).toBe(200);
    await waitUntil(async () => (await api.listProfiles('shop', { app: 'astray' })).length === 1, {
      what: 'the upload to be listed in its project',
    });
    expect(await api.listProfiles('default', { app: 'astray' })).toEqual([]);
  });
});

describe('OTLP profiles', () => {
  /** A request without profiles: who may send it is told before it is read. */
  const send = (path: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' });

  it.each(otlpPaths)('%s takes them from who may write', async (path) => {
    for (const caller of callers) {
      const { status, text } = await send(path, {
        ...(caller.authorization && { authorization: caller.authorization }),
      });
      const expected = caller.authorization === undefined ? 200 : expectedUpload(caller);
      expect({ caller: caller.name, status }, text).toEqual({ caller: caller.name, status: expected });
    }
  });

  it.each(otlpPaths)("%s: a tenant's name chooses no project of others", async (path) => {
    for (const caller of callers.filter(({ authorization }) => authorization !== undefined)) {
      const { status, text } = await send(path, {
        authorization: caller.authorization!,
        'x-scope-orgid': 'default',
      });
      const isOutside = expectedUpload(caller) === 200 && caller.reach === 'shop';
      expect({ caller: caller.name, status }, text).toEqual({
        caller: caller.name,
        status: isOutside ? 403 : expectedUpload(caller),
      });
    }
  });
});

describe("Grafana's questions", () => {
  it("are about no project of others, whatever a tenant's name says", async () => {
    for (const path of ['/pyroscope/label-values?label=service_name', '/api/v1/status/buildinfo']) {
      for (const caller of callers.filter(({ authorization }) => authorization !== undefined)) {
        const headers = { authorization: caller.authorization!, 'x-scope-orgid': 'default' };
        const answer = await ask(path, { headers });
        const mayRead = caller.scope !== undefined && suffices(caller.scope, ['project:read']);
        const expected = caller.scope === undefined ? 401 : mayRead && caller.reach !== 'shop' ? 200 : 403;
        expect({ caller: caller.name, status: answer.status }).toEqual({ caller: caller.name, status: expected });
        if (expected !== 200) expectNoLeak(answer, caller.name);
      }
    }
  });
});

describe('envelopes', () => {
  const wrong = 'f'.repeat(32);
  const send = (path: string, headers: Readonly<Record<string, string>> = {}, url = server.url) =>
    httpRequest(url + path, { method: 'POST', headers, body: sentryChunk({ app: APP }).body });
  /** Every way in which an SDK can carry a key. */
  const carriers = (key: string): readonly (readonly [query: string, headers: Readonly<Record<string, string>>])[] => [
    [`?sentry_version=7&sentry_key=${key}`, {}],
    ['', { 'x-sentry-auth': `Sentry sentry_key=${key}, sentry_version=7` }],
    ['', { authorization: `Sentry sentry_key=${key}, sentry_version=7` }],
    ['', { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }],
  ];

  it('are taken from who may write, into no project of others', async () => {
    for (const caller of callers) {
      const headers = caller.authorization === undefined ? {} : { authorization: caller.authorization };
      const { status, text } = await send(fill(envelopePath, names), headers);
      const mayWrite = caller.scope !== undefined && suffices(caller.scope, ['ingest']);
      const expected = mayWrite && caller.reach === 'shop' ? 403 : expectedUpload(caller);
      expect({ caller: caller.name, status }, text).toEqual({
        caller: caller.name,
        status: caller.authorization === undefined ? 200 : expected,
      });
    }
  });

  it("with the key of another project are refused, whatever carries it, and say no more than a project's absence", async () => {
    const shopKey = await api.ingestKey('default', 'shop');
    for (const [query, headers] of carriers(shopKey)) {
      const other = await send(fill(envelopePath, names) + query, headers);
      const absent = await send(`/api/999999/envelope/${query}`, headers);
      expect(other).toMatchObject({ status: 403, text: absent.text });
      expect(JSON.parse(other.text)).toEqual({ detail: 'event submission rejected with_reason: ProjectId' });
      expectNoLeak(other, query);
    }
    const dsn = `http://${shopKey}@127.0.0.1/${names['projectNumber']}`;
    const body = sentryChunk({ app: APP, headers: { dsn } }).body;
    for (const path of ['/sentry/tunnel', fill(envelopePath, names)]) {
      expect((await ask(path, { method: 'POST', body })).status).toBe(403);
    }
    const arrived = await api.listProfiles('shop', { app: APP });
    expect(arrived.filter(({ source }) => source === 'sentry')).toEqual([]);
  });

  it('with a wrong key are refused even where anybody is trusted', async () => {
    for (const url of [server.url, untrusted.url]) {
      for (const [query, headers] of carriers(wrong)) {
        const { status, text } = await send(fill(envelopePath, names) + query, headers, url);
        expect({ query, headers, status }, text).toMatchObject({ status: 403 });
      }
    }
  });

  it('without a key are refused where nobody is trusted', async () => {
    const { status, text } = await send(fill(envelopePath, names), {}, untrusted.url);
    expect({ status, text }).toEqual({ status: 401, text: '{"detail":"missing authorization information"}' });
    const page = { origin: 'http://evil.example' };
    expect((await send(fill(envelopePath, names), page)).status).toBe(401);
  });

  it('with two credentials are refused', async () => {
    const query = `?sentry_key=${names['realKey']}`;
    const headers = { 'x-sentry-auth': `Sentry sentry_key=${names['realKey']}` };
    const { status, text } = await send(fill(envelopePath, names) + query, headers);
    expect({ status, text }).toEqual({ status: 401, text: '{"detail":"multiple authorization payloads detected"}' });
  });

  it('come from pages of any origin, which read nothing but the answer', async () => {
    const page = { origin: 'http://shop.example' };
    const preflight = await ask(fill(envelopePath, names), {
      method: 'OPTIONS',
      headers: { ...page, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-sentry-auth' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('*');
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    const sent = await send(`${fill(envelopePath, names)}?sentry_version=7&sentry_key=${names['realKey']}`, page);
    expect(sent.status).toBe(200);
    expect(sent.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('what needs no credential', () => {
  it('shows nothing of a tenant', async () => {
    for (const path of publicPaths) {
      const answer = await ask(path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      expectNoLeak(answer, path);
    }
    for (const path of stubPaths) {
      const { status } = await ask(path, { method: 'POST', body: '{}' });
      expect({ path, status }).toEqual({ path, status: 200 });
    }
    // The application is public, what it shows is not: it asks for everything with the session's cookie.
    const page = await ask('/');
    expect(page.status).toBe(200);
    expectNoLeak(page, '/');
  });

  it('answers an unknown address alike, whoever asks', async () => {
    for (const { authorization } of callers) {
      const answer = await ask('/api/v1/no/such/address', { headers: { ...(authorization && { authorization }) } });
      expect(answer.status).toBe(404);
    }
  });
});

describe('a browser session', () => {
  it('works once from its link, and not from another site', async () => {
    const { path } = await api.json<{ path: string }>('/auth/links', { method: 'POST' });
    const signedIn = await ask(path);
    expect(signedIn.status).toBe(303);
    const cookieHeader = String(signedIn.headers['set-cookie']);
    expect(cookieHeader).toMatch(/HttpOnly/i);
    expect(cookieHeader).toMatch(/SameSite/i);
    const cookie = cookieHeader.split(';')[0] ?? '';
    expect((await ask(path)).status).toBe(401);

    const listing = '/api/v1/projects/default/profiles';
    expect((await ask(listing, { headers: { cookie } })).status).toBe(200);
    expect((await ask('/', { headers: { cookie } })).status).toBe(200);
    const evil = { cookie, origin: 'http://evil.example' };
    expect((await ask(listing, { headers: evil })).status).toBe(403);
    expect((await ask(listing, { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const json = { 'content-type': 'application/json' };
    const project = { method: 'POST', body: JSON.stringify({ name: 'x' }) };
    expect((await ask('/api/v1/projects', { ...project, headers: { ...json, ...evil } })).status).toBe(403);
    expect((await ask('/api/v1/projects', { ...project, headers: { ...json, cookie } })).status).toBe(403);
    const own = { ...json, cookie, origin: server.url };
    expect(
      (await ask('/auth/logout', { method: 'POST', headers: { cookie, origin: 'http://evil.example' } })).status,
    ).toBe(403);
    expect((await ask('/auth/logout', { method: 'POST', headers: own, body: '{}' })).status).toBe(204);
    expect((await ask(listing, { headers: { cookie } })).status).toBe(401);
  });
});

const ask = (path: string, request: HttpRequest = {}): Promise<HttpAnswer> => httpRequest(server.url + path, request);

const fill = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));

function call(
  { method, path, body }: GuardedRoute,
  authorization: string | undefined,
  values: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  return ask(fill(path, values), {
    method,
    headers: {
      ...(authorization && { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function upload(
  path: string,
  request: HttpRequest = {},
  url = server.url,
  app = APP,
  tags: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  uploads++;
  const endMs = Date.now();
  const { contentType, body } = datadogUpload({
    app,
    runtimeId: `tenants-${uploads}`,
    startMs: endMs - 10_000,
    endMs,
    attachments: [{ name: 'cpu.pprof', content: generatedPprof({ seed: 1 }).content }],
    tags,
  });
  return httpRequest(url + path, {
    ...request,
    method: 'POST',
    headers: { 'content-type': contentType, ...request.headers },
    body,
  });
}

/** Of one who carries an `Authorization`. */
function expectedUpload({ scope }: Caller): number {
  if (scope === undefined) return 401;
  return suffices(scope, ['ingest']) ? 200 : 403;
}

/** Upsun's face says an empty 403 to everybody who may not ask; the others tell who from what. */
function expectRefusal(answer: HttpAnswer, { face }: GuardedRoute, status: 401 | 403 | 404, who: string): void {
  expect(answer.status, who).toBe(face === 'upsun' ? 403 : status);
  if (face === 'upsun') expect(answer.text, who).toBe('');
  if (face === 'sentry') {
    const details = {
      401: ['Authentication credentials were not provided.', 'Invalid token'],
      403: ['You do not have permission to perform this action.'],
      404: ['The requested resource does not exist'],
    } as const;
    expect(Object.keys(JSON.parse(answer.text) as object), who).toEqual(['detail']);
    expect(details[status], who).toContain((JSON.parse(answer.text) as { detail: string }).detail);
  }
  if (face === 'hearth') {
    const code = (JSON.parse(answer.text) as { code: string }).code;
    const codes = {
      401: ['unauthenticated', 'invalid_token'],
      403: ['forbidden'],
      404: ['project_not_found'],
    } as const;
    expect(codes[status], who).toContain(code);
  }
  expectNoLeak(answer, who);
}

function expectLetIn(answer: HttpAnswer, { ok, face }: GuardedRoute, who: string): void {
  expect(answer.status, who).toBe(ok);
  if (ok === 404 && face === 'hearth') expect(answer.text, who).not.toContain('project_not_found');
}

function expectNoLeak({ text, headers }: HttpAnswer, who: string): void {
  const all = text + JSON.stringify(headers);
  for (const secret of [SECRET, names['realKey'] ?? '', names['profile'] ?? '', server.adminToken]) {
    expect(all, who).not.toContain(secret);
  }
  expect(all, who).not.toMatch(/node_modules|at .*\.[jt]s:\d+/);
}
