import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON_MS } from '../../testing/start-face.ts';
import { MAX_INLINE_PAYLOAD_BYTES } from './kept-item.ts';
import { legacySchema, profileSchema } from './profile-schema.ts';
import { idOf, profilePayload } from './testing/example-payloads.ts';
import { startProfiling, type TestProfiling } from './testing/start-profiling.ts';

const OURS = '/projects/default/default/profiling';
const SPAN_ID = 'a744a6cdc17a40c8';
/** More than a megabyte as they are sent: read and written on a worker thread. */
const LARGE_SAMPLES = 20_000;
const WIDE_THREAD = '18446744073709551557';

/** A transaction of @sentry/node 10, as far as it says something of its profile. */
const transaction = {
  type: 'transaction',
  event_id: idOf(0x1001),
  transaction: 'GET /',
  platform: 'node',
  release: 'shop@1.4.2',
  environment: 'staging',
  dist: '7',
  start_timestamp: NOON_MS / 1000 - 60,
  timestamp: NOON_MS / 1000 - 59.95,
  contexts: { trace: { trace_id: idOf(0x2001), span_id: SPAN_ID, op: 'http.server', status: 'ok' } },
  request: { method: 'GET' },
  tags: { customer: 'acme' },
  spans: [],
};

/** What documents.md shows as Sentry's own example, sent the way an SDK would have sent it. */
const example = {
  event_id: '9b29bbe17e9d4ee3a6d0fe9b2e8a3b1c',
  version: '1',
  platform: 'python',
  environment: 'production',
  timestamp: new Date(NOON_MS - 3_600_000).toISOString(),
  release: '1.0.0',
  os: { name: 'Linux', version: '5.15.0', build_number: '' },
  device: { architecture: 'x86_64' },
  runtime: { name: 'CPython', version: '3.13.0' },
  profile: {
    samples: [
      { stack_id: 0, thread_id: '1', elapsed_since_start_ns: '1000000' },
      { stack_id: 0, thread_id: '1', elapsed_since_start_ns: '2000000' },
    ],
    stacks: [[0, 1]],
    frames: [
      { function: 'main', module: 'app.main', in_app: true, lineno: 10 },
      { function: 'do_work', module: 'app.worker', in_app: true, lineno: 42 },
    ],
    thread_metadata: { 1: { name: 'MainThread' } },
  },
  transaction: {
    name: 'GET /api/0/projects/{org}/{proj}/files/dsyms/',
    trace_id: '0123456789abcdef0123456789abcdef',
    id: 'ffffbbe17e9d4ee3a6d0fe9b2e8a3b1c',
    active_thread_id: '1',
  },
};

