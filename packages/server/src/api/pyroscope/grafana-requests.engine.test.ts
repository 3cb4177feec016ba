import { gunzipSync, gzipSync } from 'node:zlib';
import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { Code, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeApp } from '../../http/close-app.ts';
import { listenOnPort } from '../../http/listen.ts';
import { type SampleStore, startSampleStore } from '../../query/testing/sample-store.ts';
import { QuerierService } from '../../rpc/generated/querier/v1/querier_pb.ts';
import { NOON_MS, startFace, type TestFace } from '../testing/start-face.ts';
import { registerPyroscopeFace } from './register-pyroscope-face.ts';
import { flameGraphStacks } from './testing/flame-graph-stacks.ts';

const MINUTE = 60_000;
const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const { method } = QuerierService;
const range = { start: BigInt(NOON_MS - 60 * MINUTE), end: BigInt(NOON_MS) };
const asked = { profileTypeID: CPU, labelSelector: '{service_name="shop"}', ...range };

let store: SampleStore;
let face: TestFace;
let token: string;
let baseUrl: string;

beforeAll(async () => {
  store = await startSampleStore();
  face = await startFace(store.client);
  registerPyroscopeFace(face.app, {
    questions: face.questions,
    settings: face.catalog.viewerSettings,
    version: '1.2.3',
    notReady: () => undefined,
  });
  token = await face.token(['project:read']);
  await store.add([
    {
      id: 'a',
      projectId: face.ours.id,
      startMs: NOON_MS - 20 * MINUTE,
      stacks: 'main;handle;hash 3 300\nmain;handle;render 1 100\nmain 1 50',
    },
  ]);
  const port = await listenOnPort(face.app, { host: '127.0.0.1', port: 0 }, { kind: 'tcp', trusted: false });
  baseUrl = `http://127.0.0.1:${String(port)}`;
});
afterAll(async () => {
  await closeApp(face.app);
  await face.stop();
  await store.stop();
});

/** One request as Grafana's plugin sends it: Connect's Go client, protobuf under gzip. */
async function grafana<I extends DescMessage, O extends DescMessage>(
  { name, input, output }: { readonly name: string; readonly input: I; readonly output: O },
  message: MessageInitShape<I>,
): Promise<MessageShape<O>> {
  const response = await face.app.inject({
    method: 'POST',
    url: `/querier.v1.QuerierService/${name}`,
    headers: {
      authorization: `Basic ${Buffer.from(`grafana:${token}`).toString('base64')}`,
      'content-type': 'application/proto',
      'connect-protocol-version': '1',
      'content-encoding': 'gzip',
      'accept-encoding': 'gzip',
      accept: '*/*; allow-utf8-labelnames=true',
      'user-agent': 'connect-go/1.18.1 (go1.24.1)',
    },
    payload: gzipSync(toBinary(input, create(input, message))),
  });
  expect([response.statusCode, response.headers['content-type']], response.body).toEqual([200, 'application/proto']);
  const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(response.rawPayload) : response.rawPayload;
  return fromBinary(output, body);
}

