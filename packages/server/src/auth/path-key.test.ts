import fc from 'fast-check';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutPathKey, rewritePathKey } from './path-key.ts';
import { registerAuth } from './register-auth.ts';
import { type AuthFixture, bearer, startAuthFixture } from './testing/auth-fixture.ts';

const key = 'a1'.repeat(16);
const served = (segment: string) => ['info', 'profiling', 'v0.7', 'telemetry', 'api'].includes(segment);

describe('cutPathKey', () => {
  const cases: readonly [string, string, string | undefined][] = [
    [`/t/${key}/profiling/v1/input`, '/profiling/v1/input', key],
    [`/t/${key}/profiling/v1/input?a=/t/b`, '/profiling/v1/input?a=/t/b', key],
    [`/t/${key}//profiling/v1/input`, '/profiling/v1/input', key],
    [`/t/${key}`, '/', key],
    [`/t/${key}?x=1`, '/?x=1', key],
    [`/t/${key}/`, '/', key],
    [`/%74/${key}/info`, '/info', key],
    [`/T/${key}/info`, '/info', key],
    [`/t/${key}/t/${key}/info`, `/t/${key}/info`, key],
    ['/t/acme/profiling/v1/input', '/profiling/v1/input', 'acme'],
    ['/t/info', '/info', undefined],
    ['/t/info?x=1', '/info?x=1', undefined],
    ['/t/profiling/v1/input', '/profiling/v1/input', undefined],
    ['/t/v0.7/config', '/v0.7/config', undefined],
    ['/t/', '/t/', undefined],
    ['/t', '/t', undefined],
    ['/tea/cup', '/tea/cup', undefined],
    ['/info', '/info', undefined],
    ['*', '*', undefined],
  ];
  it.each(cases)('%s', (url, cut, found) => {
    expect(cutPathKey(url, served)).toEqual({ url: cut, key: found });
  });

  it('never leaves the key in what goes on, whatever follows it', () => {
    const tail = fc.stringMatching(/^[!-~]{0,40}$/).filter((text) => !text.includes(key));
    fc.assert(
      fc.property(tail, (rest) => {
        const cut = cutPathKey(`/t/${key}/${rest}`, served);
        expect(cut.url).not.toContain(key);
        expect(cut.url.startsWith('/')).toBe(true);
      }),
    );
  });
});

describe('the path prefix on a server', () => {
  let fixture: AuthFixture;
  beforeAll(async () => {
    fixture = await startAuthFixture();
  });
  afterAll(() => fixture.close());
  const upload = (prefix: string, headers: Record<string, string> = {}, on: 'plain' | 'trusted' = 'plain') =>
    fixture.ask(`${prefix}/profiling/v1/input?x=1`, { method: 'POST', headers, on });

  it('decides the project, before any other credential, and is seen by nobody afterwards', async () => {
    const { secrets } = fixture;
    const answer = await upload(`/t/${secrets.otherKey}`, bearer(secrets.key));
    expect(answer).toMatchObject({ status: 200, json: { caller: 'ingest-key', project: 'theirs' } });
    expect(answer.json).toMatchObject({ url: '/profiling/v1/input?x=1', originalUrl: '/profiling/v1/input?x=1' });
  });

  it('takes ingest keys only; a wrong one is refused on every route and listener', async () => {
    const { unknownKey, endedKey, write, admin, key: good } = fixture.secrets;
    for (const wrong of [unknownKey, endedKey, write, admin, good.toUpperCase(), 'acme']) {
      for (const on of ['plain', 'trusted'] as const) {
        expect(await upload(`/t/${wrong}`, bearer(good), on)).toMatchObject({
          status: 403,
          json: { code: 'invalid_ingest_key' },
        });
        for (const path of ['info', 'page', 'v1/projects', 'auth/link']) {
          expect((await fixture.ask(`/t/${wrong}/${path}`, { on })).status).toBe(403);
        }
      }
    }
  });

  it('stands in front of uploads and what their clients poll, nothing else', async () => {
    const prefix = `/t/${fixture.secrets.key}`;
    expect(await fixture.ask(`${prefix}/info`)).toMatchObject({ status: 200, json: { url: '/info' } });
    for (const path of ['/v1/projects', '/page', '/v1/projects/1/profiles', '/nowhere', '/auth/link', '']) {
      const answer = await fixture.ask(`${prefix}${path}`, { headers: bearer(fixture.secrets.admin) });
      expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
    }
  });

  it('answers as the bare address where a client lost the key', async () => {
    expect(await fixture.ask('/t/info')).toMatchObject({ status: 200, json: { url: '/info', originalUrl: '/info' } });
    expect((await upload('/t')).status).toBe(401);
    expect(await upload('/t', {}, 'trusted')).toMatchObject({ status: 200, json: { caller: 'trusted' } });
  });

  it('leaves no trace of a key, right or wrong, in what fastify logs', async () => {
    const lines: string[] = [];
    const app = fastify({
      rewriteUrl: rewritePathKey,
      logger: { level: 'trace', stream: { write: (line: string) => void lines.push(line) } },
    });
    registerAuth(app, { catalog: fixture.catalog });
    app.post('/profiling/v1/input', { config: { access: { kind: 'ingest' } } }, async () => {
      throw new Error('out of luck');
    });
    const { secrets } = fixture;
    for (const sent of [secrets.key, secrets.unknownKey, secrets.write, 'canary-in-the-path']) {
      for (const path of ['profiling/v1/input?x=1', 'nowhere', '', '%zz', '?y=%']) {
        const { body } = await app.inject({ method: 'POST', url: `/t/${sent}/${path}` });
        expect(body).not.toContain(sent);
        expect(lines.join('')).not.toContain(sent);
      }
    }
    expect(lines.join('')).toContain('out of luck');
    await app.close();
  });
});
