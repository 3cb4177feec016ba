import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthFixture, bearer, startAuthFixture } from './testing/auth-fixture.ts';

describe('a browser session', () => {
  let fixture: AuthFixture;
  beforeAll(async () => {
    fixture = await startAuthFixture();
  });
  afterAll(() => fixture.close());

  const newLink = async (secret: string): Promise<string> => {
    const answer = await fixture.ask('/auth/links', { method: 'POST', headers: bearer(secret) });
    expect(answer.status).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    return String(answer.json['path']);
  };
  const cookieOf = (setCookie: readonly string[] | undefined): string => setCookie?.[0]?.split(';')[0] ?? '';

  it('begins with a link that works once, and leads to the page', async () => {
    const link = await newLink(fixture.secrets.read);
    expect((await fixture.ask(link, { method: 'HEAD' })).status).toBe(404);
    const answer = await fixture.ask(link);
    expect(answer).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^hearth_session=hearth_session_[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209\d{3}$/,
    );
    const cookie = cookieOf(answer.headers['set-cookie']);
    expect(await fixture.ask('/page', { headers: { cookie } })).toMatchObject({ json: { caller: 'session' } });
    expect(await fixture.ask('/v1/projects', { headers: { cookie } })).toMatchObject({ json: { caller: 'session' } });

    const again = await fixture.ask(link);
    expect(again).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(await fixture.ask(link, { headers: { cookie } })).toMatchObject({ status: 303 });
  });

  it('is Secure when the browser speaks https', async () => {
    const link = await newLink(fixture.secrets.read);
    const answer = await fixture.ask(link, { headers: { 'x-forwarded-proto': 'https' } });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  it('refuses codes that are none', async () => {
    for (const query of [
      '',
      '?code=',
      '?code=x',
      `?code=${'x'.repeat(5_000)}`,
      '?code=a&code=b',
      `?code=${fixture.secrets.admin}`,
    ]) {
      expect(await fixture.ask(`/auth/link${query}`)).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
    }
  });

  it('may do what its token may, from our own page', async () => {
    const cookie = await fixture.signIn(['project:write']);
    const own = { cookie, 'sec-fetch-site': 'same-origin' };
    const put = (headers: Record<string, string>, project = 'default', method = 'PUT') =>
      fixture.ask(`/v1/projects/${project}`, { method, headers });
    expect(await put(own)).toMatchObject({ status: 200, json: { caller: 'session', project: 'default' } });
    expect(await put({ cookie, host: 'h.example', origin: 'https://h.example' })).toMatchObject({ status: 200 });
    expect(await put({ cookie, host: '10.0.0.5', origin: 'https://hearth.example' })).toMatchObject({ status: 200 });
    expect(await put(own, 'theirs')).toMatchObject({ status: 404, json: { code: 'project_not_found' } });
    expect(await put(own, 'default', 'DELETE')).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect(await put({ cookie, ...headers })).toMatchObject({ status: 403, json: { code: 'csrf' } });
    }
  });

  it('gives way to a token that is sent along', async () => {
    const cookie = await fixture.signIn(['org:admin']);
    const { read, revoked } = fixture.secrets;
    expect(await fixture.ask('/page', { headers: { cookie, ...bearer(read) } })).toMatchObject({
      json: { caller: 'token' },
    });
    expect(await fixture.ask('/page', { headers: { cookie, ...bearer(revoked) } })).toMatchObject({ status: 401 });
  });

  it('ends by signing out, from our own page only', async () => {
    const cookie = await fixture.signIn(['project:read']);
    const logout = (headers: Record<string, string>) => fixture.ask('/auth/logout', { method: 'POST', headers });
    expect(await logout({ cookie, origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      json: { code: 'csrf' },
    });
    const answer = await logout({ cookie, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']?.[0]).toContain('Max-Age=0');
    expect(await fixture.ask('/v1/projects', { headers: { cookie } })).toMatchObject({ status: 401 });
    expect(await logout({ cookie, 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 401 });
    expect(await logout(bearer(fixture.secrets.admin))).toMatchObject({ status: 401 });
  });

  it('cannot be begun by an ingest key', async () => {
    const answer = await fixture.ask('/auth/links', { method: 'POST', headers: bearer(fixture.secrets.key) });
    expect(answer).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });
});
