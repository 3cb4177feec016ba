import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunksSchema, legacySchema, profileSchema } from './profile-schema.ts';
import {
  type ChunkOptions,
  chunkPayload,
  idOf,
  SESSION,
  SESSION_START_SECONDS,
  spanItem,
  spansPayload,
} from './testing/example-payloads.ts';
import { startProfiling, type TestProfiling } from './testing/start-profiling.ts';

const OURS = '/projects/default/default/profiling';
const CHUNKS = '/organizations/default/profiling/chunks/';
const PYTHON_SESSION = 'f1'.repeat(16);
const LONG_SESSION = 'f2'.repeat(16);
const SEGMENT = 'a744a6cdc17a40c8';
const CHILD = 'b744a6cdc17a40c8';
const THREADS = ['140697347074944', '140697309013696'];
const iso = (seconds: number): string => new Date((SESSION_START_SECONDS + seconds) * 1000).toISOString();

describe('Sessions', () => {
  let profiling: TestProfiling;
  const sendChunk = (number: number, options: ChunkOptions = {}, headers: object = {}): Promise<void> =>
    profiling.send([[{ type: 'profile_chunk', platform: 'node' }, chunkPayload(number, options)]], { headers });
  const retrieve = async (id: string) =>
    profileSchema.parse(JSON.parse(await profiling.text(`${OURS}/profiles/${id}/`)));
  const chunks = async (query: string, token?: string) => profiling.get(`${CHUNKS}?${query}`, token);
  const merged = async (query: string) => chunksSchema.parse((await chunks(query)).json());

  beforeAll(async () => {
    profiling = await startProfiling();
    const { catalog, ours } = profiling.face;
    await catalog.projects.create({ organizationId: ours.organizationId, name: 'Second' });
    // The second one comes first.
    await sendChunk(2, { atSeconds: 1 });
    await sendChunk(1, {
      more: {
        measurements: {
          cpu_usage: {
            unit: 'percent',
            values: [
              { value: 0.5, timestamp: SESSION_START_SECONDS },
              { value: 0.7, timestamp: SESSION_START_SECONDS + 0.5 },
            ],
          },
        },
        debug_meta: { images: [{ type: 'sourcemap', code_file: '/srv/work.js', debug_id: idOf(0x500) }] },
      },
    });
    await sendChunk(3, { session: PYTHON_SESSION, threads: THREADS });
    const segment = {
      id: SEGMENT,
      startSeconds: 0.95,
      endSeconds: 1.05,
      name: 'GET /orders',
      attributes: { 'sentry.profiler_id': SESSION, 'sentry.op': 'http.server' },
    };
    const child = { id: CHILD, parent: SEGMENT, startSeconds: 1.5, endSeconds: 1.52, name: 'load cart' };
    const spans = spansPayload([segment, { ...child, attributes: { 'sentry.segment.id': SEGMENT } }]);
    await profiling.send([[{ ...spanItem, item_count: 2 }, spans]]);
    await profiling.send([
      [
        { type: 'transaction' },
        {
          type: 'transaction',
          event_id: idOf(0x1000),
          transaction: 'task',
          platform: 'python',
          release: 'shop@1.4.2',
          start_timestamp: SESSION_START_SECONDS + 0.2,
          timestamp: SESSION_START_SECONDS + 0.4,
          contexts: {
            trace: { trace_id: idOf(0x2000), span_id: 'c744a6cdc17a40c8', data: { 'thread.id': THREADS[1] } },
            profile: { profiler_id: PYTHON_SESSION },
            runtime: { name: 'CPython', version: '3.11.7' },
            os: { name: 'Linux' },
          },
          spans: [],
        },
      ],
    ]);
  });
  afterAll(() => profiling.stop());

  it('shows a chunk by its id in the shape of a v1 profile', async () => {
    const document = await retrieve(idOf(1));
    expect(document).toMatchObject({
      event_id: idOf(1),
      platform: 'node',
      environment: 'staging',
      timestamp: '2026-11-21T11:50:00Z',
      client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
      debug_meta: { images: [{ debug_id: idOf(0x500) }] },
      measurements: {
        cpu_usage: {
          values: [
            { elapsed_since_start_ns: 0, value: 0.5 },
            { elapsed_since_start_ns: 500_000_000, value: 0.7 },
          ],
        },
      },
      transaction: { active_thread_id: 0, id: '', name: '', trace_id: '', segment_id: '' },
    });
    expect(document.profile.samples).toHaveLength(100);
    expect(document.profile.samples[99]).toEqual({ elapsed_since_start_ns: 990_000_000, stack_id: 1, thread_id: 0 });
  });

  it("cuts a segment span's time out of the chunks that it touches", async () => {
    const document = await retrieve(SEGMENT);
    expect(document).toMatchObject({
      event_id: SEGMENT.padStart(32, '0'),
      timestamp: '2026-11-21T11:50:00.95Z',
      transaction: { name: 'GET /orders', segment_id: SEGMENT, trace_id: idOf(0x7000), duration_ns: 100_000_000 },
      transaction_metadata: { transaction: 'GET /orders', 'transaction.op': 'http.server' },
    });
    // 0.95 .. 1.05 s, both ends, five samples of one chunk and six of the other.
    expect(document.profile.samples.map(({ elapsed_since_start_ns: elapsed }) => elapsed / 1e6)).toEqual([
      0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100,
    ]);
    expect(await retrieve(SEGMENT.padStart(32, '0'))).toEqual(document);
  });

  it('cuts out a span within it, whose session only the segment names', async () => {
    const document = await retrieve(CHILD);
    expect(document.transaction.name).toBe('load cart');
    expect(document.profile.samples).toHaveLength(3);
    // Nothing of it was idle, so it brings no frame of that.
    expect(document.profile.stacks).toEqual([[0, 1]]);
    expect(document.profile.frames.map((frame) => frame.function)).toEqual(['hash', 'handle']);
  });

  it("cuts a transaction's time out of its session on its thread", async () => {
    const document = await retrieve(idOf(0x1000));
    expect(document).toMatchObject({
      event_id: idOf(0x1000),
      transaction: { id: idOf(0x1000), name: 'task', active_thread_id: Number(THREADS[1]) },
    });
    expect(document.profile.samples).toHaveLength(10);
    expect(new Set(document.profile.samples.map(({ thread_id: thread }) => thread))).toEqual(
      new Set([Number(THREADS[1])]),
    );
    expect(document.profile.thread_metadata).toEqual({ [THREADS[1]!]: { name: `thread ${THREADS[1]}` } });
  });

  it('says so when no sample of a transaction is there', async () => {
    const nothing = { id: 'd744a6cdc17a40c8', startSeconds: 300, endSeconds: 301 };
    const lost = { id: 'e744a6cdc17a40c8', startSeconds: 0, endSeconds: 1 };
    const spans = spansPayload([
      { ...nothing, attributes: { 'sentry.profiler_id': SESSION } },
      { ...lost, attributes: { 'sentry.profiler_id': 'f9'.repeat(16) } },
    ]);
    await profiling.send([[{ ...spanItem, item_count: 2 }, spans]]);
    for (const { id } of [nothing, lost]) {
      const answer = await profiling.get(`${OURS}/profiles/${id}/`);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({ detail: 'No samples of this transaction are kept.' });
    }
  });

  it('merges the chunks of a session in the order of time', async () => {
    const document = await merged(`project=1&profiler_id=${SESSION}&start=${iso(0)}&end=${iso(60)}`);
    expect(document.debug_chunk_ids).toEqual([idOf(1), idOf(2)]);
    expect(document.chunk).toMatchObject({
      chunk_id: idOf(1),
      profiler_id: SESSION,
      release: 'shop@1.4.2',
      environment: 'staging',
      received: SESSION_START_SECONDS + 600,
      measurements: { cpu_usage: { values: [{ value: 0.5 }, { value: 0.7 }] } },
    });
    const { samples, frames, stacks } = document.chunk.profile;
    expect(samples).toHaveLength(200);
    expect(frames).toHaveLength(6);
    expect(stacks).toEqual([[0, 1], [2], [3, 4], [5]]);
    expect(samples.map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: 200 }, (_, tick) => Number((SESSION_START_SECONDS + tick / 100).toFixed(6))),
    );
    expect(samples.filter(({ stack_id: stack }) => stack % 2 === 1)).toHaveLength(20);
  });

  it('keeps samples of the window with both ends, from the chunks that overlap it', async () => {
    const inside = await merged(`project=default&profiler_id=${SESSION}&start=${iso(1.2)}&end=${iso(1.4)}`);
    expect(inside.debug_chunk_ids).toEqual([idOf(2)]);
    expect(inside.chunk.profile.samples).toHaveLength(21);
    expect((await merged(`project=1&profiler_id=${SESSION}&statsPeriod=24h`)).chunk.profile.samples).toHaveLength(200);
    expect((await merged(`project=1&profiler_id=${SESSION}`)).debug_chunk_ids).toHaveLength(2);
  });

  it.each([
    ['no project of several', `profiler_id=${SESSION}`, 'admin', 400, { detail: 'one project_id must be specified.' }],
    [
      'two projects',
      `project=1&project=second&profiler_id=${SESSION}`,
      'admin',
      400,
      { detail: 'one project_id must be specified.' },
    ],
    ['no session', 'project=1', 'reader', 400, { detail: 'profiler_id must be specified.' }],
    ['an unknown session', `project=1&profiler_id=${idOf(0x99)}`, 'reader', 400, undefined],
    ['a session that is no id', 'project=1&profiler_id=all', 'reader', 400, undefined],
    ['a time without chunks', `project=1&profiler_id=${SESSION}&statsPeriod=1m`, 'reader', 400, undefined],
    ['one end alone', `project=1&start=${iso(0)}`, 'reader', 400, { detail: 'start and end are both required' }],
    [
      'ends in the wrong order',
      `project=1&start=${iso(2)}&end=${iso(1)}`,
      'reader',
      400,
      { detail: 'start must be before end' },
    ],
    ['a period of no form', 'project=1&statsPeriod=ever', 'reader', 400, { detail: "Invalid statsPeriod: 'ever'" }],
    [
      "a neighbour's project",
      `project=2&profiler_id=${SESSION}`,
      'reader',
      403,
      { detail: 'You do not have permission to perform this action.' },
    ],
    ['a wrong token', 'project=1', 'wrong', 401, { detail: 'Invalid token' }],
    ['too little', 'project=1', 'ingest', 403, { detail: 'You do not have permission to perform this action.' }],
  ])('refuses to merge for %s', async (_name, query, who, status, body) => {
    const { face, token } = profiling;
    const secrets: Record<string, string> = { reader: token, admin: face.adminToken };
    const secret = who === 'ingest' ? await face.token(['ingest']) : (secrets[who] ?? who);
    const answer = await chunks(query, secret);
    expect(answer.statusCode, answer.body).toBe(status);
    if (body === undefined) expect(answer.body).toBe('');
    else expect(answer.json()).toEqual(body);
  });

  it('merges the newest fifty chunks and says that there are more', async () => {
    const numbers = Array.from({ length: 52 }, (_, index) => index);
    const session = LONG_SESSION;
    await Promise.all(numbers.map((number) => sendChunk(0x600 + number, { session, atSeconds: number, samples: 2 })));
    const answer = await chunks(`project=1&profiler_id=${LONG_SESSION}`);
    expect(answer.headers['x-hearth-truncated']).toBe('chunks');
    const { debug_chunk_ids: ids } = chunksSchema.parse(answer.json());
    expect(ids).toEqual(Array.from({ length: 50 }, (_, index) => idOf(0x602 + index)));
    expect((await chunks(`project=1&profiler_id=${SESSION}`)).headers).not.toHaveProperty('x-hearth-truncated');
  });

  it('gives chunks back byte for byte, of their session and project only', async () => {
    const path = (session: string, chunk: string, base = OURS): string => `${base}/raw_chunks/${session}/${chunk}/`;
    const raw = await profiling.get(path(SESSION, idOf(2)));
    expect(raw.body).toBe(JSON.stringify(chunkPayload(2, { atSeconds: 1 })));
    expect((await profiling.get(path(PYTHON_SESSION, idOf(2)))).statusCode).toBe(404);
    expect((await profiling.get(path(SESSION, idOf(0x99)))).statusCode).toBe(404);
    expect((await profiling.get(path(`-${SESSION.slice(1)}`, idOf(2)))).statusCode).toBe(400);
    const { face } = profiling;
    const theirs = `/projects/neighbours/${face.theirs.slug}/profiling`;
    const stranger = await face.token(['project:read'], face.theirs);
    for (const foreign of [
      path(SESSION, idOf(2), theirs),
      `${theirs}/profiles/${idOf(2)}/`,
      `${theirs}/profiles/${SEGMENT}/`,
    ]) {
      expect((await profiling.get(foreign, stranger)).statusCode).toBe(404);
    }
  });

  it('knows whether there are chunks', async () => {
    const { face, token } = profiling;
    const has = async (query: string, secret: string) =>
      (await profiling.get(`/organizations/${query}`, secret)).json<unknown>();
    expect(await has('default/profiling/has-chunks/', token)).toEqual({ hasChunks: true });
    expect(await has('default/profiling/has-chunks/?project=1', token)).toEqual({ hasChunks: true });
    const stranger = await face.token(['project:read'], face.theirs);
    expect(await has('neighbours/profiling/has-chunks/', stranger)).toEqual({ hasChunks: false });
    expect((await profiling.get('/organizations/default/profiling/has-chunks/', stranger)).statusCode).toBe(404);
  });

  it('puts what a wrong clock sent where its spans are', async () => {
    const session = 'f3'.repeat(16);
    const headers = { sent_at: new Date((SESSION_START_SECONDS + 600 - 3600) * 1000).toISOString() };
    await sendChunk(7, { session, atSeconds: -3600 }, headers);
    const span = { id: 'f744a6cdc17a40c8', startSeconds: -3599.9, endSeconds: -3599.8 };
    const spans = spansPayload([{ ...span, attributes: { 'sentry.profiler_id': session } }]);
    await profiling.send([[{ ...spanItem, item_count: 1 }, spans]], { headers });
    const document = await retrieve(span.id);
    expect(document.timestamp).toBe('2026-11-21T11:50:00.1Z');
    expect(document.profile.samples).toHaveLength(11);
    expect((await retrieve(idOf(7))).timestamp).toBe('2026-11-21T11:50:00Z');
    const { chunk } = await merged(`project=1&profiler_id=${session}&start=${iso(0)}&end=${iso(0.05)}`);
    expect(chunk.profile.samples.map(({ timestamp }) => timestamp)).toHaveLength(6);
  });

  it('tells what is known of a chunk whose trace it does not read', async () => {
    const session = 'f4'.repeat(16);
    const android = {
      chunk_id: idOf(8),
      profiler_id: session,
      platform: 'android',
      version: '2',
      client_sdk: { name: 'sentry.java.android', version: '8.0.0' },
      timestamp: SESSION_START_SECONDS,
      duration_ns: 1_000_000,
      sampled_profile: 'SGVhcnRo',
    };
    await profiling.send([[{ type: 'profile_chunk', platform: 'android' }, android]]);
    const whole = legacySchema.parse(JSON.parse(await profiling.text(`${OURS}/profiles/${idOf(8)}/`)));
    expect(whole).toMatchObject({ chunkID: idOf(8), platform: 'android' });
    const answer = (await chunks(`project=1&profiler_id=${session}`)).json<{ readonly chunk: unknown }>();
    expect(answer).toEqual({ chunk: whole, debug_chunk_ids: [idOf(8)] });
  });

  it('says until when the chunks of a transaction were kept', async () => {
    await profiling.client.command({ name: 'test', sql: 'TRUNCATE TABLE originals' });
    const detail = 'The original of the profile was kept until 2026-12-22T00:00:00.000Z.';
    for (const path of [`${OURS}/profiles/${SEGMENT}/`, `${CHUNKS}?project=1&profiler_id=${SESSION}`]) {
      const answer = await profiling.get(path);
      expect([answer.statusCode, answer.json<unknown>()]).toEqual([404, { detail }]);
    }
  });
});
