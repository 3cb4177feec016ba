import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { CaptureId } from '../../catalog/ids.ts';
import { captureDetail, captureItem, captureList, captureStart } from './schemas/capture.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const PROFILE = JSON.stringify({ meta: { preprocessedProfileVersion: 49 }, threads: [], shared: 'é'.repeat(1_000) });
const FILE = gzipSync(PROFILE);

let face: HearthFace;
let reader: string;
let writer: string;
let stranger: string;
let made = 0;
let pipeline: string;

beforeAll(async () => {
  face = await startHearthFace();
  reader = await face.token(['project:read']);
  writer = await face.token(['project:write']);
  stranger = await face.token(['project:admin'], face.theirs);
});
afterAll(() => face.stop());
beforeEach(async () => {
  const { id, organizationId } = face.ours;
  pipeline = `etl${String(++made)}`;
  await face.catalog.pipelines.create({ organizationId, projectId: id, name: pipeline, hosts: 3 });
  face.captures.present.clear();
  face.captures.progressNow = {};
  for (const ordinal of [0, 2]) face.captures.present.set(ordinal, { recorders: [] });
});

type Start = z.infer<typeof captureStart>;

const start = async (body: object = {}): Promise<Start> => {
  const answer = await face.send('POST', '/api/v1/captures', writer, { pipeline, ...body });
  expect(answer.statusCode, answer.body).toBe(202);
  return captureStart.strict().parse(answer.json());
};
const startOne = async (body: object = {}): Promise<CaptureId> => {
  const { captures } = await start(body);
  expect(captures.length).toBe(1);
  return (captures[0]?.id ?? '') as CaptureId;
};
const finished = async (bytes: Uint8Array = FILE): Promise<CaptureId> => {
  const id = await startOne();
  await face.captures.finish(id, bytes);
  return id;
};
const show = async (id: string) =>
  captureDetail.strict().parse((await face.get(`/api/v1/captures/${id}`, reader)).json());

describe('POST /captures', () => {
  it('records host 0 for 30 seconds when nothing else is said, and says who asked', async () => {
    const { captures, refused } = await start();
    expect(refused).toEqual([]);
    expect(captures).toMatchObject([
      { pipeline, ordinal: 0, state: 'requested', durationSeconds: 30, rate: 1_000, ended: null, profileId: null },
    ]);
    expect(captures[0]?.requestedBy).toMatch(/^token \d+ \(test\)$/);
  });

  it('takes the host, the time and the rate', async () => {
    const { captures } = await start({ ordinal: 2, durationSeconds: 5, rate: 250 });
    expect(captures).toMatchObject([{ ordinal: 2, durationSeconds: 5, rate: 250 }]);
  });

  it('records all hosts that are there, and says which are not', async () => {
    const { captures, refused } = await start({ all: true });
    expect(captures.map(({ ordinal }) => ordinal)).toEqual([0, 2]);
    expect(refused).toEqual([{ ordinal: 1, code: 'host_unavailable', message: 'No agent of this host is connected.' }]);
  });

  it.each([
    [{ ordinal: 1 }, 503, 'host_unavailable'],
    [{ ordinal: 3 }, 400, 'invalid_ordinal'],
    [{ ordinal: -1 }, 400, 'invalid_request'],
    [{ ordinal: 0.5 }, 400, 'invalid_request'],
    [{ ordinal: 0, all: true }, 400, 'invalid_request'],
    [{ durationSeconds: -1 }, 400, 'invalid_request'],
    [{ durationSeconds: '30' }, 400, 'invalid_request'],
    [{ command: 'rm' }, 400, 'invalid_request'],
    [{ pipeline: 'nowhere' }, 404, 'pipeline_not_found'],
    [{ pipeline: undefined }, 400, 'invalid_request'],
  ])('refuses %j', async (body, status, code) => {
    const answer = await face.send('POST', '/api/v1/captures', writer, { pipeline, ...body });
    expect([answer.statusCode, answer.json()]).toEqual([status, expect.objectContaining({ code })]);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('refuses a second one of a host that is being recorded', async () => {
    await start();
    const answer = await face.send('POST', '/api/v1/captures', writer, { pipeline });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'capture_in_progress']);
  });

  it('is for those who may write, in their own tenant', async () => {
    const ask = (token?: string) => face.send('POST', '/api/v1/captures', token, { pipeline });
    expect((await ask()).statusCode).toBe(401);
    expect((await ask(reader)).statusCode).toBe(403);
    expect((await ask(await face.token(['ingest']))).statusCode).toBe(403);
    expect((await ask(stranger)).json()).toMatchObject({ code: 'pipeline_not_found' });
  });
});

