import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  SelectMergeStacktracesRequestSchema,
  SelectMergeStacktracesResponseSchema,
} from '../../rpc/generated/querier/v1/querier_pb.ts';
import { flameGraphStacks } from './testing/flame-graph-stacks.ts';
import {
  BIG,
  CPU,
  jsonRange,
  type PyroscopeFace,
  QUERIER,
  range,
  startPyroscopeFace,
  WALL_CPU,
} from './testing/start-pyroscope-face.ts';

let pyroscope: PyroscopeFace;

beforeAll(async () => {
  pyroscope = await startPyroscopeFace();
});
afterAll(() => pyroscope.stop());

it('draws a flame graph that is the stacks again', async () => {
  const all = await pyroscope.graph('{service_name="shop"}');
  expect(all).toMatchObject({ total: '657', maxSelf: '500' });
  expect(all.names[0]).toBe('total');
  expect(flameGraphStacks(all)).toEqual({
    main: 50n,
    'main;gc': 7n,
    'main;handle;hash': 500n,
    'main;handle;render': 100n,
  });
  expect((await pyroscope.graph('{service_name="shop", hostname!="host-1"}')).total).toBe('207');
  expect((await pyroscope.graph('{service_name=~"sh.p|none"}')).total).toBe('657');
  expect((await pyroscope.graph('{service_name!~"big|node"}')).total).toBe('657');
  const everything = String(657n + 2n * BigInt(BIG));
  for (const any of ['!=""', '=~".*"', '=~".+"', '=~".+",service_name!~"none"']) {
    expect((await pyroscope.graph(`{service_name${any}}`)).total, any).toBe(everything);
  }
  expect((await pyroscope.graph('{service_name="big"}')).total).toBe(String(2n * BigInt(BIG)));
  // What is measured beside wall clock time is another type.
  expect((await pyroscope.graph('{service_name="node"}')).total).toBeUndefined();
  expect((await pyroscope.graph('{service_name="node"}', { profileTypeID: WALL_CPU })).total).toBe('5');
  expect((await pyroscope.graph('{service_name=~"node|shop"}', { profileTypeID: WALL_CPU })).total).toBe('5');
  const none = await pyroscope.graph('{service_name="nobody"}');
  expect(none).toEqual({ names: ['total'], levels: [{ values: ['0', '0', '0', '0'] }] });
});

it('answers at once who would come again for the answer', async () => {
  for (const type of [0, 1, 2]) {
    const asked = { profileTypeID: CPU, labelSelector: '{}', ...jsonRange, async: { requestId: 'one', type } };
    const answer = await pyroscope.ask('SelectMergeStacktraces', asked);
    expect(Object.keys(answer)).toEqual(['flamegraph']);
    expect(answer.flamegraph).toEqual(await pyroscope.graph('{}'));
  }
});

it('cuts to max_nodes, in nodes called other', async () => {
  const cut = await pyroscope.graph('{service_name="shop"}', { maxNodes: '3' });
  expect(cut.total).toBe('657');
  expect(flameGraphStacks(cut)).toEqual({ main: 50n, 'main;other': 7n, 'main;handle;other': 600n });
});

it('reads single profiles by their ids, with dashes or without', async () => {
  const [first, second] = pyroscope.ids;
  const uuid = first!.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  expect((await pyroscope.graph('{}', { profileIdSelector: [uuid] })).total).toBe('450');
  expect((await pyroscope.graph('{}', { profileIdSelector: [first, second] })).total).toBe('657');
  expect((await pyroscope.graph('{}', { profileIdSelector: ['0'.repeat(32)] })).total).toBeUndefined();
});

it('keeps stacks by frame filters', async () => {
  const filter = (frameFilter: object) =>
    pyroscope.graph('{service_name="shop"}', { stackTraceSelector: { frameFilter } }).then(flameGraphStacks);
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
    pyroscope.graph('{service_name=~"shop|big"}', {
      stackTraceSelector: { callSite: names.map((name) => ({ name })) },
    });
  const handle = await at('main', 'handle');
  expect(handle.total).toBe('600');
  expect(flameGraphStacks(handle)).toEqual({ 'main;handle;hash': 500n, 'main;handle;render': 100n });
  expect((await at('main')).total).toBe(String(657n + 2n * BigInt(BIG)));
  expect((await at('handle')).total).toBeUndefined();
});

