import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, type AuthFixture, basic, bearer, startAuthFixture } from './testing/auth-fixture.ts';

/** Uploads: credential x listener x headers, as a table. */
describe('uploads', () => {
  let fixture: AuthFixture;
  beforeAll(async () => {
    fixture = await startAuthFixture();
  });
  afterAll(() => fixture.close());
  beforeEach(() => {
    fixture.foreignKeys.length = 0;
  });

  /** What came of an upload: `kind -> project`, or `status code`. */
  const upload = async (how: Ask, url = '/profiling/v1/input'): Promise<string> => {
    const { status, json } = await fixture.ask(url, { method: 'POST', ...how });
    return status === 200
      ? `${String(json['caller'])} -> ${String(json['project'])}`
      : `${String(status)} ${String(json['code'])}`;
  };

  describe('with a header that names a project', () => {
    const named = (project: string, headers: Record<string, string>, on?: Ask['on']): Promise<string> =>
      upload({ headers: { ...headers, 'x-scope-orgid': project }, ...(on && { on }) }, '/ingest');

    it('chooses among the projects that the credential may use', async () => {
      const { admin, key, otherAdmin } = fixture.secrets;
      expect(await named('default', bearer(admin))).toBe('token -> default');
      expect(await named('default', basic('any', key))).toBe('ingest-key -> default');
      expect(await named('', bearer(key))).toBe('ingest-key -> default');
      expect(await named('theirs', bearer(admin))).toBe('token -> theirs');
      expect(await named('theirs', bearer(otherAdmin))).toBe('token -> theirs');
    });

    it('opens no other', async () => {
      const { uploader, key } = fixture.secrets;
      expect(await named('theirs', bearer(uploader))).toBe('403 forbidden');
      expect(await named('theirs', bearer(key))).toBe('403 forbidden');
      expect(await named('no-such-project', bearer(key))).toBe('403 forbidden');
      expect(await named('theirs', {}, 'trusted')).toBe('403 forbidden');
      expect(await named('default', {}, 'trusted')).toBe('trusted -> default');
    });
  });

  describe('by credential, on every listener alike', () => {
    const blackfireId = '1b671a64-40d5-491e-99b0-da01ff1f3341';
    const cases: readonly [string, (secrets: AuthFixture['secrets']) => Record<string, string>, string][] = [
      ['bearer ingest key', ({ key }) => bearer(key), 'ingest-key -> default'],
      ['bearer token that may write', ({ write }) => bearer(write), 'token -> default'],
      ['bearer admin token', ({ admin }) => bearer(admin), 'token -> default'],
      ['bearer token of one project', ({ uploader }) => bearer(uploader), 'token -> default'],
      ['bearer token of another organization', ({ otherAdmin }) => bearer(otherAdmin), 'token -> theirs'],
      ['another project’s key', ({ otherKey }) => bearer(otherKey), 'ingest-key -> theirs'],
      ['scheme in other case', ({ key }) => ({ authorization: `bEaReR  ${key} ` }), 'ingest-key -> default'],
      ['bearer token that may only read', ({ read }) => bearer(read), '403 forbidden'],
      ['bearer unknown token', ({ unknownToken }) => bearer(unknownToken), '401 invalid_token'],
      ['bearer revoked token', ({ revoked }) => bearer(revoked), '401 invalid_token'],
      ['bearer unknown key', ({ unknownKey }) => bearer(unknownKey), '401 invalid_token'],
      ['bearer ended key', ({ endedKey }) => bearer(endedKey), '401 invalid_token'],
      ['bearer nothing', () => ({ authorization: 'Bearer ' }), '401 invalid_token'],
      ['bearer something', () => bearer('whatever'), '401 invalid_token'],
      ['another scheme', () => ({ authorization: 'Digest username="x"' }), '401 invalid_token'],
      ['basic user is a key', ({ key }) => basic(key, ''), 'ingest-key -> default'],
      ['basic password is a key', ({ key }) => basic('any', key), 'ingest-key -> default'],
      ['basic password is a token', ({ write }) => basic('any', write), 'token -> default'],
      ['basic unknown key', ({ unknownKey }) => basic(unknownKey, ''), '403 invalid_ingest_key'],
      ['basic unknown key as password', ({ unknownKey }) => basic('x', unknownKey), '403 invalid_ingest_key'],
      ['basic ended key', ({ endedKey }) => basic(endedKey, ''), '403 invalid_ingest_key'],
      ['basic revoked token', ({ revoked }) => basic('x', revoked), '401 invalid_token'],
      ['basic user only', () => basic('someone', ''), '401 invalid_token'],
      ['DD-API-KEY is a key', ({ key }) => ({ 'dd-api-key': key }), 'ingest-key -> default'],
      ['DD-API-KEY is a token', ({ write }) => ({ 'dd-api-key': write }), 'token -> default'],
      ['DD-API-KEY was a key', ({ endedKey }) => ({ 'dd-api-key': endedKey }), '403 invalid_ingest_key'],
      ['DD-API-KEY looks like a token', ({ unknownToken }) => ({ 'dd-api-key': unknownToken }), '401 invalid_token'],
      [
        'X-Sentry-Auth',
        ({ key }) => ({ 'x-sentry-auth': `Sentry sentry_key=${key}, sentry_version=7` }),
        'ingest-key -> default',
      ],
      [
        'Authorization: Sentry',
        ({ key }) => ({ authorization: `Sentry sentry_version=7, sentry_key=${key}` }),
        'ingest-key -> default',
      ],
      [
        'X-Sentry-Auth with an unknown key',
        ({ unknownKey }) => ({ 'x-sentry-auth': `Sentry sentry_key=${unknownKey}` }),
        '403 invalid_ingest_key',
      ],
      [
        'X-Sentry-Auth with a token',
        ({ write }) => ({ 'x-sentry-auth': `Sentry sentry_key=${write}` }),
        '400 malformed_ingest_key',
      ],
      ['X-Sentry-Auth without a key', () => ({ 'x-sentry-auth': 'Sentry sentry_version=7' }), '401 invalid_token'],
      [
        'ours beside a vendor’s',
        ({ key, unknownKey }) => ({ ...basic(key, ''), 'dd-api-key': unknownKey }),
        'ingest-key -> default',
      ],
      [
        'a vendor’s before ours',
        ({ key }) => ({ ...basic(blackfireId, 'f'.repeat(64)), 'dd-api-key': key }),
        'ingest-key -> default',
      ],
      [
        'a bad one of ours before a good one',
        ({ key, revoked }) => ({ ...bearer(revoked), 'dd-api-key': key }),
        '401 invalid_token',
      ],
      [
        'a good one from a page',
        ({ key }) => ({ ...bearer(key), origin: 'https://shop.example' }),
        'ingest-key -> default',
      ],
      [
        'a good one through a proxy',
        ({ key }) => ({ ...bearer(key), 'x-forwarded-for': '1.2.3.4' }),
        'ingest-key -> default',
      ],
    ];
    it.each(cases)('%s', async (_name, headersOf, expected) => {
      const headers = headersOf(fixture.secrets);
      for (const on of ['plain', 'unmarked', 'trusted', 'unix'] as const)
        expect(await upload({ headers, on })).toBe(expected);
      expect(fixture.foreignKeys).toEqual([]);
    });
  });

  describe('without a credential of ours', () => {
    const vendors: Readonly<Record<string, Record<string, string>>> = {
      nothing: {},
      'empty basic': basic('', ''),
      'a Datadog key': { 'dd-api-key': '0123456789abcdef'.repeat(2) },
      'a Blackfire pair': basic('1b671a64-40d5-491e-99b0-da01ff1f3341', 'f'.repeat(64)),
      'a cookie of someone else': { cookie: 'session=1; hearth_session=hearth_session_0' },
    };
    const refusals: Readonly<Record<string, string>> = {
      'a Datadog key': '403 invalid_ingest_key',
      'a Blackfire pair': '401 invalid_token',
    };
    const local = ['127.0.0.1', '127.3.2.1:4040', 'localhost', 'LocalHost:1', '[::1]', '[::1]:4040'];
    const foreign = [
      'example.com',
      'localhost.example.com',
      '127.0.0.1.nip.io',
      '10.0.0.1',
      '1270.0.0.1',
      'x',
      '[::2]',
    ];
    const strangers: readonly Record<string, string>[] = [
      { forwarded: 'for=1.2.3.4' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
      { 'x-forwarded-anything': '' },
      { via: '1.1 proxy' },
      { origin: 'http://127.0.0.1:4040' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-origin' },
      { 'x-real-ip': '127.0.0.1' },
    ];

    it.each(Object.keys(vendors))('%s', async (name) => {
      const headers = vendors[name] ?? {};
      const refused = refusals[name] ?? '401 unauthenticated';
      for (const host of local) {
        expect(await upload({ headers: { ...headers, host }, on: 'trusted' })).toBe('trusted -> default');
        expect(await upload({ headers: { ...headers, host }, on: 'plain' })).toBe(refused);
        expect(await upload({ headers: { ...headers, host }, on: 'unmarked' })).toBe(refused);
      }
      for (const host of foreign) {
        expect(await upload({ headers: { ...headers, host }, on: 'trusted' })).toBe(refused);
        expect(await upload({ headers: { ...headers, host }, on: 'unix' })).toBe('trusted -> uploads');
      }
      for (const stranger of strangers) {
        expect(await upload({ headers: { ...headers, ...stranger }, on: 'trusted' })).toBe(refused);
        expect(await upload({ headers: { ...headers, ...stranger }, on: 'unix' })).toBe(refused);
      }
    });

    it('counts another vendor’s key where it ignores it, and only there', async () => {
      const datadog = vendors['a Datadog key'] ?? {};
      await upload({ headers: datadog, on: 'trusted' });
      await upload({ headers: datadog, on: 'plain' });
      await upload({ headers: { ...datadog, ...vendors['a Blackfire pair'] }, on: 'unix' });
      expect(fixture.foreignKeys).toEqual([
        { scheme: 'dd-api-key', projectId: 1 },
        { scheme: 'basic', projectId: 2 },
        { scheme: 'dd-api-key', projectId: 2 },
      ]);
    });

    it('gives a trusted listener nothing but uploads into its project', async () => {
      for (const on of ['trusted', 'unix'] as const) {
        expect(await fixture.ask('/v1/projects', { on })).toMatchObject({
          status: 401,
          json: { code: 'unauthenticated' },
        });
      }
      expect(await upload({ on: 'unix' }, '/api/uploads/envelope/')).toBe('trusted -> uploads');
      expect(await upload({ on: 'unix' }, '/api/default/envelope/')).toBe('404 project_not_found');
    });
  });

  it('takes Sentry’s key from the query, and a token from nowhere in it', async () => {
    const { key, write, unknownKey } = fixture.secrets;
    expect(await upload({}, `/api/1/envelope/?sentry_version=7&sentry_key=${key}`)).toBe('ingest-key -> default');
    expect(await upload({ on: 'trusted' }, `/api/1/envelope/?sentry_key=${unknownKey}`)).toBe('403 invalid_ingest_key');
    expect(await upload({}, `/api/1/envelope/?sentry_key=${write}`)).toBe('400 malformed_ingest_key');
    for (const name of ['token', 'access_token', 'api_key', 'dd-api-key', 'code']) {
      expect(await upload({}, `/profiling/v1/input?${name}=${write}`)).toBe('401 unauthenticated');
    }
  });

  it('takes the project an address names only when the credential may use it', async () => {
    const { key, otherKey, write } = fixture.secrets;
    expect(await upload({ headers: bearer(key) }, '/api/1/envelope/')).toBe('ingest-key -> default');
    expect(await upload({ headers: bearer(write) }, '/api/uploads/envelope/')).toBe('token -> uploads');
    for (const secret of [key, write]) {
      for (const ref of ['3', 'theirs', '999', 'nowhere']) {
        expect(await upload({ headers: bearer(secret) }, `/api/${ref}/envelope/`)).toBe('404 project_not_found');
      }
    }
    expect(await upload({ headers: bearer(otherKey) }, '/api/1/envelope/')).toBe('404 project_not_found');
  });

  it('takes a session from our own page only', async () => {
    const cookie = await fixture.signIn(['project:write']);
    const own = { cookie, 'sec-fetch-site': 'same-origin' };
    expect(await upload({ headers: own })).toBe('session -> default');
    expect(await upload({ headers: { cookie, 'sec-fetch-site': 'same-site' } })).toBe('403 csrf');
    expect(await upload({ headers: { cookie }, on: 'trusted' })).toBe('403 csrf');
    const reader = await fixture.signIn(['project:read']);
    expect(await upload({ headers: { ...own, cookie: reader } })).toBe('403 forbidden');
  });
});
