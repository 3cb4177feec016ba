import { gunzipSync } from 'node:zlib';
import { decodePprof, functionTree, totalsOf } from '@hearth/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { type SampleStore, startSampleStore } from '../../query/testing/sample-store.ts';
import type { TextUpload } from '../../store/testing/text-upload.ts';
import { NOON_MS, startFace, type TestFace } from '../testing/start-face.ts';
import { registerUpsunFace } from './register-upsun-face.ts';
import { errorResponse, flamebearerResponse, observabilityResponse, timelineResponse } from './schemas.ts';

const MINUTE = 60_000;
const NOON = NOON_MS / 1000;
const ENVIRONMENT = '/projects/default/environments/production';
const BASE = `${ENVIRONMENT}/continuous-profiling`;
const ODD = 'ünï|"code" .* \\ \' (\n)^$ \u0001{2}';
const BIG = Number.MAX_SAFE_INTEGER;

const at = (minutes: number): number => NOON_MS - minutes * MINUTE;
const uploads: readonly TextUpload[] = [
  { id: 'a', startMs: at(20), runtime: 'go', stacks: 'main;handle;hash 3 300\nmain;handle;render 1 100\nmain 1 50' },
  { id: 'b', startMs: at(20) + 59_999, runtime: 'go', stacks: 'main;handle;hash 2 200\nmain;gc 1 7' },
  // Recursion: hash and handle are each on a stack twice.
  { id: 'c', startMs: at(10), runtime: 'nodejs', stacks: 'main;handle;hash;handle;hash 9 900' },
  { id: 'd', startMs: at(9), runtime: '', stacks: 'main;<b>"x"</b>\\n;hash 4 40' },
  { id: 'e', startMs: at(8), runtime: ODD, stacks: 'main 1 11' },
  { id: 'f', startMs: at(40), runtime: 'go', stacks: 'main;old 5 5000' },
  ...[2, 5, 2].map(
    (value, index): TextUpload => ({
      id: `heap-${String(index)}`,
      app: 'heap',
      startMs: at(5) + index,
      types: ['inuse_space/bytes'],
      stacks: `main;load ${String(value * 100)}\nmain;keep ${String(index + 1)}`,
    }),
  ),
  ...[0, 1, 2].map(
    (index): TextUpload => ({
      id: `big-${String(index)}`,
      app: 'big',
      startMs: at(3),
      stacks: `main;spin 1 ${String(BIG)}`,
    }),
  ),
  { id: 'long', app: 'long', startMs: at(3), profiles: 100, stacks: `main;spin 1 ${String(BIG)}` },
  {
    id: 'wide',
    app: 'wide/app "x"',
    startMs: at(3),
    types: ['wall/nanoseconds', 'cpu/nanoseconds'],
    stacks: 'main 8 4',
  },
  { id: 'w', app: 'waiting', startMs: at(3), types: ['wall/nanoseconds', 'alloc_space/bytes'], stacks: 'main 8 4' },
];

