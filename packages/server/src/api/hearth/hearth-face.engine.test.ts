import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewProfileRow } from '../../store/readers/testing/profile-rows.ts';
import { startReaders, type TestReaders } from '../../store/readers/testing/start-readers.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const BASE = '/api/v1/projects/default';
const idOf = (index: number): string => index.toString(16).padStart(32, '0');
const EXPIRED_ID = 'e'.repeat(32);
const JFR_ID = 'f'.repeat(32);
const LINK = {
  sessionId: 'a1'.repeat(16),
  traceId: 'b2'.repeat(16),
  transactionId: 'c3'.repeat(16),
  transaction: 'GET /cart',
};

const rows: readonly NewProfileRow[] = [
  {
    id: idOf(1),
    startMs: NOON_MS - 1_000,
    app: 'shop',
    runtime: 'go',
    types: ['cpu', 'samples'],
    release: '1.0',
  },
  { id: idOf(2), startMs: NOON_MS - 2_000, app: 'shop', runtime: 'nodejs', types: ['wall'], ...LINK },
  { id: idOf(3), startMs: NOON_MS - 2_000, app: 'shop', runtime: 'CPython', environment: 'staging', host: 'b' },
  { id: idOf(4), startMs: NOON_MS - 3_000, app: "it's; DROP TABLE profiles", source: 'file' },
  { id: JFR_ID, startMs: NOON_MS - 4_000, app: 'java', runtime: 'jvm', runtimeVersion: '21.0.2' },
  { id: EXPIRED_ID, startMs: NOON_MS - 5 * 86_400_000, app: 'old' },
];

interface Page {
  readonly profiles: readonly { readonly id: string }[];
  readonly next: string | null;
}

