import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readProfile, WRITABLE_FORMATS } from '@hearth/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDecoder, type Decoder } from '../../ingest/decoder.ts';
import { DEFAULT_INGEST_LIMITS } from '../../ingest/limits.ts';
import { loadCapture } from '../../ingest/testing/load-captures.ts';
import { GroupRows } from '../../store/derive/group-rows.ts';
import { KnownIds } from '../../store/derive/known-ids.ts';
import { planProfile } from '../../store/derive/profile-plan.ts';
import { storedUpload } from '../../store/groups/assign-ids.ts';
import { InFlight } from '../../store/groups/in-flight.ts';
import type { TableBlock } from '../../store/native/table-block.ts';
import { startReaders, type TestReaders } from '../../store/readers/testing/start-readers.ts';
import { OriginalsBlock } from '../../store/tables/originals-block.ts';
import type { Original, ProfileId, Source } from '../../store/upload.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { linkList, newLink } from './schemas/file-link.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const BASE = '/api/v1/projects/default';
const PROFILE_FIXTURES = new URL('../../../../profile/fixtures/', import.meta.url);

interface ThreadsBody {
  readonly times: string;
  readonly types: readonly { name: string }[];
  readonly frames: readonly { function: string }[];
  readonly stacks: { readonly parent: number[]; readonly frame: number[] };
  readonly threads: readonly {
    readonly name: string;
    readonly sampleCount: number;
    readonly value: number;
    readonly samples: { timeMs: number[]; durationMs: number[]; stack: number[]; value: number[] };
  }[];
  readonly omittedSamples: number;
}