describe("Upsun's answers over values", () => {
  let store: SampleStore;
  let face: TestFace;
  let token: string;

  beforeAll(async () => {
    store = await startSampleStore();
    const slow = (value: unknown): boolean => value === 'slow' || (Array.isArray(value) && value.includes('slow'));
    const check = (params: Readonly<Record<string, unknown>>): void => {
      if (Object.values(params).some(slow)) throw new HearthError('query_timeout');
    };
    face = await startFace({
      binary: async (query) => {
        check(query.params);
        return store.client.binary(query);
      },
      rows: async (query) => {
        check(query.params);
        return store.client.rows(query);
      },
    });
    await registerUpsunFace(face.app, { questions: face.questions, now: () => NOON_MS });
    token = await face.token(['project:read']);
    const projectId = face.ours.id;
    await store.add(uploads.map((upload) => ({ ...upload, projectId })));
    await store.add([{ id: 'theirs', projectId: face.theirs.id, startMs: at(20), stacks: 'secret 1 1000' }]);
  });
  afterAll(async () => {
    await face.stop();
    await store.stop();
  });

  const get = async (path: string) => {
    const answer = await face.get(path, token);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer;
  };
  const timeline = async (query: string, app = 'shop') => {
    const answer = await get(`${BASE}/app/${encodeURIComponent(app)}?${query}`);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    return timelineResponse.parse(answer.json());
  };
  /** Slots with a value: minutes before noon -> value. */
  const values = async (query: string, app = 'shop') =>
    Object.fromEntries(
      (await timeline(query, app)).points.flatMap(({ timestamp, ...rest }) =>
        'value' in rest ? [[(NOON - timestamp) / 60, rest.value]] : [],
      ),
    );
  const flame = async (query: string, app = 'shop') => {
    const answer = await get(`${BASE}/app/${encodeURIComponent(app)}/merge?out=flamebearerv2&${query}`);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    return flamebearerResponse.parse(answer.json());
  };
  const pprof = async (query: string, app = 'shop') => {
    const answer = await get(`${BASE}/app/${encodeURIComponent(app)}/merge?${query}`);
    return decodePprof(gunzipSync(answer.rawPayload));
  };

  describe('the timeline', () => {
    it('has the slots of the range, a rate for each that has profiles, and nothing for others', async () => {
      const answer = await timeline('profile_type=cpu');
      expect(answer).toMatchObject({
        from: NOON - 1800,
        to: NOON + 1,
        grain: 60,
        unit: 'nanoseconds_per_second',
        aggregation_type: 'sum',
        retention: 43_200,
      });
      expect(answer.points.map(({ timestamp }) => timestamp)).toEqual(
        Array.from({ length: 31 }, (_, slot) => NOON - 1800 + slot * 60),
      );
      // (300 + 100 + 50 + 200 + 7) / 60 = 10.95; 900 / 60; 40 / 60 = 0.67; 11 / 60 = 0.18
      expect(await values('profile_type=cpu')).toEqual({ 20: 11, 10: 15, 9: 1, 8: 0 });
      expect(answer.points.filter((point) => 'value' in point)).toHaveLength(4);
    });

    it('grows its grain with the range, and is bounded', async () => {
      const day = await timeline(`profile_type=cpu&from=${String(NOON - 86_400)}&to=${String(NOON)}`);
      expect([day.grain, day.points.length]).toEqual([300, 288]);
      const all = await timeline('profile_type=cpu&from=-9223372036854775808&to=9223372036854775807');
      expect(all).toMatchObject({ from: NOON + 1 - 30 * 86_400, to: NOON + 1, grain: 3600 });
      expect(all.points).toHaveLength(721);
      const sum = all.points.reduce((total, { value = 0 }) => total + Number(value) * all.grain, 0);
      expect(Math.abs(sum - 6608)).toBeLessThanOrEqual(3600);
    });

    it('is the mean over profiles for what is averaged', async () => {
      const answer = await timeline('profile_type=inuse_space', 'heap');
      expect(answer).toMatchObject({ unit: 'bytes', aggregation_type: 'avg' });
      // (200 + 500 + 200 + 1 + 2 + 3) / 3
      expect(await values('profile_type=inuse_space', 'heap')).toEqual({ 5: 302 });
    });

    it('has gaps only, and still a unit, for an app or a type that is not there', async () => {
      for (const [query, app, unit] of [
        ['', 'nothing', 'nanoseconds_per_second'],
        ['profile_type=alloc_space', 'shop', 'bytes_per_second'],
        ['profile_type=goroutine', 'shop', 'count'],
      ] as const) {
        const answer = await timeline(query, app);
        expect(answer.unit).toBe(unit);
        expect(answer.points).toHaveLength(31);
        expect(answer.points.every((point) => !('value' in point))).toBe(true);
      }
      expect((await timeline(`to=${String(NOON - 7200)}`)).points).toEqual([]);
    });

    it('writes every digit of values beyond 2^53', async () => {
      const query = `from=${String(NOON - 300)}&to=${String(NOON)}`;
      const { body } = await get(`${BASE}/app/long?${query}`);
      expect(body).toContain(`"value":${String((BigInt(BIG) * 100n + 30n) / 60n)}`);
      const { body: merged } = await get(`${BASE}/app/big/merge?out=flamebearerv2&${query}`);
      expect(merged).toContain(`"numTicks":${String(BigInt(BIG) * 3n)},"maxSelf":${String(BigInt(BIG) * 3n)}`);
    });
  });

  describe('the merge', () => {
    it('is a flame graph, siblings by name, everything in its document', async () => {
      expect(await flame('profile_type=cpu')).toEqual({
        version: 1,
        flamebearer: {
          names: ['total', 'main', '<b>"x"</b>\\n', 'gc', 'handle', 'hash', 'render'],
          levels: [
            [0, 1608, 0, 0],
            [0, 1608, 61, 1],
            [61, 40, 0, 2, 0, 7, 7, 3, 0, 1500, 0, 4],
            [61, 40, 40, 5, 7, 1400, 500, 5, 0, 100, 100, 6],
            [608, 900, 0, 4],
            [608, 900, 900, 5],
          ],
          numTicks: 1608,
          maxSelf: 900,
        },
        metadata: {
          format: 'single',
          spyName: 'unknown',
          sampleRate: 100,
          units: 'nanoseconds',
          name: 'merged_profile',
        },
        timeline: null,
        groups: {},
        heatmap: null,
        _profile_type: 'cpu',
        _sample_unit: 'nanoseconds',
        _aggregation_type: 'sum',
        _application: 'shop',
        _from: '2026-11-21T11:30:00Z',
        _to: '2026-11-21T12:00:01Z',
        _scale_factor: 1,
      });
    });

    it('is a compressed pprof when nothing else is asked for', async () => {
      const answer = await get(`${BASE}/app/shop/merge?profile_type=cpu`);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename="shop-cpu.pb.gz"',
        'x-content-type-options': 'nosniff',
      });
      const profile = decodePprof(gunzipSync(answer.rawPayload));
      expect(profile.types.map(({ type, unit }) => `${type}/${unit}`)).toEqual(['cpu/nanoseconds']);
      expect(totalsOf(profile)).toEqual([1608n]);
      expect(BigInt(profile.timeNanos.hi) * 4_294_967_296n + BigInt(profile.timeNanos.lo >>> 0)).toBe(
        BigInt(NOON - 1800) * 1_000_000_000n,
      );
      expect(profile.durationNanos).toBe(1801e9);
      const hash = functionTree(profile, 0).functions.find(({ name }) => name === 'hash');
      expect(hash).toBeDefined();
      expect(
        answer.rawPayload.equals((await get(`${BASE}/app/shop/merge?profile_type=cpu&out=pprof`)).rawPayload),
      ).toBe(true);
    });

    it('keeps sums beyond 2^53 whole in a pprof', async () => {
      const profile = await pprof('profile_type=cpu', 'big');
      expect(totalsOf(profile)).toEqual([BigInt(BIG) * 3n]);
    });

    it('is a graph for Graphviz in which names are text', async () => {
      const answer = await get(`${BASE}/app/shop/merge?profile_type=cpu&out=dot`);
      expect(answer.headers['content-type']).toMatch(/^text\/vnd\.graphviz/);
      expect(answer.body).toMatch(/^digraph /);
      // Recursion once: 500 of its own, 900 below itself, 40.
      expect(answer.body).toMatch(/label="hash\\nself 1\.44 µs \(89\.55 %\)\\ntotal 1\.44 µs/);
      expect(answer.body).toContain('<b>\\"x\\"</b>\\\\n');
      expect((await get(`${BASE}/app/big/merge?out=dot`)).body).toContain('spin');
    });

    it('has means for what is averaged, whose parts add up', async () => {
      const { flamebearer, ...rest } = await flame('', 'heap');
      expect(rest).toMatchObject({ _profile_type: 'inuse_space', _aggregation_type: 'avg', _sample_unit: 'bytes' });
      expect(flamebearer).toEqual({
        names: ['total', 'main', 'keep', 'load'],
        levels: [
          [0, 302, 0, 0],
          [0, 302, 0, 1],
          [0, 2, 2, 2, 0, 300, 300, 3],
        ],
        numTicks: 302,
        maxSelf: 300,
      });
      expect(totalsOf(await pprof('', 'heap'))).toEqual([302n]);
    });

    it('is one empty bar, or an empty profile, for an app that is not there', async () => {
      const { flamebearer } = await flame('', 'nothing');
      expect(flamebearer).toEqual({ names: ['total'], levels: [[0, 0, 0, 0]], numTicks: 0, maxSelf: 0 });
      expect(totalsOf(await pprof('', 'nothing'))).toEqual([0n]);
      expect((await get(`${BASE}/app/nothing/merge?out=dot`)).body).toMatch(/^digraph /);
    });

    it('names its file after the app as far as file systems go', async () => {
      const { headers } = await get(`${BASE}/app/${encodeURIComponent('wide/app "x"')}/merge?profile_type=cpu`);
      expect(headers['content-disposition']).toBe('attachment; filename="wide-app-x-cpu.pb.gz"');
    });
  });

  it("takes the app's first type in the order of the document when none is named", async () => {
    expect((await flame('', 'wide/app "x"'))._profile_type).toBe('cpu');
    expect((await flame('', 'waiting'))._profile_type).toBe('wall');
    expect(await values('', 'waiting')).toEqual({ 3: 0 });
    expect((await flame('', 'nothing'))._profile_type).toBe('cpu');
  });

  describe('filters', () => {
    const total = async (query: string): Promise<unknown> =>
      (await flame(`profile_type=cpu&${query}`)).flamebearer.numTicks;

    it.each([
      ['one value', 'runtime[]=go', 657],
      ['encoded brackets', 'runtime%5B%5D=go', 657],
      ['several values', 'runtime[]=go&runtime[]=nodejs', 1557],
      ['several fields', 'runtime[]=go&runtime[]=nodejs&runtime_os[]=linux', 1557],
      ['fields of which one lacks it', 'runtime[]=go&runtime_os[]=windows', 0],
      ['odd values, as text', `runtime[]=${encodeURIComponent(ODD)}`, 11],
      ['odd values among others, as text', `runtime[]=${encodeURIComponent(ODD)}&runtime[]=go`, 668],
      ['patterns, as text', 'runtime[]=.*&runtime[]=g.', 0],
      ['a value dropped', 'runtime_mode=-1&runtime[]=go', 951],
      ['several dropped', `runtime_mode=-1&runtime[]=go&runtime[]=${encodeURIComponent(ODD)}`, 940],
      ['a mode alone', 'runtime_mode=-1', 1608],
    ])('narrow all answers alike: %s', async (_name, query, sum) => {
      expect(await total(query)).toBe(sum);
      expect(totalsOf(await pprof(`profile_type=cpu&${query}`))).toEqual([BigInt(sum)]);
      const { points, grain } = await timeline(`profile_type=cpu&${query}`);
      const slots = points.filter((point) => 'value' in point);
      const sumOfSlots = slots.reduce((all, { value = 0 }) => all + Number(value) * grain, 0);
      expect(Math.abs(sumOfSlots - sum)).toBeLessThanOrEqual((slots.length * grain) / 2);
      expect(slots.length > 0).toBe(sum > 0);
    });

    it('take 45 values, long ones too', async () => {
      const query = Array.from({ length: 45 }, (_, index) => `runtime[]=${'%3F'.repeat(60)}${String(index)}`).join('&');
      expect(await total(query)).toBe(0);
      expect(await total(`runtime_mode=-1&${query}`)).toBe(1608);
    });
  });

  it.each([
    ['from=yesterday', "invalid 'from' parameter"],
    ['from=2000&to=1000', "invalid 'from' parameter"],
    ['to=9223372036854775808', "invalid 'to' parameter"],
    ['profile_type=samples', "invalid 'profile_type' parameter (invalid)"],
    ['runtime_mode=2', 'Invalid filters'],
    [Array.from({ length: 46 }, (_, index) => `runtime[]=${String(index)}`).join('&'), 'Invalid filters'],
  ])('answers 400 to %s', async (query, message) => {
    for (const path of ['/app/shop', '/app/shop/merge']) {
      const answer = await face.get(`${BASE}${path}?${query}`, token);
      expect([answer.statusCode, errorResponse.parse(answer.json())]).toEqual([400, { code: 400, message }]);
    }
  });

  it.each(['out=svg', 'out=', 'out=dot&out=pprof'])('answers 400 to %s', async (query) => {
    const answer = await face.get(`${BASE}/app/shop/merge?${query}`, token);
    expect(errorResponse.parse(answer.json())).toEqual({ code: 400, message: "invalid 'out' parameter (invalid)" });
  });

  it('answers the same empty 403 to everyone who may not, or asks for what is not there', async () => {
    const strange = await face.token(['project:read'], face.theirs);
    for (const path of ['/continuous-profiling/app/shop', '/continuous-profiling/app/shop/merge', '/observability']) {
      const answers = await Promise.all([
        face.get(`${ENVIRONMENT}${path}`),
        face.get(`${ENVIRONMENT}${path}`, strange),
        face.get(`/projects/${face.theirs.key}/environments/production${path}`, token),
        face.get(`/projects/default/environments/nowhere${path}?from=x`, token),
      ]);
      for (const { statusCode, body, headers } of answers) {
        expect([statusCode, body, headers['content-type']]).toEqual([403, '', undefined]);
      }
    }
  });

  it('answers 499 when the question takes too long', async () => {
    for (const path of ['/app/slow', '/app/slow/merge', '/app/slow/merge?profile_type=cpu&out=dot']) {
      const answer = await face.get(`${BASE}${path}`, token);
      expect(answer.statusCode).toBe(499);
      expect(errorResponse.parse(answer.json())).toEqual({ code: 499, message: 'Timeout while querying data' });
    }
  });

  describe('the entry point', () => {
    it('says how long profiles are kept, and links to answers', async () => {
      const { body } = await get(`${ENVIRONMENT}/observability`);
      const entry = observabilityResponse.parse(JSON.parse(body));
      expect(entry).toMatchObject({
        project_id: face.ours.key,
        environment_id: 'production',
        environment_type: 'production',
        retention: { continuous_profiling: 43_200 },
        data_retention: {
          continuous_profiling: { retention_period: 43_200, max_range: 43_200, recommended_default_range: 30 },
        },
      });
      for (const [name, { href }] of Object.entries(entry._links)) {
        const { origin, pathname } = new URL(href.replaceAll('{app}', 'shop'));
        expect(origin, name).toBe('http://localhost:80'.replace(':80', ''));
        await get(pathname);
      }
      expect((await get(`${ENVIRONMENT}/observability/`)).body).toBe(body);
    });

    it("follows the project's own retention", async () => {
      const token_ = await face.token(['project:admin']);
      await face.catalog.projects.update(face.ours.id, { retentionDays: 400 });
      const read = async (path: string) => (await face.get(path, token_)).json() as unknown;
      const { data_retention, retention } = observabilityResponse.parse(await read(`${ENVIRONMENT}/observability`));
      expect(retention.continuous_profiling).toBe(576_000);
      expect(data_retention.continuous_profiling).toMatchObject({ retention_period: 576_000, max_range: 525_600 });
      const answer = timelineResponse.parse(await read(`${BASE}/app/shop?from=0`));
      expect(answer).toMatchObject({ from: NOON + 1 - 365 * 86_400, retention: 576_000 });
    });
  });
});
