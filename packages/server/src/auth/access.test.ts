import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { registerAuth } from './register-auth.ts';
import { routeTable } from './route-table.ts';
import {
  type Ask,
  type AuthFixture,
  basic,
  bearer,
  type SecretName,
  startAuthFixture,
} from './testing/auth-fixture.ts';

let fixture: AuthFixture;
beforeAll(async () => {
  fixture = await startAuthFixture();
});
afterAll(() => fixture.close());

const listeners = ['plain', 'unmarked', 'trusted', 'unix'] as const;

/** `200 caller project` or `status code`. */
const outcome = async (url: string, how: Ask): Promise<string> => {
  const { status, json } = await fixture.ask(url, how);
  if (status !== 200) return `${String(status)} ${String(json['code'])}`;
  return ['200', json['caller'], json['organization'], json['project']].filter((part) => part !== undefined).join(' ');
};

describe('routes by scope with a header that names a project', () => {
  const cases: readonly [string, SecretName, string][] = [
    ['', 'read', '200 token default'],
    ['default', 'boundRead', '200 token default'],
    ['uploads', 'read', '200 token uploads'],
    ['uploads', 'boundRead', '403 forbidden'],
    ['theirs', 'read', '403 forbidden'],
    ['theirs', 'admin', '200 token theirs'],
    ['nowhere', 'admin', '403 forbidden'],
    ['', 'otherAdmin', '200 token theirs'],
    ['', 'uploader', '403 forbidden'],
    ['default', 'key', '403 forbidden'],
    ['default', 'revoked', '401 invalid_token'],
  ];

  it.each(cases)('%j with %s: %s', async (named, secret, expected) => {
    const headers = { ...bearer(fixture.secrets[secret]), 'x-scope-orgid': named };
    expect(await outcome('/render', { headers })).toBe(expected);
  });

  it('let nobody in who has no credential, wherever they call from', async () => {
    for (const on of listeners) {
      expect(await outcome('/render', { on, headers: { 'x-scope-orgid': 'default' } })).toBe('401 unauthenticated');
    }
  });
});

describe('routes by scope', () => {
  const read = 'GET /v1/projects/default/profiles';
  const cases: readonly [string, SecretName, string][] = [
    [read, 'admin', '200 token default'],
    [read, 'read', '200 token default'],
    [read, 'boundRead', '200 token default'],
    [read, 'write', '200 token default'],
    [read, 'uploader', '403 forbidden'],
    [read, 'key', '403 forbidden'],
    [read, 'otherKey', '403 forbidden'],
    [read, 'otherAdmin', '404 project_not_found'],
    [read, 'revoked', '401 invalid_token'],
    [read, 'unknownToken', '401 invalid_token'],
    [read, 'unknownKey', '401 invalid_token'],
    ['GET /v1/projects/uploads/profiles', 'read', '200 token uploads'],
    ['GET /v1/projects/uploads/profiles', 'boundRead', '404 project_not_found'],
    ['GET /v1/projects/3/profiles', 'otherAdmin', '200 token theirs'],
    ['GET /v1/projects/3/profiles', 'read', '404 project_not_found'],
    ['GET /v1/projects/3/profiles', 'admin', '200 token theirs'],
    ['PUT /v1/projects/default', 'read', '403 forbidden'],
    ['PUT /v1/projects/nowhere', 'read', '403 forbidden'],
    ['PUT /v1/projects/default', 'write', '200 token default'],
    ['DELETE /v1/projects/default', 'write', '403 forbidden'],
    ['DELETE /v1/projects/default', 'admin', '200 token default'],
    ['DELETE /v1/projects/default', 'otherAdmin', '404 project_not_found'],
    ['GET /v0/default', 'admin', '200 token default'],
    ['GET /v0/default', 'read', '403 forbidden'],
    ['GET /v0/default', 'otherAdmin', '404 not_found'],
    ['GET /v0/nowhere', 'otherAdmin', '404 not_found'],
    ['GET /v0/default/uploads', 'read', '200 token default uploads'],
    ['GET /v0/default/uploads', 'boundRead', '404 project_not_found'],
    ['GET /v0/other/uploads', 'admin', '404 project_not_found'],
    ['GET /v0/other/theirs', 'read', '404 project_not_found'],
    ['GET /v1/projects', 'read', '200 token'],
    ['GET /v1/projects', 'key', '403 forbidden'],
    ['GET /page', 'read', '200 token'],
    ['GET /page', 'revoked', '401 invalid_token'],
    ['GET /info', 'revoked', '200 anonymous'],
    [read, 'agent', '403 forbidden'],
    ['GET /v0/default', 'agent', '403 forbidden'],
    ['PUT /v1/projects/default', 'agent', '403 forbidden'],
    ['GET /page', 'agent', '200 token'],
  ];
  it.each(cases)('%s by %s: %s', async (route, name, expected) => {
    const [method = '', url = ''] = route.split(' ');
    const secret = fixture.secrets[name];
    for (const on of listeners) {
      expect(await outcome(url, { method, headers: bearer(secret), on })).toBe(expected);
      // Nothing about the way a request came adds to or takes from a right that a token gives.
      const proxied = {
        ...bearer(secret),
        origin: 'http://evil.example',
        'x-forwarded-for': '127.0.0.1',
        'sec-fetch-site': 'cross-site',
      };
      expect(await outcome(url, { method, headers: proxied, on })).toBe(expected);
    }
    expect(await outcome(url, { method, headers: basic('x', secret) })).toBe(
      expected.startsWith('401') && name === 'unknownKey' ? '403 invalid_ingest_key' : expected,
    );
  });

  it('lets nobody in without a credential, however near they are', async () => {
    for (const on of listeners) {
      for (const url of ['/v1/projects', '/v1/projects/default/profiles', '/v0/default', '/v0/default/default']) {
        expect(await outcome(url, { on })).toBe('401 unauthenticated');
        expect(await outcome(url, { on, headers: { 'dd-api-key': fixture.secrets.admin } })).toBe(
          '401 unauthenticated',
        );
        expect(await outcome(`${url}?token=${fixture.secrets.admin}`, { on })).toBe('401 unauthenticated');
      }
      expect(await outcome('/page', { on })).toBe('200 anonymous');
      expect(await outcome('/nowhere', { on })).toBe('404 not_found');
    }
  });
});