it('writes pprof, dot and its own tree', async () => {
  const client = await pyroscope.client();
  const asked = { profileTypeID: CPU, labelSelector: '{service_name="shop"}', ...range };
  const { pprof } = await client.selectMergeStacktraces({ ...asked, format: 4 });
  expect(pprof?.profile?.sample.reduce((sum, { value }) => sum + value[0]!, 0n)).toBe(657n);
  const { dot } = await client.selectMergeStacktraces({ ...asked, format: 3 });
  expect(dot).toMatch(/^digraph/);
  const { tree } = await client.selectMergeStacktraces({ ...asked, format: 2 });
  expect(treeStacks(tree)).toEqual({
    main: 50n,
    'main;gc': 7n,
    'main;handle;hash': 500n,
    'main;handle;render': 100n,
  });
  const profile = await client.selectMergeProfile(asked);
  expect(profile.stringTable).toContain('render');
  expect(profile.sample.reduce((sum, { value }) => sum + value[0]!, 0n)).toBe(657n);
  expect(profile.timeNanos).toBe(range.start * 1_000_000n);
  const span = await client.selectMergeSpanProfile(asked);
  expect(span.flamegraph?.total).toBe(657n);
});

it('answers protobuf, under gzip too', async () => {
  const message = create(SelectMergeStacktracesRequestSchema, {
    profileTypeID: CPU,
    labelSelector: '{service_name="big"}',
    ...range,
  });
  const answer = await pyroscope.face.app.inject({
    method: 'POST',
    url: `${QUERIER}/SelectMergeStacktraces`,
    headers: {
      authorization: `Bearer ${pyroscope.token}`,
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

it('compares two selections', async () => {
  const side = (hostname: string) => ({
    profileTypeID: CPU,
    labelSelector: `{service_name="shop",hostname="${hostname}"}`,
    ...jsonRange,
  });
  const { flamegraph } = await pyroscope.ask('Diff', { left: side('host-1'), right: side('host-2') });
  expect(flamegraph).toMatchObject({ leftTicks: '450', rightTicks: '207', total: '657' });
  expect(flameGraphStacks(flamegraph, 0)).toEqual({
    main: 50n,
    'main;handle;hash': 300n,
    'main;handle;render': 100n,
  });
  expect(flameGraphStacks(flamegraph, 1)).toEqual({ 'main;gc': 7n, 'main;handle;hash': 200n });
});

it('cuts stacks as compilers want them, whatever their call site', async () => {
  const asked = {
    profileTypeID: CPU,
    labelSelector: '{service_name="shop"}',
    ...jsonRange,
    stackTraceSelector: { goPgo: { keepLocations: 2, aggregateCallees: true }, callSite: [{ name: 'nobody' }] },
  };
  const { flamegraph } = await pyroscope.ask('SelectMergeStacktraces', asked);
  expect(flameGraphStacks(flamegraph)).toEqual({
    main: 50n,
    'main;gc': 7n,
    'handle;hash': 500n,
    'handle;render': 100n,
  });
  const profile = await pyroscope.ask('SelectMergeProfile', asked);
  const lengths = profile.sample.map(({ locationId }: { readonly locationId: readonly string[] }) => locationId.length);
  expect(Math.max(...lengths)).toBe(2);
});

it('has no stacks of spans and traces that nobody sent', async () => {
  expect((await pyroscope.graph('{}', { spanSelector: ['00f067aa0ba902b7'] })).total).toBeUndefined();
  expect(
    (await pyroscope.graph('{}', { traceIdSelector: ['4bf92f3577b34da6a3ce929d0e0e4736'] })).total,
  ).toBeUndefined();
  const asked = { profileTypeID: CPU, labelSelector: '{}', ...jsonRange, spanSelector: ['00F067AA0BA902B7'] };
  expect((await pyroscope.ask('SelectMergeSpanProfile', asked)).flamegraph.total).toBeUndefined();
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