describe('GET /captures', () => {
  const list = async (query: string, token = reader) => {
    const answer = await face.get(`/api/v1/captures?${query}`, token);
    expect(answer.statusCode, answer.body).toBe(200);
    return captureList.strict().parse(answer.json());
  };

  it('lists newest first, page by page, each once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const id = await startOne();
      await face.captures.fail(id, 'no');
      ids.push(id);
    }
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 10; pages++) {
      const page = await list(`pipeline=${pipeline}&limit=2${cursor}`);
      seen.push(...page.captures.map(({ id }) => id));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    // What was asked for in the same millisecond has no order of its own.
    const times = (await list(`pipeline=${pipeline}`)).captures.map(({ requested }) => requested);
    expect(times).toEqual([...times].sort().toReversed());
    expect((await list(`pipeline=${pipeline}&limit=5`)).next).toBeNull();
  });

  it('narrows by host and states', async () => {
    const failed = await startOne();
    await face.captures.fail(failed, 'no');
    const running = await startOne({ ordinal: 2 });
    const ids = async (query: string) => (await list(`pipeline=${pipeline}&${query}`)).captures.map(({ id }) => id);
    expect(await ids('ordinal=0')).toEqual([failed]);
    expect(await ids('state=failed')).toEqual([failed]);
    expect(await ids('state=requested')).toEqual([running]);
    expect((await ids('state=failed&state=requested')).length).toBe(2);
    expect(await ids('state=lost&ordinal=2')).toEqual([]);
  });

  it('shows nothing of others', async () => {
    await startOne();
    expect((await list('', stranger)).captures).toEqual([]);
    const answer = await face.get(`/api/v1/captures?pipeline=${pipeline}`, stranger);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'pipeline_not_found']);
  });

  it.each(['limit=0', 'limit=1001', 'cursor=x', 'state=nothing', 'ordinal=-1', 'nothing=1'])(
    'refuses %s',
    async (query) => {
      expect((await face.get(`/api/v1/captures?${query}`, reader)).statusCode).toBe(400);
    },
  );
});