describe('Retrieve a profile', () => {
  let profiling: TestProfiling;
  const at = (id: string, base = OURS): string => `${base}/profiles/${id}/`;
  const retrieve = async (id: string) => profileSchema.parse(JSON.parse(await profiling.text(at(id))));

  beforeAll(async () => {
    profiling = await startProfiling();
    await profiling.send([
      [{ type: 'profile' }, profilePayload(1)],
      [{ type: 'transaction' }, transaction],
    ]);
    await profiling.send([[{ type: 'profile' }, example]]);
    const wide = {
      release: undefined,
      environment: undefined,
      transaction: { id: idOf(0x1003), name: 'T', trace_id: idOf(0x2003), active_thread_id: WIDE_THREAD },
      profile: {
        frames: [{ function: 'main' }],
        stacks: [[0]],
        samples: [1, 2].map((tick) => ({
          elapsed_since_start_ns: String(tick),
          thread_id: WIDE_THREAD,
          stack_id: 0,
        })),
        thread_metadata: { [WIDE_THREAD]: { name: 'wide' } },
      },
    };
    await profiling.send([[{ type: 'profile' }, profilePayload(3, wide)]]);
    await profiling.send([[{ type: 'profile' }, profilePayload(6, { release: 'a/b' })]]);
    await profiling.send([[{ type: 'profile' }, profilePayload(4)]], { project: profiling.face.theirs });
    const samples = Array.from({ length: LARGE_SAMPLES }, (_, tick) => ({
      elapsed_since_start_ns: String(tick * 1_000_000),
      thread_id: '0',
      stack_id: 0,
    }));
    const large = { frames: [{ function: 'main', in_app: true }], stacks: [[0]], samples };
    await profiling.send([[{ type: 'profile' }, profilePayload(7, { profile: large })]]);
  });
  afterAll(() => profiling.stop());

  it('answers a large profile whole', async () => {
    const sent = await profiling.get(`${OURS}/raw_profiles/${idOf(7)}/`);
    expect(sent.rawPayload.length).toBeGreaterThan(MAX_INLINE_PAYLOAD_BYTES);
    const { profile, transaction: about, release } = await retrieve(idOf(7));
    expect(profile.samples).toHaveLength(LARGE_SAMPLES);
    expect(profile.samples.at(-1)).toEqual({ elapsed_since_start_ns: 19_999_000_000, stack_id: 0, thread_id: 0 });
    expect(about.id).toBe(idOf(0x1007));
    expect(release).toMatchObject({ version: 'shop@1.4.2', projects: [{ platform: 'node' }] });
  });

  it('answers every field of a profile with its transaction', async () => {
    const answer = await profiling.get(at(idOf(1)));
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    const app = {
      filename: 'work.js',
      module: 'work',
      abs_path: '/srv/work.js',
      in_app: true,
      data: {},
      platform: 'node',
    };
    expect(profileSchema.parse(answer.json())).toEqual({
      event_id: idOf(1),
      organization_id: 1,
      project_id: 1,
      version: '1',
      platform: 'node',
      environment: 'staging',
      received: '2026-11-21T12:00:00Z',
      timestamp: '2026-11-21T11:59:00.000Z',
      release: expect.objectContaining({
        version: 'shop@1.4.2',
        versionInfo: expect.objectContaining({ package: 'shop', description: '1.4.2' }) as unknown,
        firstEvent: '2026-11-21T11:59:00.000Z',
        lastEvent: '2026-11-21T11:59:00.000Z',
        projects: [expect.objectContaining({ id: 1, slug: 'default', platform: 'node', platforms: ['node'] })],
      }) as unknown,
      os: { build_number: '', name: 'linux', version: '6.1' },
      device: { architecture: 'x64', classification: '', locale: '', manufacturer: '', model: '' },
      runtime: { name: 'node', version: '20.20.2' },
      client_sdk: { name: '', version: '' },
      debug_meta: {},
      options: null,
      retention_days: 30,
      sampled: true,
      profile: {
        frames: [
          { ...app, function: 'hash', lineno: 7, colno: 3 },
          { ...app, function: 'handle', lineno: 1 },
          { function: '(idle)', in_app: false, data: {}, platform: 'node' },
        ],
        stacks: [[0, 1], [2]],
        samples: [0, 1, 2, 3].map((tick) => ({
          elapsed_since_start_ns: tick * 10_000_000,
          stack_id: tick === 2 ? 1 : 0,
          thread_id: 0,
        })),
        thread_metadata: { 0: { name: 'main' } },
        queue_metadata: null,
      },
      transaction: {
        active_thread_id: 0,
        id: idOf(0x1001),
        name: 'GET /',
        trace_id: idOf(0x2001),
        segment_id: SPAN_ID,
      },
      transaction_metadata: {
        'transaction.start': '2026-11-21T11:59:00Z',
        'transaction.end': '2026-11-21T11:59:00.05Z',
        dist: '7',
        environment: 'staging',
        'http.method': 'GET',
        release: 'shop@1.4.2',
        transaction: 'GET /',
        'transaction.op': 'http.server',
        'transaction.status': 'ok',
        segment_id: SPAN_ID,
      },
      transaction_tags: { customer: 'acme' },
    });
  });

  it("agrees with the example of Sentry's document in every field", async () => {
    const document = await retrieve(example.event_id);
    const { samples } = document.profile;
    expect(document).toMatchObject({
      ...example,
      project_id: 1,
      received: expect.stringMatching(/^2026-11-21T12:00:00/) as unknown,
      release: {
        version: '1.0.0',
        status: 'open',
        shortVersion: '1.0.0',
        // Its other parts are of a number that its document does not read.
        versionInfo: { package: null, version: { raw: '1.0.0' }, description: '1.0.0', buildHash: null },
        ref: null,
        url: null,
        data: {},
        newGroups: 0,
        owner: null,
        commitCount: 0,
        lastCommit: null,
        deployCount: 0,
        lastDeploy: null,
        authors: [],
        projects: [{ id: 1, slug: 'default', name: 'Default', platform: 'python' }],
        currentProjectMeta: {},
      },
      profile: {
        ...example.profile,
        samples: [1_000_000, 2_000_000].map((elapsed) => ({
          stack_id: 0,
          thread_id: 1,
          elapsed_since_start_ns: elapsed,
        })),
      },
      transaction: { ...example.transaction, active_thread_id: 1 },
    });
    expect(typeof samples[0]?.thread_id).toBe('number');
  });

  it('writes thread ids with all their digits, and null for what was not said', async () => {
    const text = await profiling.text(at(idOf(3)));
    expect(text).toContain(`"thread_id":${WIDE_THREAD}}`);
    expect(text).toContain(`"active_thread_id":${WIDE_THREAD},`);
    expect(text).toContain(`"thread_metadata":{"${WIDE_THREAD}":{"name":"wide"}}`);
    const document = profileSchema.parse(JSON.parse(text));
    expect(document.release).toBeNull();
    expect(document).not.toHaveProperty('environment');
    expect(document).not.toHaveProperty('transaction_tags');
  });

  it('answers a release that can have no record by its version', async () => {
    expect((await retrieve(idOf(6))).release).toEqual({ version: 'a/b' });
  });

  it('finds a profile by every form of its id, and by its transaction', async () => {
    const id = idOf(1);
    const dashed = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
    const profile = await profiling.face.questions.profile(profiling.face.ours.id, { kind: 'id', hex: id });
    const expected = await profiling.text(at(id));
    for (const name of [id.toUpperCase(), dashed, String(profile?.numericId), idOf(0x1001), SPAN_ID]) {
      expect(await profiling.text(at(name)), name).toBe(expected);
    }
    const { ours } = profiling.face;
    expect(await profiling.text(at(id, `/projects/${ours.organizationId}/${ours.id}/profiling`))).toBe(expected);
  });

  it.each([
    ['no credentials', at(idOf(1)), undefined, 401, { detail: 'Authentication credentials were not provided.' }],
    ['an unknown token', at(idOf(1)), 'wrong', 401, { detail: 'Invalid token' }],
    ['an unknown organization token', at(idOf(1)), 'sntrys_wrong', 401, { detail: 'Invalid org token' }],
    [
      'a wrong scope, whatever is asked',
      at(idOf(1), '/projects/nowhere/nothing/profiling'),
      'ingest',
      403,
      { detail: 'You do not have permission to perform this action.' },
    ],
    [
      'an unknown organization',
      at(idOf(1), '/projects/nowhere/default/profiling'),
      'reader',
      404,
      { detail: 'The requested resource does not exist' },
    ],
    [
      'an unknown project',
      at(idOf(1), '/projects/default/nowhere/profiling'),
      'reader',
      404,
      { detail: 'The requested resource does not exist' },
    ],
    ['odd dashes', at(`-${idOf(1).slice(1)}`), 'reader', 400, undefined],
    ['an id too long', at(`${idOf(1)}0`), 'reader', 400, undefined],
    ['a profile that is not stored', at(idOf(0x99)), 'reader', 404, undefined],
    ['zeros', at('0'.repeat(32)), 'reader', 404, undefined],
    ['a number nobody has', at('42'), 'reader', 404, { detail: 'The requested resource does not exist' }],
    ['a number too large', at('9'.repeat(20)), 'reader', 404, { detail: 'The requested resource does not exist' }],
    ['a span nobody sent', at('b744a6cdc17a40c8'), 'reader', 404, undefined],
    ['no id at all', `${OURS}/profiles/latest/`, 'reader', 404, { detail: 'The requested resource does not exist' }],
    [
      'an address without its slash',
      `${OURS}/profiles/${idOf(1)}`,
      'reader',
      404,
      { detail: 'The requested resource does not exist' },
    ],
    ["a neighbour's profile", at(idOf(4)), 'reader', 404, undefined],
  ])('answers %s', async (_name, path, who, status, body) => {
    const { face, token } = profiling;
    const secret = who === 'reader' ? token : who === 'ingest' ? await face.token(['ingest']) : who;
    const answer = await face.get(`/api/0${path}`, secret);
    expect(answer.statusCode).toBe(status);
    if (body === undefined) expect(answer.body).toBe('');
    else expect(answer.json()).toEqual(body);
  });

  it('lets tokens of each reading scope in, and no other tenant', async () => {
    const { face } = profiling;
    for (const scope of ['project:read', 'project:write', 'project:admin'] as const) {
      expect((await profiling.get(at(idOf(1)), await face.token([scope]))).statusCode).toBe(200);
    }
    const stranger = await face.token(['project:admin'], face.theirs);
    expect((await profiling.get(at(idOf(1)), stranger)).statusCode).toBe(404);
    const theirs = `/projects/neighbours/${face.theirs.slug}/profiling`;
    expect((await profiling.get(at(idOf(4), theirs))).statusCode).toBe(404);
    expect((await profiling.get(at(idOf(4), theirs), stranger)).statusCode).toBe(200);
    // A project belongs to its organization: the admin sees both, yet not under the other's name.
    const mixed = `/projects/default/${face.theirs.slug}/profiling`;
    expect((await profiling.get(at(idOf(4), mixed), face.adminToken)).statusCode).toBe(404);
  });

  it('gives the payload back byte for byte', async () => {
    const raw = await profiling.get(`${OURS}/raw_profiles/${idOf(1)}/`);
    expect(raw.body).toBe(JSON.stringify(profilePayload(1)));
    expect(raw.headers['content-type']).toMatch(/^application\/json/);
    expect(raw.headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    expect((await profiling.get(`${OURS}/raw_profiles/${idOf(4)}/`)).statusCode).toBe(404);
    expect((await profiling.get(`${OURS}/raw_profiles/-${idOf(1).slice(1)}/`)).statusCode).toBe(400);
    expect((await profiling.get(`${OURS}/raw_profiles/${idOf(1)}/`, 'wrong')).statusCode).toBe(401);
  });

  it('tells what is known of a profile whose trace it does not read', async () => {
    await profiling.send([
      [
        { type: 'profile' },
        {
          profile_id: idOf(5),
          platform: 'android',
          device_model: 'Pixel',
          device_os_name: 'android',
          transaction_id: idOf(0x1005),
          transaction_name: 'MainActivity',
          trace_id: idOf(0x2005),
          duration_ns: '1000000000',
          timestamp: new Date(NOON_MS - 5000).toISOString(),
          version_name: '1.0',
          sampled_profile: 'SGVhcnRo',
        },
      ],
    ]);
    const document = legacySchema.parse(JSON.parse(await profiling.text(at(idOf(5)))));
    expect(document).toMatchObject({
      profileID: idOf(5),
      platform: 'android',
      transactionName: 'MainActivity',
      durationNS: 1_000_000_000,
      metadata: { deviceModel: 'Pixel', transactionID: idOf(0x1005), traceID: idOf(0x2005) },
    });
  });

  it('leads from a number of a profile to its record', async () => {
    const answer = await profiling.get(`/profiling/projects/1/profile/${idOf(1).toUpperCase()}/`);
    expect(answer.statusCode).toBe(302);
    const key = profiling.face.ours.key;
    expect(answer.headers.location).toBe(`https://hearth.example/api/v1/projects/${key}/profiles/${idOf(1)}`);
    expect((await profiling.get(`/profiling/projects/2/profile/${idOf(4)}/`)).statusCode).toBe(404);
    expect((await profiling.get(`/profiling/projects/1/profile/${idOf(1)}/`, 'wrong')).statusCode).toBe(401);
  });

  it('leads to a project under its new name', async () => {
    const { face } = profiling;
    const stranger = await face.token(['project:read'], face.theirs);
    const old = face.theirs.slug;
    await face.catalog.projects.update(face.theirs.id, { slug: 'renamed' });
    const answer = await profiling.get(at(idOf(4), `/projects/neighbours/${old}/profiling`), stranger);
    const url = `/api/0${at(idOf(4), '/projects/neighbours/renamed/profiling')}`;
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe(url);
    expect(answer.json()).toEqual({ slug: 'renamed', detail: { extra: { url, slug: 'renamed' } } });
  });

  it('says that an original is damaged, or until when it was kept', async () => {
    const statement = (sql: string): Promise<void> =>
      profiling.client.command({ name: 'test', sql, settings: { mutations_sync: 2 } });
    for (const body of ["'damaged'", "unhex('1f8b0800')", "'{}'"]) {
      await statement(`ALTER TABLE originals UPDATE body = ${body} WHERE 1`);
      const damaged = await profiling.get(at(idOf(1)));
      expect([damaged.statusCode, damaged.body], body).toEqual([500, '']);
    }
    await statement('TRUNCATE TABLE originals');
    for (const path of [at(idOf(1)), `${OURS}/raw_profiles/${idOf(1)}/`]) {
      const gone = await profiling.get(path);
      expect(gone.statusCode).toBe(404);
      expect(gone.json()).toEqual({
        detail: 'The original of the profile was kept until 2026-12-22T00:00:00.000Z.',
      });
    }
  });
});