describe('/api/v1', () => {
  let readers: TestReaders;
  let face: HearthFace;
  let reader: string;

  beforeAll(async () => {
    readers = await startReaders();
    face = await startHearthFace({ source: readers.client, now: () => NOON_MS });
    reader = await face.token(['project:read']);
    await readers.insertProfiles([...rows, { id: idOf(9), startMs: NOON_MS, app: 'theirs', project: face.theirs.id }]);
    const original = (id: string, body: string, type: string): string =>
      `INSERT INTO originals (group_id, seq, project_id, upload_id, content_type, format, keep_days, start, body)
       SELECT 0, 0, 1, unhex('${id}'), '${type}', 'datadog-multipart', 1, now64(3), '${body}'`;
    await readers.command(original(idOf(1), '<script>1</script>', 'text/html'));
    await readers.command(original(JFR_ID, 'filename="main.jfr"', 'multipart/form-data; boundary=b'));
    await readers.command(`
      INSERT INTO ingest_events (project_id, minute, source, outcome, reason, app, count, bytes, message, at)
      SELECT p, toDateTime(${String(NOON_MS / 1000)} - age, 'UTC'), s, o, r, a, c, c * 100, m,
        toDateTime64(${String(NOON_MS / 1000)} - age, 3, 'UTC')
      FROM values('p UInt32, age UInt32, s String, o String, r String, a String, c UInt64, m String',
        (1, 60, 'datadog', 'accepted', '', 'shop', 40, ''),
        (1, 120, 'datadog', 'accepted', '', 'shop', 2, ''),
        (1, 60, 'datadog', 'dropped', 'invalid_profile', 'shop', 3, 'cut off at byte 7'),
        (1, 180, 'file', 'duplicate', 'duplicate_id', '', 1, 'seen before'),
        (1, 90000, 'datadog', 'dropped', 'invalid_profile', 'shop', 50, 'yesterday'),
        (2, 60, 'datadog', 'dropped', 'secret_reason', 'theirs', 5, 'not ours'))`);
  });
  afterAll(async () => {
    await face.stop();
    await readers.stop();
  });

  const ok = async <T>(url: string, token = reader): Promise<T> => {
    const answer = await face.get(url, token);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<T>();
  };

  it('lists profiles under the fixed names', async () => {
    const page = await ok<Page>(`${BASE}/profiles?limit=2`);
    expect(page.profiles).toEqual([
      {
        id: idOf(1),
        numericId: 1,
        app: 'shop',
        environment: 'production',
        release: '1.0',
        start: '2026-11-21T11:59:59.000Z',
        end: '2026-11-21T12:00:09.000Z',
        types: ['cpu', 'samples'],
        source: 'datadog',
        sessionId: null,
        traceId: null,
        transactionId: null,
        transaction: null,
      },
      expect.objectContaining({ id: idOf(3), release: null, environment: 'staging' }),
    ]);
    const rest = await ok<Page>(`${BASE}/profiles?limit=10&cursor=${String(page.next)}`);
    expect(rest.profiles.map(({ id }) => id)).toEqual([idOf(2), idOf(4), JFR_ID, EXPIRED_ID]);
    expect(rest.profiles[0]).toMatchObject(LINK);
    expect(rest.next).toBeNull();
  });

  it('narrows the list', async () => {
    const ids = async (query: string) =>
      (await ok<Page>(`${BASE}/profiles?${query}`)).profiles.map(({ id }) => Number(`0x${id}`));
    expect(await ids('app=shop&environment=staging')).toEqual([3]);
    expect(await ids(`app=${encodeURIComponent("it's; DROP TABLE profiles")}`)).toEqual([4]);
    expect(await ids('type=wall')).toEqual([2]);
    expect(await ids('source=file')).toEqual([4]);
    expect(await ids('release=1.0')).toEqual([1]);
    expect(await ids('from=2026-11-21T11:59:58Z&to=2026-11-21T12:59:59%2B01:00')).toEqual([3, 2]);
    expect(await ids(`from=${String(NOON_MS / 1000 - 1)}`)).toEqual([1]);
    for (const name of ['app', 'environment', 'release', 'type']) {
      expect(await ids(`${name}=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
    }
  });

  it.each([
    ['profiles?limit=0', 'limit'],
    ['profiles?limit=1001', 'limit'],
    ['profiles?limit=many', 'limit'],
    ['profiles?from=yesterday', 'from'],
    ['profiles?colour=red', 'colour'],
    ['profiles?source=perfume', 'source'],
    ['facets?runtime=go&runtimeNot=nodejs', 'runtimeNot'],
    ['ingest?refusals=101', 'refusals'],
  ])('refuses %s and names the parameter', async (path, parameter) => {
    const answer = await face.get(`${BASE}/${path}`, reader);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      type: 'urn:hearth:error:invalid_request',
      status: 400,
      code: 'invalid_request',
      errors: [{ parameter }],
    });
  });

  it.each([
    ['/profiles?cursor=nonsense', 400, 'invalid_cursor'],
    ['/profiles?from=2000&to=1000', 400, 'invalid_range'],
    ['/profiles?from=9999-01-01T00:00:00Z', 400, 'invalid_range'],
    [`/profiles/${idOf(77)}`, 404, 'profile_not_found'],
    [`/profiles/${idOf(9)}`, 404, 'profile_not_found'],
    ['/profiles/nonsense', 404, 'profile_not_found'],
    [`/facets?${Array.from({ length: 46 }, (_, index) => `host=${String(index)}`).join('&')}`, 400, 'invalid_request'],
    ['/nowhere', 404, 'not_found'],
  ])('answers %s with its problem', async (path, status, code) => {
    const answer = await face.get(`${BASE}${path}`, reader);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ status, code, type: `urn:hearth:error:${code}` });
  });

  it('shows one profile by id and by number', async () => {
    const byId = await ok<object>(`${BASE}/profiles/${idOf(1)}`);
    expect(byId).toMatchObject({ id: idOf(1), runtime: 'go', host: null, state: 'decoded', sampleCount: 7 });
    expect(byId).toMatchObject({
      originalKeptUntil: '2026-11-23T00:00:00.000Z',
      keptUntil: '2026-12-22T00:00:00.000Z',
    });
    expect(await ok(`${BASE}/profiles/1`)).toEqual(byId);
  });

  it('says no end of what is pinned', async () => {
    const writer = await face.token(['project:write']);
    const send = (method: 'POST' | 'DELETE', path: string, payload?: object) =>
      face.app.inject({
        method,
        url: `${BASE}${path}`,
        headers: { authorization: `Bearer ${writer}` },
        ...(payload && { payload }),
      });
    const pin = (await send('POST', '/pins', { profile: idOf(3) })).json<{ readonly id: string }>();
    expect(await ok(`${BASE}/profiles/${idOf(3)}`)).toMatchObject({ originalKeptUntil: null, keptUntil: null });
    expect(await ok(`${BASE}/profiles/${idOf(2)}`)).toMatchObject({ keptUntil: '2026-12-22T00:00:00.000Z' });
    await send('DELETE', `/pins/${pin.id}`);
    expect(await ok(`${BASE}/profiles/${idOf(3)}`)).toMatchObject({ keptUntil: '2026-12-22T00:00:00.000Z' });
  });

  it('hands originals out as downloads, flight recordings to admins only, and says when one has expired', async () => {
    const answer = await face.get(`${BASE}/profiles/${idOf(1)}/original`, reader);
    expect(answer.body).toBe('<script>1</script>');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': expect.stringMatching(new RegExp(`^attachment; filename="[\\w-]+-${idOf(1)}\\S*"$`)),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect((await face.get(`${BASE}/profiles/${JFR_ID}/original`, reader)).statusCode).toBe(403);
    const admin = await face.token(['project:admin']);
    expect((await face.get(`${BASE}/profiles/${JFR_ID}/original`, admin)).body).toBe('filename="main.jfr"');
    const expired = await face.get(`${BASE}/profiles/${EXPIRED_ID}/original`, reader);
    expect(expired.statusCode).toBe(410);
    expect(expired.json()).toMatchObject({
      code: 'original_expired',
      detail: expect.stringContaining('2026-11-18T00:00'),
    });
  });

  it("leaves a field's own filter out of its counts", async () => {
    const { fields, maxFilters } = await ok<{
      readonly fields: Readonly<
        Record<string, { readonly distinctValues: number; readonly values: readonly object[] }>
      >;
      readonly maxFilters: number;
    }>(`${BASE}/facets?app=shop&environment=production&runtime=go`);
    expect(maxFilters).toBe(45);
    expect(fields['runtime']?.values).toEqual([
      { value: 'go', count: 1 },
      { value: 'nodejs', count: 1 },
    ]);
    expect(fields['release']).toEqual({ distinctValues: 1, values: [{ value: '1.0', count: 1 }] });
    expect(fields['host']).toEqual({ distinctValues: 0, values: [] });
  });

  it('takes statements in any parameter for the text they are', async () => {
    const attacks = ["' OR 1=1 --", "go') OR (1=1", '{project:UInt32}', "\\' UNION ALL SELECT 1 --", '\0;\n'];
    const fields = ['runtime', 'runtimeVersion', 'runtimeArch', 'runtimeOs', 'probeVersion', 'host', 'release'];
    const runtimes = async (query: string): Promise<number> => {
      const answer = await ok<{ readonly fields: { readonly runtime: { readonly distinctValues: number } } }>(
        `${BASE}/facets?${query}`,
      );
      return answer.fields.runtime.distinctValues;
    };
    for (const attack of attacks.map(encodeURIComponent)) {
      for (const name of ['app', 'environment', 'type', ...fields.filter((field) => field !== 'runtime')]) {
        expect(await runtimes(`${name}=${attack}`), name).toBe(0);
      }
      for (const name of fields) expect(await runtimes(`${name}Not=${attack}`), name).toBe(4);
      expect(await ok<object>(`${BASE}/ingest?app=${attack}`)).toMatchObject({ tallies: [], refusals: [] });
      expect(await ok<object>(`${BASE}/apps?environment=${attack}`)).toEqual({ apps: [] });
      expect((await face.get(`${BASE}/profiles/${attack}`, reader)).statusCode).toBe(404);
      expect((await face.get(`${BASE}/profiles/${attack}/original`, reader)).statusCode).toBe(404);
      expect((await face.get(`/api/v1/projects/${attack}/profiles`, reader)).statusCode).toBe(404);
    }
    expect((await ok<Page>(`${BASE}/profiles`)).profiles).toHaveLength(6);
  });

  it('lists apps with what their types mean', async () => {
    const { apps } = await ok<{ readonly apps: readonly { readonly app: string }[] }>(
      `${BASE}/apps?from=${String(NOON_MS / 1000 - 60)}`,
    );
    expect(apps.map(({ app }) => app)).toEqual(["it's; DROP TABLE profiles", 'java', 'shop']);
    expect(apps[2]).toMatchObject({
      environments: ['production', 'staging'],
      languages: ['go', 'javascript', 'python'],
      hosts: 1,
      release: '1.0',
      profiles: 3,
      lastSeen: '2026-11-21T11:59:59.000Z',
      runtimeVersion: null,
    });
    expect(apps[1]).toMatchObject({ languages: ['java'], runtimeVersion: '21.0.2', hosts: 0, release: null });
  });

  it('shows what became of the uploads of the last day', async () => {
    const answer = await ok<{ readonly tallies: readonly object[]; readonly refusals: readonly object[] }>(
      `${BASE}/ingest`,
    );
    expect(answer.tallies).toEqual([
      {
        source: 'datadog',
        outcome: 'accepted',
        reason: '',
        app: 'shop',
        count: 42,
        bytes: 4_200,
        last: '2026-11-21T11:59:00.000Z',
      },
      expect.objectContaining({ outcome: 'dropped', reason: 'invalid_profile', count: 3 }),
      expect.objectContaining({ source: 'file', outcome: 'duplicate', reason: 'duplicate_id', app: '', count: 1 }),
    ]);
    expect(answer.refusals).toEqual([
      expect.objectContaining({ at: '2026-11-21T11:59:00.000Z', message: 'cut off at byte 7', count: 3 }),
      expect.objectContaining({ reason: 'duplicate_id', message: 'seen before' }),
    ]);
    const older = await ok<{ readonly refusals: readonly object[] }>(`${BASE}/ingest?from=0&refusals=100&app=shop`);
    expect(older.refusals).toHaveLength(2);
  });

  it('counts what became of uploads by slots of time', async () => {
    const { slots } = await ok<{ readonly slots: readonly object[] }>(`${BASE}/ingest?stepSeconds=120`);
    expect(slots).toEqual([
      { start: '2026-11-21T11:56:00.000Z', source: 'file', outcome: 'duplicate', reason: 'duplicate_id', count: 1 },
      { start: '2026-11-21T11:58:00.000Z', source: 'datadog', outcome: 'accepted', reason: '', count: 42 },
      { start: '2026-11-21T11:58:00.000Z', source: 'datadog', outcome: 'dropped', reason: 'invalid_profile', count: 3 },
    ]);
    expect(await ok<object>(`${BASE}/ingest`)).toMatchObject({ slots: [] });
    expect((await face.get(`${BASE}/ingest?stepSeconds=1`, reader)).json()).toMatchObject({ code: 'invalid_range' });
  });

  it('shows nobody anything without a token, with a wrong one, or of another tenant', async () => {
    const paths = [
      '',
      '/profiles',
      `/profiles/${idOf(1)}`,
      `/profiles/${idOf(1)}/original`,
      '/facets',
      '/apps',
      '/ingest',
      '/keys',
    ];
    const stranger = await face.token(['project:read'], face.theirs);
    for (const path of paths) {
      expect((await face.get(`${BASE}${path}`)).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect((await face.get(`${BASE}${path}`, 'wrong')).json()).toMatchObject({ status: 401, code: 'invalid_token' });
      expect((await face.get(`${BASE}${path}`, stranger)).json()).toMatchObject({
        status: 404,
        code: 'project_not_found',
      });
      const theirs = await face.get(`/api/v1/projects/${face.theirs.key}${path}`, stranger);
      expect(theirs.body).not.toContain('shop');
    }
  });
});