describe('the link of agents', () => {
  it('is open to bearer tokens of agents, and to nothing else', async () => {
    const { agent, admin, write, revoked, key } = fixture.secrets;
    for (const on of listeners) {
      expect(await outcome('/link', { on, headers: bearer(agent) })).toBe('200 token');
      expect(await outcome('/link', { on })).toBe('401 unauthenticated');
      expect(await outcome('/link', { on, headers: basic('x', agent) })).toBe('401 invalid_token');
      expect(await outcome('/link', { on, headers: bearer(revoked) })).toBe('401 invalid_token');
      for (const secret of [admin, write, key]) {
        expect(await outcome('/link', { on, headers: bearer(secret) })).toBe('403 forbidden');
      }
      expect(await outcome('/link', { on, headers: { cookie: await fixture.signIn(['org:admin']) } })).toBe(
        '401 unauthenticated',
      );
    }
  });

  it('is all that such a token opens: it uploads nothing', async () => {
    const { agent } = fixture.secrets;
    for (const on of listeners) {
      expect(await outcome('/profiling/v1/input', { on, method: 'POST', headers: bearer(agent) })).toBe(
        '403 forbidden',
      );
    }
  });
});

describe('what is refused', () => {
  /** All that a caller can tell one answer from another by. */
  const seen = async (url: string, how: Ask): Promise<unknown> => {
    const { status, headers, body } = await fixture.ask(url, how);
    const { date: _date, ...rest } = headers;
    return { status, headers: rest, body };
  };

  it('does not tell what exists from what does not: every route, credential, way to send it, listener', async () => {
    const pairs: readonly (readonly [string, string])[] = [
      ['theirs', 'absent'],
      ['3', '9'],
    ];
    const names: readonly SecretName[] = [
      'read',
      'write',
      'boundRead',
      'uploader',
      'agent',
      'key',
      'endedKey',
      'revoked',
      'unknownToken',
    ];
    const { secrets } = fixture;
    const credentials: readonly [string, Record<string, string>][] = [
      ['', {}],
      ...names.map((name): [string, Record<string, string>] => ['', bearer(secrets[name])]),
      ...names.map((name): [string, Record<string, string>] => ['', basic('x', secrets[name])]),
      ...names.map((name): [string, Record<string, string>] => [`/t/${secrets[name]}`, {}]),
    ];
    let compared = 0;
    for (const { method, url } of routeTable(fixture.app)) {
      if (!/:(?:project|organization)/.test(url)) continue;
      for (const [theirs, absent] of pairs) {
        for (const [prefix, headers] of credentials) {
          for (const on of ['plain', 'trusted'] as const) {
            const at = (ref: string) =>
              prefix + url.replace(':project', ref).replace(':organization', ref === theirs ? 'other' : 'absent');
            const exists = await seen(at(theirs), { method, headers, on });
            expect(exists).toEqual(await seen(at(absent), { method, headers, on }));
            expect(exists).toHaveProperty(
              'status',
              expect.toSatisfy((status: number) => status >= 400 && status < 500),
            );
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  it('never quotes a credential', async () => {
    for (const secret of Object.values(fixture.secrets)) {
      for (const how of [
        { headers: bearer(secret) },
        { headers: basic(secret, secret) },
        { headers: { 'dd-api-key': secret } },
      ]) {
        for (const url of [
          '/v1/projects/theirs/profiles',
          `/t/${secret}/nowhere`,
          `/api/3/envelope/?sentry_key=${secret}`,
        ]) {
          const answer = await fixture.ask(url, { method: url.startsWith('/api') ? 'POST' : 'GET', ...how });
          if (answer.status >= 400) expect(JSON.stringify(answer)).not.toContain(secret);
        }
      }
    }
  });
});

describe('every route of the table', () => {
  it('is there with its access, HEAD routes that fastify adds included', () => {
    const table = routeTable(fixture.app).map(({ method, url, access }) => `${method} ${url} ${access.kind}`);
    expect(table).toContain('GET /v1/projects scope');
    expect(table).toContain('HEAD /v1/projects scope');
    expect(table).toContain('POST /profiling/v1/input ingest');
    expect(table).toContain('GET /auth/link session-link');
    expect(table).not.toContain('HEAD /auth/link session-link');
  });

  it('answers strangers as its access says, on every listener', async () => {
    const expected = {
      public: [200],
      optional: [200],
      ingest: [401],
      scope: [401],
      agent: [401],
      session: [401],
      'session-link': [401],
    };
    for (const { method, url, access } of routeTable(fixture.app)) {
      for (const on of listeners) {
        const path = url.replaceAll(/:[a-z]+/g, 'default');
        // A page's request is a stranger's on the trusted listeners too.
        const { status } = await fixture.ask(path, { method, on, headers: { origin: 'https://evil.example' } });
        expect([method, url, on, status]).toEqual([method, url, on, expected[access.kind][0]]);
      }
    }
  });

  it('refuses every credential that does not work, wherever one is asked for', async () => {
    for (const { method, url, access } of routeTable(fixture.app)) {
      if (['public', 'session', 'session-link'].includes(access.kind)) continue;
      for (const name of ['revoked', 'unknownToken', 'endedKey', 'unknownKey'] as const) {
        for (const on of listeners) {
          const path = url.replaceAll(/:[a-z]+/g, 'default');
          const { status } = await fixture.ask(path, { method, on, headers: bearer(fixture.secrets[name]) });
          expect([method, url, name, status]).toEqual([method, url, name, 401]);
        }
      }
    }
  });
});

describe('registerAuth', () => {
  const bare = {} as Catalog;
  it('refuses a route that does not say who may use it', () => {
    const app = fastify();
    registerAuth(app, { catalog: bare });
    expect(() => app.get('/open', async () => 'x')).toThrow('Route GET /open has no config.access.');
    expect(() => {
      registerAuth(app, { catalog: bare });
    }).toThrow('twice');
  });

  it('refuses such a route inside a plugin, so that the server does not start', async () => {
    const app = fastify();
    registerAuth(app, { catalog: bare });
    void app.register(async (inner) => inner.post('/open', async () => 'x'), { prefix: '/deep' });
    await expect(app.ready()).rejects.toThrow('Route POST /deep/open has no config.access.');
  });

  it('shuts a route that was there before it', async () => {
    const app = fastify();
    app.get('/early', async () => 'secret');
    registerAuth(app, { catalog: bare });
    const { statusCode, body } = await app.inject('/early');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('secret');
  });

  it('decides before the body is read', async () => {
    const app = fastify();
    registerAuth(app, { catalog: bare });
    let parsed = false;
    app.addContentTypeParser('text/x', { parseAs: 'string' }, async () => {
      parsed = true;
      return '';
    });
    app.post('/in', { config: { access: { kind: 'ingest' } } }, async () => 'x');
    const answer = await app.inject({
      method: 'POST',
      url: '/in',
      payload: 'x',
      headers: { 'content-type': 'text/x' },
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('Authentication credentials were not provided.');
    expect(parsed).toBe(false);
  });
});