describe("Grafana's requests", () => {
  it('test a data source', async () => {
    const { profileTypes } = await grafana(method.profileTypes, { start: 1000n, end: 4000n });
    expect(profileTypes).toEqual([]);
  });

  it('open the query editor', async () => {
    const { profileTypes } = await grafana(method.profileTypes, range);
    expect(profileTypes.map(({ ID }) => ID)).toContain(CPU);
    const matchers = ['{}'];
    const { names } = await grafana(method.labelNames, { matchers, ...range });
    expect(names.filter((name) => !name.startsWith('__'))).toContain('hostname');
    const values = await grafana(method.labelValues, { name: 'hostname', matchers, ...range });
    expect(values.names).toEqual(['host-1']);
  });

  it('draw a panel: its metric and its flame graph', async () => {
    const { series } = await grafana(method.selectSeries, { ...asked, step: 15, groupBy: [] });
    expect(series.map(({ labels, points }) => [labels, points.map(({ value }) => value)])).toEqual([[[], [450]]]);
    const { flamegraph } = await grafana(method.selectMergeStacktraces, { ...asked, maxNodes: 16_384n });
    expect(flamegraph!.total).toBe(450n);
    expect(flameGraphStacks(flamegraph!)).toEqual({ main: 50n, 'main;handle;hash': 300n, 'main;handle;render': 100n });
    const span = await grafana(method.selectMergeSpanProfile, { ...asked, spanSelector: [] });
    expect(span.flamegraph?.total).toBe(450n);
    const heatmap = await grafana(method.selectHeatmap, { ...asked, step: 15 });
    expect(heatmap.series[0]?.slots).toHaveLength(1);
  });

  it('drill down into services', async () => {
    const { labelsSet } = await grafana(method.series, {
      matchers: [],
      labelNames: ['service_name', '__profile_type__'],
      ...range,
    });
    expect(labelsSet.map(({ labels }) => labels.map(({ value }) => value))).toContainEqual([CPU, 'shop']);
    const stats = await grafana(method.getProfileStats, {});
    expect(stats.dataIngested).toBe(true);
    const profile = await grafana(method.selectMergeProfile, { ...asked, maxNodes: 500n });
    expect(profile.sample.reduce((sum, { value }) => sum + value[0]!, 0n)).toBe(450n);
  });
});

const transports: readonly (readonly [string, () => Transport])[] = [
  ['Connect over HTTP/1', () => createConnectTransport({ baseUrl, httpVersion: '1.1' })],
  ['Connect over HTTP/1, JSON', () => createConnectTransport({ baseUrl, httpVersion: '1.1', useBinaryFormat: false })],
  ['Connect over HTTP/2', () => createConnectTransport({ baseUrl, httpVersion: '2' })],
  ['gRPC', () => createGrpcTransport({ baseUrl })],
  ['gRPC-Web', () => createGrpcWebTransport({ baseUrl, httpVersion: '1.1' })],
];

describe.each(transports)('%s', (_, transport) => {
  const headers = () => ({ headers: { authorization: `Bearer ${token}` } });

  it('reads a flame graph', async () => {
    const { flamegraph } = await createClient(QuerierService, transport()).selectMergeStacktraces(asked, headers());
    expect(flamegraph?.total).toBe(450n);
  });

  it('is told what is wrong, and who may not', async () => {
    const client = createClient(QuerierService, transport());
    const wrong = client.selectMergeStacktraces({ ...asked, start: range.end, end: range.start }, headers());
    await expect(wrong).rejects.toMatchObject({ code: Code.InvalidArgument, rawMessage: 'start: is after end.' });
    await expect(client.profileTypes(range)).rejects.toMatchObject({ code: Code.Unauthenticated });
    const tenant = { headers: { ...headers().headers, 'x-scope-orgid': String(face.theirs.id) } };
    await expect(client.profileTypes(range, tenant)).rejects.toMatchObject({ code: Code.PermissionDenied });
  });
});

describe("gRPC's own library", () => {
  const { input, output } = method.selectMergeStacktraces;
  const Client = makeClientConstructor(
    {
      ask: {
        path: '/querier.v1.QuerierService/SelectMergeStacktraces',
        requestStream: false,
        responseStream: false,
        requestSerialize: (message: MessageShape<typeof input>) => Buffer.from(toBinary(input, message)),
        requestDeserialize: () => undefined,
        responseSerialize: () => Buffer.alloc(0),
        responseDeserialize: (bytes: Buffer) => fromBinary(output, bytes),
      },
    },
    'QuerierService',
  );

  it('reads a flame graph', async () => {
    const client = new Client(baseUrl.replace('http://', ''), credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const answer = await new Promise<MessageShape<typeof output>>((resolve, reject) => {
      client['ask']!(
        create(input, asked),
        metadata,
        (error: ServiceError | null, value: MessageShape<typeof output>) => {
          if (error === null) resolve(value);
          else reject(error);
        },
      );
    });
    client.close();
    expect(answer.flamegraph?.total).toBe(450n);
  });
});