describe('profiles of every protocol as files and in time', () => {
  let readers: TestReaders;
  let face: HearthFace;
  let decoder: Decoder;
  let reader: string;
  const ids: Record<string, ProfileId> = {};

  const insert = (block: TableBlock): Promise<void> =>
    readers.client.insert({ table: block.table, columns: Object.keys(block.columns), blocks: block.encode() });

  /** The way in, without its checks: the original and what is derived of it. */
  const keep = async (name: string, original: Original, seq: number): Promise<void> => {
    const prepared = await decoder.prepare(original);
    const upload = { ...prepared, projectId: face.ours.id, original, keepDays: { original: 1, derived: 30 } };
    const stored = storedUpload(upload, seq, new InFlight(), new Set());
    const groupId = seq * 4096;
    const rows = new GroupRows(new KnownIds());
    rows.add(
      groupId,
      stored,
      prepared.decoded.profiles.map((profile) => planProfile(face.ours.id, profile)),
    );
    for (const block of rows.blocks()) await insert(block);
    if (name !== 'expired') {
      const originals = new OriginalsBlock();
      originals.add(groupId, stored);
      await insert(originals.block);
    }
    ids[name] = stored.profileIds[0]!;
  };

  const originalOf = (source: Source, format: string, body: Uint8Array, more: Partial<Original> = {}): Original => ({
    source,
    format,
    contentType: '',
    headers: {},
    body,
    context: { defaultEnvironment: 'production', projectSlug: 'default', receivedMs: NOON_MS },
    ...more,
  });

  beforeAll(async () => {
    readers = await startReaders();
    decoder = createDecoder(DEFAULT_INGEST_LIMITS);
    face = await startHearthFace({ source: readers.client, stored: decoder, now: () => NOON_MS });
    reader = await face.token(['project:read']);
    const datadog = loadCapture('dd-node/003');
    const fixture = (path: string): Buffer => readFileSync(new URL(path, PROFILE_FIXTURES));
    const app = { app: '"x"\r\n/../app', start: new Date(NOON_MS - 60_000).toISOString() };
    await keep(
      'datadog',
      originalOf('datadog', 'datadog-multipart', datadog.body, { contentType: datadog.headers['content-type']! }),
      1,
    );
    await keep('sentry', originalOf('sentry', 'sentry-envelope', fixture('sentry/node-11-008.envelope.gz')), 2);
    await keep(
      'firefox',
      originalOf('capture', 'firefox-profile', fixture('firefox/samply-0.13.1-symbols-v75.json.gz'), { headers: app }),
      3,
    );
    await keep('cpuprofile', originalOf('file', 'profile-file', fixture('files/node.cpuprofile'), { headers: app }), 4);
    await keep('pprof', originalOf('file', 'pprof', fixture('go-cpu.pprof.gz'), { headers: app }), 5);
    const cpuprofile = fixture('files/node.cpuprofile');
    await keep('expired', originalOf('file', 'profile-file', cpuprofile, { headers: { app: 'gone' } }), 6);
    await readers.insertProfiles([{ id: 'e'.repeat(32), startMs: NOON_MS, project: face.ours.id }]);
  });
  afterAll(async () => {
    await face.stop();
    await decoder.close();
    await readers.stop();
  });

  const get = (path: string) => face.get(`${BASE}/${path}`, reader);

  it.each(['datadog', 'sentry', 'firefox', 'cpuprofile', 'pprof'])(
    'writes what came by %s in every format',
    async (name) => {
      for (const format of WRITABLE_FORMATS) {
        const answer = await get(`profiles/${ids[name]!}/export?format=${format}`);
        expect([format, answer.statusCode]).toEqual([format, 200]);
        expect(answer.headers).toMatchObject({
          'content-disposition': expect.stringMatching(/^attachment; filename="[\w.-]+"$/),
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
        });
        if (format === 'dot' || format === 'svg') {
          expect(answer.body).toMatch(format === 'dot' ? /^digraph/ : /<svg/);
          continue;
        }
        expect(readProfile(new Uint8Array(answer.rawPayload)).format).toBe(format);
      }
    },
  );

  it('gives a type when it is asked for, a compressed body to whom takes one, and says what there is', async () => {
    const answer = await face.app.inject({
      url: `${BASE}/profiles/${ids['datadog']!}/export?format=collapsed&type=wall`,
      headers: { authorization: `Bearer ${reader}`, 'accept-encoding': 'gzip' },
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(answer.rawPayload).toString()).toMatch(/^[^\n]+ \d+\n/);
    const heap = await get(`profiles/${ids['datadog']!}/export?format=pprof&type=inuse_space`);
    const { profile } = readProfile(new Uint8Array(heap.rawPayload));
    expect(profile.types.map(({ type }) => type)).toContain('inuse_space');
    const refused = await get(`profiles/${ids['datadog']!}/export?format=pprof&type=nothing`);
    expect(refused.json()).toMatchObject({ status: 400, detail: expect.stringContaining('but: ') as string });
  });

  it('gives a recording of Firefox Profiler as it was recorded', async () => {
    const answer = await get(`profiles/${ids['firefox']!}/export?format=firefox`);
    const original = gunzipSync(readFileSync(new URL('firefox/samply-0.13.1-symbols-v75.json.gz', PROFILE_FIXTURES)));
    expect(answer.rawPayload.equals(original)).toBe(true);
  });

  it.each([
    ['sentry', 'recorded'],
    ['firefox', 'recorded'],
    ['cpuprofile', 'recorded'],
    ['datadog', 'recorded'],
    ['pprof', 'none'],
  ])('shows threads of %s, times %s', async (name, times) => {
    const answer = await get(`profiles/${ids[name]!}/threads`);
    expect(answer.statusCode, answer.body).toBe(200);
    const body = answer.json<ThreadsBody>();
    expect([body.times, body.omittedSamples]).toEqual([times, 0]);
    expect(body.threads.length).toBeGreaterThan(0);
    for (const { samples, sampleCount, value } of body.threads) {
      expect(samples.stack).toHaveLength(sampleCount);
      expect(samples.timeMs).toHaveLength(times === 'none' ? 0 : sampleCount);
      expect(samples.value.reduce((sum, one) => sum + one, 0)).toBe(value);
      expect(samples.stack.every((stack) => stack >= -1 && stack < body.stacks.frame.length)).toBe(true);
    }
    expect(body.stacks.frame.every((frame) => frame < body.frames.length)).toBe(true);
    const one = (
      await get(`profiles/${ids[name]!}/threads?type=${body.types[0]!.name}&thread=0&maxSamples=2`)
    ).json<ThreadsBody>();
    expect(one.threads[0]!.samples.stack.length).toBeLessThanOrEqual(2);
    expect(one.threads.slice(1).every(({ samples }) => samples.stack.length === 0)).toBe(true);
  });

  it('writes a merged selection in every format, with the sum that the merge has', async () => {
    const selector = { type: 'cpu', app: '"x"\r\n/../app', from: '0', to: '9999-12-31T00:00:00Z' };
    const merged = await face.send('POST', `${BASE}/merge`, reader, { selector });
    const { total } = merged.json<{ facts: { total: number } }>().facts;
    expect(total).toBeGreaterThan(0);
    for (const format of WRITABLE_FORMATS) {
      const answer = await face.send('POST', `${BASE}/export`, reader, { selector, format });
      expect([format, answer.statusCode]).toEqual([format, 200]);
      expect(answer.headers).toMatchObject({
        'content-disposition': expect.stringMatching(/^attachment; filename="x-..-app-cpu\.[\w.]+"$/),
        'hearth-omitted-nodes': '0',
      });
      if (format !== 'collapsed') continue;
      const sum = answer.body
        .trimEnd()
        .split('\n')
        .reduce((all, line) => all + Number(/ (\d+)$/.exec(line)?.[1]), 0);
      expect(sum).toBe(total);
    }
  });

  it.each([
    ['/export?format=gif', 400, 'invalid_request'],
    ['/export', 400, 'invalid_request'],
    ['/export?format=svg&colour=red', 400, 'invalid_request'],
    ['/threads?thread=-1', 400, 'invalid_request'],
    ['/threads?type=nothing', 400, 'invalid_request'],
  ])('refuses %s', async (path, status, code) => {
    expect((await get(`profiles/${ids['pprof']!}${path}`)).json()).toMatchObject({ status, code });
  });

  it('is made of what is stored when the original has expired', async () => {
    const sumOf = (body: string): number =>
      body
        .trimEnd()
        .split('\n')
        .reduce((all, line) => all + Number(/ (\d+)$/.exec(line)?.[1]), 0);
    for (const type of ['cpu', 'samples']) {
      const kept = await get(`profiles/${ids['cpuprofile']!}/export?format=collapsed&type=${type}`);
      const expired = await get(`profiles/${ids['expired']!}/export?format=collapsed&type=${type}`);
      expect(kept.headers['hearth-made-of']).toBe('original');
      expect([expired.statusCode, expired.headers['hearth-made-of']]).toEqual([200, 'stored values']);
      expect(sumOf(expired.body)).toBe(sumOf(kept.body));
    }
    expect((await get(`profiles/${ids['expired']!}/threads`)).statusCode).toBe(410);
  });

  describe('a signed link', () => {
    const make = async (name: string, body: object, token = reader) => {
      const answer = await face.send('POST', `${BASE}/profiles/${ids[name]!}/links`, token, body);
      expect(answer.statusCode, answer.body).toBe(201);
      const link = newLink.strict().parse(answer.json());
      return { ...link, path: link.url.replace(/^https?:\/\/[^/]+/, '') };
    };

    it.each(['firefox', 'speedscope'] as const)('opens the profile in %s, as a page of any origin', async (viewer) => {
      const { path, openUrl } = await make('datadog', { viewer, type: 'wall' });
      expect(decodeURIComponent(openUrl)).toContain(path);
      const answer = await face.app.inject({ url: path, headers: { origin: 'https://viewer.example' } });
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'referrer-policy': 'no-referrer',
        'cache-control': 'private, no-store',
      });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(readProfile(new Uint8Array(answer.rawPayload)).format).toBe(viewer);
      const own = await get(`profiles/${ids['datadog']!}/export?format=${viewer}&type=wall`);
      expect(own.rawPayload.equals(answer.rawPayload)).toBe(true);
      expect(own.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('opens nothing but what it was made for, and only with GET', async () => {
      const { path } = await make('datadog', { viewer: 'firefox', type: 'wall' });
      const others = [
        path.replace('format=firefox', 'format=speedscope'),
        path.replace('type=wall', 'type=cpu'),
        path.replace('type=wall&', ''),
        path.replace('type=wall', 'type=wall&type=wall'),
        path.replace(ids['datadog']!, ids['pprof']!),
        path.replace('/projects/1/', `/projects/${String(face.theirs.id)}/`),
        // The same file in other words.
        path.replace('/projects/1/', '/projects/default/'),
        path.replace(ids['datadog']!, ids['datadog']!.toUpperCase()),
      ];
      for (const other of others) {
        const answer = await face.get(other);
        expect([other, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([other, 403, 'invalid_link']);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
      const query = new URL(path, 'http://x').search;
      for (const other of ['', '/original', '/threads', '/links'].map(
        (end) => `${BASE}/profiles/${ids['datadog']!}${end}`,
      )) {
        expect([other, (await face.get(other + query)).statusCode]).toEqual([other, 401]);
      }
      expect((await face.app.inject({ method: 'HEAD', url: path })).statusCode).toBe(403);
      expect((await face.get(path, reader)).json()).toMatchObject({ code: 'multiple_credentials' });
      expect((await face.get(path)).statusCode).toBe(200);
    });

    it('is listed without its code, revoked, and ends with its token', async () => {
      const links = `${BASE}/profiles/${ids['pprof']!}/links`;
      const { id, path } = await make('pprof', { viewer: 'speedscope', seconds: 60 });
      const listed = await face.get(links, reader);
      expect(linkList.parse(listed.json()).links.map((link) => link.id)).toEqual([id]);
      expect(listed.body).not.toContain('hearth_');
      expect((await face.get(`${BASE}/profiles/${ids['datadog']!}/links`, reader)).body).not.toContain(id);
      expect((await face.send('DELETE', `${links}/${id}`, await face.token(['project:read']))).statusCode).toBe(403);
      expect((await face.send('DELETE', `${links}/${id}`, reader)).statusCode).toBe(204);
      expect((await face.get(path)).json()).toMatchObject({ code: 'invalid_link' });
      const short = await make('pprof', { viewer: 'speedscope' }, await face.token(['project:read']));
      const [newest] = await face.catalog.tokens.list({ kind: 'all' });
      await face.catalog.tokens.revoke(newest!.id, { kind: 'all' });
      expect((await face.get(short.path)).json()).toMatchObject({ code: 'invalid_link' });
    });

    it('is made by those who may read the profile, for a viewer that is known', async () => {
      const links = `${BASE}/profiles/${ids['pprof']!}/links`;
      const stranger = await face.token(['project:admin'], face.theirs);
      expect((await face.send('POST', links, stranger, { viewer: 'firefox' })).statusCode).toBe(404);
      expect((await face.send('POST', links, undefined, { viewer: 'firefox' })).statusCode).toBe(401);
      for (const body of [{}, { viewer: 'pprof' }, { viewer: 'firefox', seconds: 601 }]) {
        expect([body, (await face.send('POST', links, reader, body)).statusCode]).toEqual([body, 400]);
      }
      const missing = `${BASE}/profiles/${'0'.repeat(32)}/links`;
      expect((await face.send('POST', missing, reader, { viewer: 'firefox' })).statusCode).toBe(404);
    });
  });

  it('says when an original is gone, and that there is no such profile', async () => {
    for (const path of ['export?format=svg', 'threads']) {
      expect((await get(`profiles/${'e'.repeat(32)}/${path}`)).json()).toMatchObject({
        code: 'original_expired',
        status: 410,
      });
      expect((await get(`profiles/${'0'.repeat(32)}/${path}`)).json()).toMatchObject({ code: 'profile_not_found' });
    }
    const strange = await face.token(['project:read'], face.theirs);
    expect((await face.get(`${BASE}/profiles/${ids['pprof']!}/threads`, strange)).statusCode).toBe(404);
  });
});
