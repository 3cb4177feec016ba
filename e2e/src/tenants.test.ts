import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedRoutes, publicPaths, pushPath, stubPaths, suffices } from './tenants/routes.ts';
import { fill, TenantStage } from './tenants/tenant-stage.ts';

let stage: TenantStage;

beforeAll(async () => {
  stage = await TenantStage.start();
});
afterAll(() => stage.dispose());

describe('the table of routes', () => {
  it('has every route of the OpenAPI document', async () => {
    const document = await stage.api.json<{ paths: Record<string, Record<string, unknown>> }>('/api/v1/openapi.json');
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
    for (const caller of stage.callers) {
      const answer = await stage.call(route, caller.authorization, stage.names);
      const who = `${caller.name}: ${answer.text.slice(0, 200)}`;
      const outside = route.outside ?? (route.path.includes('{project}') ? 404 : undefined);
      if (caller.scope === undefined) stage.expectRefusal(answer, route, 401, who);
      else if (!suffices(caller.scope, route.anyOf)) stage.expectRefusal(answer, route, 403, who);
      else if (caller.reach === 'shop' && outside !== undefined) stage.expectRefusal(answer, route, outside, who);
      else if (caller.reach === 'shop') {
        expect(answer.status, who).toBe(route.ok);
        stage.expectNoLeak(answer, who);
      } else stage.expectLetIn(answer, route, who);
    }
  });

  it('gives no page of another site a way to read it', async () => {
    const answer = await stage.call(route, undefined, stage.names, { origin: 'http://evil.example' });
    stage.expectRefusal(answer, route, 401, 'a page');
    const allowed = await stage.call(route, `Bearer ${stage.server.adminToken}`, stage.names, {
      origin: 'http://evil.example',
    });
    expect(allowed.headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await stage.ask(fill(route.path, stage.names), {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': route.method },
    });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('believes no proxy header', async () => {
    const claims = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', forwarded: 'for=127.0.0.1' };
    const rewritten = { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz', 'x-http-method-override': 'GET' };
    for (const headers of [claims, rewritten, { 'x-scope-orgid': 'default' }]) {
      stage.expectRefusal(
        await stage.call(route, undefined, stage.names, headers),
        route,
        401,
        JSON.stringify(headers),
      );
    }
  });
});

describe.each(guardedRoutes.filter(({ path }) => path.includes('{project}')))('$method $path', (route) => {
  it('does not tell what exists from what does not', async () => {
    const none = { ...stage.names, project: 'no-such-project' };
    for (const caller of stage.callers.filter(({ reach, scope }) => reach === 'shop' || scope === undefined)) {
      const existing = await stage.call(route, caller.authorization, stage.names);
      const missing = await stage.call(route, caller.authorization, none);
      expect({ caller: caller.name, status: existing.status, text: existing.text }).toEqual({
        caller: caller.name,
        status: missing.status,
        text: missing.text.replaceAll('no-such-project', 'default'),
      });
    }
  });
});

describe("Grafana's questions", () => {
  it("are about no project of others, whatever a tenant's name says", async () => {
    for (const path of ['/pyroscope/label-values?label=service_name', '/api/v1/status/buildinfo']) {
      for (const caller of stage.callers.filter(({ authorization }) => authorization !== undefined)) {
        const headers = { authorization: caller.authorization!, 'x-scope-orgid': 'default' };
        const answer = await stage.ask(path, { headers });
        const mayRead = caller.scope !== undefined && suffices(caller.scope, ['project:read']);
        const expected = caller.scope === undefined ? 401 : mayRead && caller.reach !== 'shop' ? 200 : 403;
        expect({ caller: caller.name, status: answer.status }).toEqual({ caller: caller.name, status: expected });
        if (expected !== 200) stage.expectNoLeak(answer, caller.name);
      }
    }
  });
});

describe('what needs no credential', () => {
  it('shows nothing of a tenant', async () => {
    for (const path of publicPaths) {
      const answer = await stage.ask(path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      stage.expectNoLeak(answer, path);
    }
    for (const path of stubPaths) {
      const { status } = await stage.ask(path, { method: 'POST', body: '{}' });
      expect({ path, status }).toEqual({ path, status: 200 });
    }
    // The application is public, what it shows is not: it asks for everything with the session's cookie.
    const page = await stage.ask('/');
    expect(page.status).toBe(200);
    stage.expectNoLeak(page, '/');
  });

  it('answers an unknown address alike, whoever asks', async () => {
    for (const { authorization } of stage.callers) {
      const answer = await stage.ask('/api/v1/no/such/address', {
        headers: { ...(authorization && { authorization }) },
      });
      expect(answer.status).toBe(404);
    }
  });
});

describe('a browser session', () => {
  it('works once from its link, and not from another site', async () => {
    const { path } = await stage.api.json<{ path: string }>('/auth/links', { method: 'POST' });
    const signedIn = await stage.ask(path);
    expect(signedIn.status).toBe(303);
    const cookieHeader = String(signedIn.headers['set-cookie']);
    expect(cookieHeader).toMatch(/HttpOnly/i);
    expect(cookieHeader).toMatch(/SameSite/i);
    const cookie = cookieHeader.split(';')[0] ?? '';
    expect((await stage.ask(path)).status).toBe(401);

    const listing = '/api/v1/projects/default/profiles';
    expect((await stage.ask(listing, { headers: { cookie } })).status).toBe(200);
    expect((await stage.ask('/', { headers: { cookie } })).status).toBe(200);
    const evil = { cookie, origin: 'http://evil.example' };
    expect((await stage.ask(listing, { headers: evil })).status).toBe(403);
    expect((await stage.ask(listing, { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const json = { 'content-type': 'application/json' };
    const project = { method: 'POST', body: JSON.stringify({ name: 'x' }) };
    expect((await stage.ask('/api/v1/projects', { ...project, headers: { ...json, ...evil } })).status).toBe(403);
    expect((await stage.ask('/api/v1/projects', { ...project, headers: { ...json, cookie } })).status).toBe(403);
    const own = { ...json, cookie, origin: stage.server.url };
    expect(
      (await stage.ask('/auth/logout', { method: 'POST', headers: { cookie, origin: 'http://evil.example' } })).status,
    ).toBe(403);
    expect((await stage.ask('/auth/logout', { method: 'POST', headers: own, body: '{}' })).status).toBe(204);
    expect((await stage.ask(listing, { headers: { cookie } })).status).toBe(401);
  });
});
