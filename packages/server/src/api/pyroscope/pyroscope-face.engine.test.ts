import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleStore, startSampleStore } from '../../query/testing/sample-store.ts';
import {
  QuerierService,
  SelectMergeStacktracesRequestSchema,
  SelectMergeStacktracesResponseSchema,
} from '../../rpc/generated/querier/v1/querier_pb.ts';
import type { TextUpload } from '../../store/testing/text-upload.ts';
import { NOON_MS, startFace, type TestFace } from '../testing/start-face.ts';
import { registerPyroscopeFace } from './register-pyroscope-face.ts';
import { flameGraphStacks } from './testing/flame-graph-stacks.ts';

const MINUTE = 60_000;
const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const WALL_CPU = 'wall:cpu:nanoseconds:wall:nanoseconds';
const HEAP = 'memory:inuse_space:bytes:space:bytes';
const BIG = Number.MAX_SAFE_INTEGER;
const SERVICE = '/querier.v1.QuerierService';

const at = (minutes: number): number => NOON_MS - minutes * MINUTE;
const range = { start: BigInt(at(60)), end: BigInt(NOON_MS) };
const jsonRange = { start: String(at(60)), end: String(NOON_MS) };
const uploads: readonly TextUpload[] = [
  { id: 'a', startMs: at(20), stacks: 'main;handle;hash 3 300\nmain;handle;render 1 100\nmain 1 50' },
  { id: 'b', startMs: at(10), host: 'host-2', stacks: 'main;handle;hash 2 200\nmain;gc 1 7' },
  ...[0, 1].map(
    (index): TextUpload => ({
      id: `big-${String(index)}`,
      app: 'big',
      startMs: at(3),
      stacks: `main;spin 1 ${String(BIG)}`,
    }),
  ),
  {
    id: 'node',
    app: 'node',
    runtime: 'nodejs',
    startMs: at(5),
    types: ['samples/count', 'cpu/nanoseconds', 'wall/nanoseconds'],
    stacks: 'main;wait 1 5 11',
  },
  ...[5, 9].map(
    (value, index): TextUpload => ({
      id: `heap-${String(index)}`,
      app: 'heap',
      startMs: at(5),
      types: ['inuse_space/bytes'],
      stacks: `main;load ${String(value)}`,
    }),
  ),
];