describe('one capture', () => {
  it('shows how far it is and what happened to it', async () => {
    const id = await startOne();
    face.captures.progressNow = { secondsLeft: 12, uploadedBytes: 99 };
    expect(await show(id)).toMatchObject({
      id,
      secondsLeft: 12,
      uploadedBytes: 99,
      steps: [{ state: 'requested', why: '' }],
    });
    face.captures.progressNow = {};
    await face.captures.fail(id, 'Set kernel.perf_event_paranoid to 1 on db-3.');
    expect(await show(id)).toMatchObject({
      state: 'failed',
      cause: 'Set kernel.perf_event_paranoid to 1 on db-3.',
      causeCode: 'not_permitted',
      detail: 'EPERM',
      secondsLeft: null,
      steps: [{ state: 'requested' }, { state: 'failed', who: 'server' }],
    });
  });

  it('is cancelled by those who may, and names them', async () => {
    const id = await startOne();
    const path = `/api/v1/captures/${id}/cancel`;
    expect((await face.send('POST', path, reader)).statusCode).toBe(403);
    expect((await face.send('POST', path, stranger)).statusCode).toBe(404);
    const answer = await face.send('POST', path, writer);
    expect(captureItem.strict().parse(answer.json())).toMatchObject({ state: 'cancelled' });
    expect((await show(id)).cause).toMatch(/^token \d+ \(test\) cancelled it\.$/);
    expect((await face.send('POST', path, writer)).json()).toMatchObject({ state: 'cancelled' });
  });

  it('is pinned and unpinned', async () => {
    const id = await finished();
    const pin = (body: object, token = writer) => face.send('PATCH', `/api/v1/captures/${id}`, token, body);
    expect((await pin({ pinned: true })).json()).toMatchObject({ pinned: true });
    expect((await show(id)).pinned).toBe(true);
    expect((await pin({ pinned: false })).json()).toMatchObject({ pinned: false });
    expect((await pin({ pinned: true }, reader)).statusCode).toBe(403);
    expect((await pin({ state: 'done' })).statusCode).toBe(400);
  });

  it.each(['GET /', 'GET /original', 'GET /profile.json', 'GET /links', 'POST /links', 'POST /cancel'])(
    '%s of another tenant looks like one that is not there',
    async (route) => {
      const id = await finished();
      const [method, rest = ''] = route.split(' ') as ['GET' | 'POST', string];
      const ask = (of: string) =>
        method === 'GET'
          ? face.get(`/api/v1/captures/${of}${rest === '/' ? '' : rest}`, stranger)
          : face.send(method, `/api/v1/captures/${of}${rest}`, stranger);
      const [theirs, nothing] = [await ask(id), await ask('0'.repeat(32))];
      expect([theirs.statusCode, theirs.body]).toEqual([404, nothing.body]);
      expect((await ask("'; DROP TABLE captures --")).statusCode).toBe(404);
    },
  );
});

describe('the file of a capture', () => {
  it('comes back byte for byte, never as an encoding that a client would undo', async () => {
    const id = await finished();
    const answer = await face.app.inject({
      url: `/api/v1/captures/${id}/original`,
      headers: { authorization: `Bearer ${reader}`, 'accept-encoding': 'gzip' },
    });
    expect(answer.rawPayload.equals(FILE)).toBe(true);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/gzip', 'content-length': String(FILE.length) });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="${pipeline}-host0-[-0-9TZ]+\\.json\\.gz"$`),
    );
  });

  it.each([
    ['gzip, deflate, br', 'gzip'],
    [undefined, undefined],
    ['identity', undefined],
  ])('is JSON for a viewer that accepts %s', async (accepted, encoding) => {
    const id = await finished();
    const answer = await face.app.inject({
      url: `/api/v1/captures/${id}/profile.json`,
      headers: { authorization: `Bearer ${reader}`, ...(accepted && { 'accept-encoding': accepted }) },
    });
    expect(answer.headers).toMatchObject({ vary: 'accept-encoding', 'x-content-type-options': 'nosniff' });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['content-encoding']).toBe(encoding);
    const body = encoding === 'gzip' ? gunzipSync(answer.rawPayload) : answer.rawPayload;
    expect(body.toString()).toBe(PROFILE);
  });

  it('is shown to no page of another origin that comes with a token', async () => {
    const id = await finished();
    const headers = { authorization: `Bearer ${reader}`, origin: 'https://profiler.example' };
    const answer = await face.app.inject({ url: `/api/v1/captures/${id}/profile.json`, headers });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['content-security-policy']).toContain('sandbox');
  });

  it('is not there before the end, nor when there is none', async () => {
    const id = await startOne();
    for (const path of ['original', 'profile.json']) {
      const answer = await face.get(`/api/v1/captures/${id}/${path}`, reader);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'capture_without_file']);
    }
  });

  it('that is damaged breaks off and ends nothing else', async () => {
    const id = await finished(FILE.subarray(0, 60));
    await expect(face.get(`/api/v1/captures/${id}/profile.json`, reader)).rejects.toThrow();
    expect((await show(id)).state).toBe('done');
  });
});