describe("Pyroscope's questions", () => {
  let store: SampleStore;
  let face: TestFace;
  let token: string;
  let url: string;
  let ids: readonly string[];

  beforeAll(async () => {
    store = await startSampleStore();
    face = await startFace(store.client);
    registerPyroscopeFace(face.app, {
      questions: face.questions,
      version: '1.2.3',
      notReady: () => undefined,
      now: () => NOON_MS,
    });
    token = await face.token(['project:read']);
    const projectId = face.ours.id;
    ids = await store.add(uploads.map((upload) => ({ ...upload, projectId })));
    await store.add([{ id: 'theirs', projectId: face.theirs.id, startMs: at(20), stacks: 'secret 1 1000' }]);
    url = await face.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await face.stop();
    await store.stop();
  });

  const post = async (method: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    face.app.inject({
      method: 'POST',
      url: `${SERVICE}/${method}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
  const ask = async (method: string, body: object) => {
    const answer = await post(method, body);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const graph = async (labelSelector: string, more: object = {}) => {
    const { flamegraph } = await ask('SelectMergeStacktraces', {
      profileTypeID: CPU,
      labelSelector,
      ...jsonRange,
      ...more,
    });
    return flamegraph;
  };
  const client = (transport: Transport) => createClient(QuerierService, transport);
  const connect = () =>
    client(
      createConnectTransport({
        baseUrl: url,
        httpVersion: '1.1',
        interceptors: [
          (next) => (request) => {
            request.header.set('authorization', `Bearer ${token}`);
            return next(request);
          },
        ],
      }),
    );

  it('names types as Pyroscope does', async () => {
    const { profileTypes } = await ask('ProfileTypes', jsonRange);
    expect(profileTypes).toContainEqual({
      ID: CPU,
      name: 'process_cpu',
      sampleType: 'cpu',
      sampleUnit: 'nanoseconds',
      periodType: 'cpu',
      periodUnit: 'nanoseconds',
    });
    expect(profileTypes.map(({ ID }: { ID: string }) => ID)).toEqual([
      HEAP,
      CPU,
      'process_cpu:samples:count:cpu:nanoseconds',
      WALL_CPU,
      'wall:samples:count:wall:nanoseconds',
      'wall:wall:nanoseconds:wall:nanoseconds',
    ]);
    // Grafana's test of a data source.
    expect(await ask('ProfileTypes', { start: '1000', end: 4000 })).toEqual({});
  });

  it('tells labels and their values, and the series that have them', async () => {
    const { names } = await ask('LabelNames', jsonRange);
    expect(names).toEqual([
      '__name__',
      '__period_type__',
      '__period_unit__',
      '__profile_type__',
      '__type__',
      '__unit__',
      'environment',
      'host_arch',
      'hostname',
      'os_type',
      'otel_scope_version',
      'process_runtime_name',
      'process_runtime_version',
      'region',
      'service_name',
      'service_version',
    ]);
    const values = async (name: string, ...matchers: readonly string[]) =>
      (await ask('LabelValues', { name, matchers, ...jsonRange })).names;
    expect(await values('service_name')).toEqual(['big', 'heap', 'node', 'shop']);
    expect(await values('service_name', `{__profile_type__="${CPU}"}`)).toEqual(['big', 'node', 'shop']);
    expect(await values('hostname', '{service_name="shop"}')).toEqual(['host-1', 'host-2']);
    expect(await values('host_name', '{service_name=~"s.+"}', '{service_name="node"}')).toEqual(['host-1', 'host-2']);
    expect(await values('__profile_type__', '{service_name="heap"}')).toEqual([HEAP]);
    expect(await values('region')).toEqual(['eu']);
    const { labelsSet } = await ask('Series', {
      labelNames: ['service_name', '__profile_type__', 'hostname'],
      matchers: ['{service_name=~"shop|heap"}'],
      ...jsonRange,
    });
    const sets = labelsSet.map(({ labels }: { labels: readonly { value: string }[] }) =>
      labels.map(({ value }) => value).join(' '),
    );
    expect(sets).toEqual([
      `${HEAP} host-1 heap`,
      `${CPU} host-1 shop`,
      `${CPU} host-2 shop`,
      'process_cpu:samples:count:cpu:nanoseconds host-1 shop',
      'process_cpu:samples:count:cpu:nanoseconds host-2 shop',
    ]);
  });

  it('draws a flame graph that is the stacks again', async () => {
    const all = await graph('{service_name="shop"}');
    expect(all).toMatchObject({ total: '657', maxSelf: '500' });
    expect(all.names[0]).toBe('total');
    expect(flameGraphStacks(all)).toEqual({
      main: 50n,
      'main;gc': 7n,
      'main;handle;hash': 500n,
      'main;handle;render': 100n,
    });
    expect((await graph('{service_name="shop", hostname!="host-1"}')).total).toBe('207');
    expect((await graph('{service_name=~"sh.p|none"}')).total).toBe('657');
    expect((await graph('{service_name!~"big|node"}')).total).toBe('657');
    const everything = String(657n + 2n * BigInt(BIG));
    for (const any of ['!=""', '=~".*"', '=~".+"', '=~".+",service_name!~"none"']) {
      expect((await graph(`{service_name${any}}`)).total, any).toBe(everything);
    }
    expect((await graph('{service_name="big"}')).total).toBe(String(2n * BigInt(BIG)));
    // What is measured beside wall clock time is another type.
    expect((await graph('{service_name="node"}')).total).toBeUndefined();
    expect((await graph('{service_name="node"}', { profileTypeID: WALL_CPU })).total).toBe('5');
    expect((await graph('{service_name=~"node|shop"}', { profileTypeID: WALL_CPU })).total).toBe('5');
    const none = await graph('{service_name="nobody"}');
    expect(none).toEqual({ names: ['total'], levels: [{ values: ['0', '0', '0', '0'] }] });
  });

  it('cuts to max_nodes, in nodes called other', async () => {
    const cut = await graph('{service_name="shop"}', { maxNodes: '3' });
    expect(cut.total).toBe('657');
    expect(flameGraphStacks(cut)).toEqual({ main: 50n, 'main;other': 7n, 'main;handle;other': 600n });
  });

  it('reads single profiles by their ids, with dashes or without', async () => {
    const [first, second] = ids;
    const uuid = first!.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect((await graph('{}', { profileIdSelector: [uuid] })).total).toBe('450');
    expect((await graph('{}', { profileIdSelector: [first, second] })).total).toBe('657');
    expect((await graph('{}', { profileIdSelector: ['0'.repeat(32)] })).total).toBeUndefined();
  });

  it('keeps stacks by frame filters', async () => {
    const filter = (frameFilter: object) =>
      graph('{service_name="shop"}', { stackTraceSelector: { frameFilter } }).then(flameGraphStacks);
    expect(await filter({ includeNames: ['hash', 'gc'] })).toEqual({ 'main;gc': 7n, 'main;handle;hash': 500n });
    expect(await filter({ includeRegexes: ['^ren'], includeNames: ['gc'] })).toEqual({
      'main;gc': 7n,
      'main;handle;render': 100n,
    });
    expect(await filter({ excludeNames: ['handle'] })).toEqual({ main: 50n, 'main;gc': 7n });
    expect(await filter({ excludeRegexes: ['a.h|gc'] })).toEqual({ main: 50n, 'main;handle;render': 100n });
  });

  it('keeps stacks that begin with a call site', async () => {
    const at = (...names: readonly string[]) =>
      graph('{service_name=~"shop|big"}', { stackTraceSelector: { callSite: names.map((name) => ({ name })) } });
    const handle = await at('main', 'handle');
    expect(handle.total).toBe('600');
    expect(flameGraphStacks(handle)).toEqual({ 'main;handle;hash': 500n, 'main;handle;render': 100n });
    expect((await at('main')).total).toBe(String(657n + 2n * BigInt(BIG)));
    expect((await at('handle')).total).toBeUndefined();
    const pgo = { profileTypeID: CPU, labelSelector: '{}', ...jsonRange, stackTraceSelector: { goPgo: {} } };
    expect((await post('SelectMergeProfile', pgo)).json().code).toBe('unimplemented');
  });

  it('writes pprof, dot and its own tree', async () => {
    const asked = { profileTypeID: CPU, labelSelector: '{service_name="shop"}', ...range };
    const { pprof } = await connect().selectMergeStacktraces({ ...asked, format: 4 });
    expect(pprof?.profile?.sample.reduce((sum, { value }) => sum + value[0]!, 0n)).toBe(657n);
    const { dot } = await connect().selectMergeStacktraces({ ...asked, format: 3 });
    expect(dot).toMatch(/^digraph/);
    const { tree } = await connect().selectMergeStacktraces({ ...asked, format: 2 });
    expect(treeStacks(tree)).toEqual({
      main: 50n,
      'main;gc': 7n,
      'main;handle;hash': 500n,
      'main;handle;render': 100n,
    });
    const profile = await connect().selectMergeProfile(asked);
    expect(profile.stringTable).toContain('render');
    expect(profile.sample.reduce((sum, { value }) => sum + value[0]!, 0n)).toBe(657n);
    expect(profile.timeNanos).toBe(range.start * 1_000_000n);
    const span = await connect().selectMergeSpanProfile(asked);
    expect(span.flamegraph?.total).toBe(657n);
  });

  it('answers protobuf, under gzip too', async () => {
    const message = create(SelectMergeStacktracesRequestSchema, {
      profileTypeID: CPU,
      labelSelector: '{service_name="big"}',
      ...range,
    });
    const answer = await face.app.inject({
      method: 'POST',
      url: `${SERVICE}/SelectMergeStacktraces`,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/proto',
        'connect-protocol-version': '1',
      },
      payload: Buffer.from(toBinary(SelectMergeStacktracesRequestSchema, message)),
    });
    expect(answer.headers['content-type']).toBe('application/proto');
    const { flamegraph } = fromBinary(SelectMergeStacktracesResponseSchema, answer.rawPayload);
    expect(flamegraph?.total).toBe(2n * BigInt(BIG));
    expect(flameGraphStacks(flamegraph!)).toEqual({ 'main;spin': 2n * BigInt(BIG) });
  });

  it('draws timelines by label, sums and means', async () => {
    const series = async (more: object) =>
      (await ask('SelectSeries', { profileTypeID: CPU, labelSelector: '{}', step: 300, ...jsonRange, ...more })).series;
    expect(await series({ labelSelector: '{service_name="shop"}' })).toEqual([
      {
        points: [
          { value: 450, timestamp: String(at(15)) },
          { value: 207, timestamp: String(at(5)) },
        ],
      },
    ]);
    const grouped = await series({ groupBy: ['service_name', 'hostname'], labelSelector: '{service_name!="big"}' });
    expect(grouped.map(({ labels }: { labels: object }) => labels)).toEqual([
      [
        { name: 'hostname', value: 'host-1' },
        { name: 'service_name', value: 'shop' },
      ],
      [
        { name: 'hostname', value: 'host-2' },
        { name: 'service_name', value: 'shop' },
      ],
    ]);
    expect(await series({ groupBy: ['service_name'], limit: '1' })).toHaveLength(1);
    const heap = { profileTypeID: HEAP, labelSelector: '{service_name="heap"}' };
    const ofHeap = (value: number) => [{ points: [{ value, timestamp: String(NOON_MS) }] }];
    expect(await series({ ...heap, aggregation: 1 })).toEqual(ofHeap(7));
    expect(await series({ ...heap, aggregation: 'TIME_SERIES_AGGREGATION_TYPE_AVERAGE' })).toEqual(ofHeap(7));
    expect(await series({ ...heap, aggregation: 'TIME_SERIES_AGGREGATION_TYPE_SUM' })).toEqual(ofHeap(14));
  });

  it('draws heatmaps of single profiles', async () => {
    const { series } = await ask('SelectHeatmap', {
      profileTypeID: CPU,
      labelSelector: '{service_name="shop"}',
      step: 600,
      ...jsonRange,
    });
    expect(series).toHaveLength(1);
    const counts = series[0].slots.map(({ counts: list }: { counts: readonly number[] }) =>
      list.reduce((sum, count) => sum + count, 0),
    );
    expect(counts).toEqual([1, 1]);
    expect(series[0].slots[0].yMin[0]).toBe(207);
  });

  it('compares two selections', async () => {
    const side = (hostname: string) => ({
      profileTypeID: CPU,
      labelSelector: `{service_name="shop",hostname="${hostname}"}`,
      ...jsonRange,
    });
    const { flamegraph } = await ask('Diff', { left: side('host-1'), right: side('host-2') });
    expect(flamegraph).toMatchObject({ leftTicks: '450', rightTicks: '207', total: '657' });
    expect(flameGraphStacks(flamegraph, 0)).toEqual({
      main: 50n,
      'main;handle;hash': 300n,
      'main;handle;render': 100n,
    });
    expect(flameGraphStacks(flamegraph, 1)).toEqual({ 'main;gc': 7n, 'main;handle;hash': 200n });
  });

  it('says when the first and the last profile began', async () => {
    expect(await ask('GetProfileStats', {})).toEqual({
      dataIngested: true,
      oldestProfileTime: String(at(20)),
      newestProfileTime: String(at(3)),
    });
  });

  it.each([
    [
      'SelectMergeStacktraces',
      { labelSelector: '{service_name=shop}' },
      /label_selector is not valid: a value in quotes/,
    ],
    ['SelectMergeStacktraces', { labelSelector: '{region=~"("}' }, /pattern of region/],
    ['SelectMergeStacktraces', { profileTypeID: 'cpu' }, /profile type "cpu" is not valid/],
    ['SelectMergeStacktraces', { start: String(NOON_MS), end: String(at(5)) }, /start: is after end/],
    ['SelectMergeStacktraces', { start: '0', end: '0' }, /time range is missing/],
    ['SelectMergeStacktraces', { profileIdSelector: ['x'] }, /profile_id_selector/],
    ['SelectMergeStacktraces', { traceIdSelector: ['x'] }, /trace_id_selector/],
    ['SelectSeries', { step: 0 }, /step/],
    ['SelectSeries', { step: 0.001 }, /slots/],
    ['LabelValues', { name: '' }, /name/],
  ])('refuses a wrong question in the form of Connect: %s %j', async (method, wrong, message) => {
    const base = method === 'LabelValues' ? {} : { profileTypeID: CPU, labelSelector: '{}' };
    const answer = await post(method, { ...base, ...jsonRange, ...wrong });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_argument']);
    expect(answer.json().message).toMatch(message);
  });

  it('refuses who may not read, and chooses among the projects of a credential only', async () => {
    const anonymous = await face.app.inject({
      method: 'POST',
      url: `${SERVICE}/ProfileTypes`,
      headers: { 'content-type': 'application/json' },
      payload: '{}',
    });
    expect([anonymous.statusCode, anonymous.json().code]).toEqual([401, 'unauthenticated']);
    const theirs = { 'x-scope-orgid': String(face.theirs.id) };
    const refused = await post('ProfileTypes', jsonRange, theirs);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'permission_denied']);
    const chosen = await post('GetProfileStats', {}, { ...theirs, authorization: `Bearer ${face.adminToken}` });
    expect(chosen.json()).toMatchObject({ newestProfileTime: String(at(20)) });
    expect((await post('ProfileTypes', jsonRange, { 'x-scope-orgid': 'anonymous' })).statusCode).toBe(200);
  });

  describe('the old addresses', () => {
    const get = (path: string) => face.get(path, token);
    const render = async (query: string, more = '') => {
      const answer = await get(`/pyroscope/render?query=${encodeURIComponent(query)}&from=now-1h&until=now${more}`);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json();
    };

    it('render flame graph and timeline', async () => {
      const answer = await render(`${CPU}{service_name="shop"}`, '&groupBy=hostname');
      expect(answer.flamebearer).toMatchObject({ numTicks: 657, maxSelf: 500 });
      expect(answer.metadata).toEqual({
        format: 'single',
        spyName: '',
        sampleRate: 1e9,
        units: 'samples',
        name: 'cpu',
      });
      const { startTime, samples, durationDelta } = answer.timeline;
      expect([startTime, durationDelta, samples.length]).toEqual([at(60) / 1000, 15, 240]);
      expect(samples[160]).toBe(450);
      expect(samples.reduce((sum: number, one: number) => sum + one, 0)).toBe(657);
      expect(Object.keys(answer.groups)).toEqual(['host-1', 'host-2']);
    });

    it('have whole numbers with all their digits', async () => {
      const query = encodeURIComponent(`${CPU}{service_name="big"}`);
      const { body } = await get(`/pyroscope/render?query=${query}&from=${at(60)}&until=${NOON_MS * 1e6}`);
      expect(body).toContain(`"numTicks":${String(2n * BigInt(BIG))}`);
    });

    it('render dot, and two selections', async () => {
      const query = encodeURIComponent(`${CPU}{service_name="shop"}`);
      const dot = await get(`/pyroscope/render?query=${query}&format=dot`);
      expect([dot.headers['content-type'], dot.body.slice(0, 7)]).toEqual([
        'text/vnd.graphviz; charset=utf-8',
        'digraph',
      ]);
      const half = at(15) / 1000;
      const diff = await get(
        `/pyroscope/render-diff?leftQuery=${query}&leftFrom=now-1h&leftUntil=${half}&rightQuery=${query}&rightFrom=${half}`,
      );
      expect(diff.json()).toMatchObject({
        leftTicks: 450,
        rightTicks: 207,
        metadata: { format: 'double' },
        flamebearer: { numTicks: 657 },
      });
    });

    it('list values of labels, and refuse in words', async () => {
      expect((await get('/pyroscope/label-values?label=service_name')).json()).toEqual(['big', 'heap', 'node', 'shop']);
      for (const path of [
        '/pyroscope/label-values',
        '/pyroscope/render',
        `/pyroscope/render?query=${CPU}&from=yesterday`,
        `/pyroscope/render?query=${CPU}&from=now&until=now-1h`,
        `/pyroscope/render?query=${CPU}{&from=now-1h`,
        `/pyroscope/render?query=cpu&from=now-1h`,
      ]) {
        const answer = await get(path);
        expect([answer.statusCode, answer.json().code], path).toEqual([400, 'invalid_argument']);
      }
    });

    it('say that the server is there', async () => {
      const ready = await face.get('/ready');
      expect([ready.statusCode, ready.body]).toEqual([200, 'ready\n']);
      expect((await get('/api/v1/status/buildinfo')).json()).toMatchObject({
        status: 'success',
        data: { version: '1.2.3' },
      });
      expect((await face.get('/pyroscope/render?query=x')).statusCode).toBe(401);
    });
  });
});

/** The stacks of Pyroscope's binary tree. */
function treeStacks(bytes: Uint8Array): Readonly<Record<string, bigint>> {
  let place = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[place++]!;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  const stacks: Record<string, bigint> = {};
  const read = (path: readonly string[]): void => {
    const length = varint();
    const name = new TextDecoder().decode(bytes.subarray(place, place + length));
    place += length;
    const self = varint();
    const children = varint();
    const own = name === '' ? path : [...path, name];
    if (self > 0) stacks[own.join(';')] = BigInt(self);
    for (let child = 0; child < children; child++) read(own);
  };
  read([]);
  expect(place).toBe(bytes.length);
  return stacks;
}
