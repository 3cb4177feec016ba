import { gunzipSync } from 'node:zlib';
import { decodePprof, pyroscopeTypeId, totalsOf } from '@hearth/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';
import { type DrawnGraph, rebuiltStacks } from './pyroscope/rebuilt-stacks.ts';
import { shiftIngest, shiftPush, startsOfPush, windowOfQuery } from './pyroscope/shift-pyroscope.ts';
import { type Capture, capturesOf, pyroscopeCaptureClients } from './replay/capture.ts';
import { expectedTotals } from './replay/expected-totals.ts';
import { hoursUntil } from './replay/shift-window.ts';

const PUSH_PATH = '/push.v1.PusherService/Push';
const MINUTE_MS = 60_000;
const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
/** Uploads of the generated corpus, a minute apart. */
const CORPUS = 20;
const SELECTOR = '{service_name="corpus"}';

const recorded = pyroscopeCaptureClients.flatMap((client) => capturesOf(client));
const isPush = ({ path }: Capture): boolean => path === PUSH_PATH;
const startOf = (capture: Capture): number =>
  isPush(capture) ? Math.min(...startsOfPush(capture)) : windowOfQuery(capture.path).startMs;
const nowMs = Date.now();
const hours = hoursUntil(Math.max(...recorded.map(startOf)), nowMs);
const captures = recorded.map((capture) => (isPush(capture) ? shiftPush(capture, hours) : shiftIngest(capture, hours)));
const corpus = Array.from({ length: CORPUS }, (_, index) => ({
  ...generatedPprof({ seed: index, types: ['samples/count', 'cpu/nanoseconds'] }),
  fromMs: nowMs - (CORPUS + 1 - index) * MINUTE_MS,
}));
const range = { start: String(nowMs - 24 * 60 * MINUTE_MS), end: String(nowMs) };

let server: HearthServer;
let api: HearthApi;

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Acme', slug: 'acme' });
  for (const { method, path, headers, body } of captures) {
    const answer = await httpRequest(server.url + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${server.adminToken}` },
      body,
    });
    expect(answer.status, path).toBe(200);
  }
  for (const [index, { content, fromMs }] of corpus.entries()) {
    const window = `from=${String(fromMs / 1000)}&until=${String(fromMs / 1000 + 10)}`;
    const name = encodeURIComponent(`corpus{pod=pod-${String(index % 3)},region=eu/west}`);
    const answer = await api.ask(`/ingest?name=${name}&${window}&format=pprof`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(content),
    });
    expect(answer.status, answer.text).toBe(200);
  }
  await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
}, 120_000);

afterAll(async () => {
  await server.dispose();
});

const ask = async <T>(method: string, body: object, project = 'default'): Promise<T> =>
  api.json<T>(`/querier.v1.QuerierService/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-scope-orgid': project },
    body: JSON.stringify(body),
  });
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((all, one) => all + one, 0n);

describe('a corpus that went in by /ingest', () => {
  const total = sum(corpus.map(({ totals }) => totals.get('cpu') ?? 0n));
  const stacks = new Map<string, bigint>();
  for (const { content } of corpus) {
    for (const [stack, value] of stacksOf(content)) stacks.set(stack, (stacks.get(stack) ?? 0n) + value);
  }

  it('comes back as a flame graph, stack by stack', async () => {
    expect(sum(stacks.values())).toBe(total);
    const asked = { profileTypeID: CPU, labelSelector: SELECTOR, ...range, maxNodes: '100000' };
    const { flamegraph } = await ask<{ flamegraph: DrawnGraph }>('SelectMergeStacktraces', asked);
    expect(flamegraph.total).toBe(String(total));
    expect(sortedEntries(rebuiltStacks(flamegraph))).toEqual(sortedEntries(stacks));
    const cut = await ask<{ flamegraph: DrawnGraph }>('SelectMergeStacktraces', { ...asked, maxNodes: '50' });
    expect(sum(rebuiltStacks(cut.flamegraph).values())).toBe(total);
  });

  it('comes back by /pyroscope/render, with a timeline of the same sum', async () => {
    const query = encodeURIComponent(`${CPU}${SELECTOR}`);
    const path = `/pyroscope/render?query=${query}&from=now-24h&until=now&maxNodes=100000&groupBy=pod`;
    const answer = await api.json<{
      flamebearer: { names: string[]; levels: number[][]; numTicks: number };
      timeline: { samples: number[] };
      groups: Record<string, { samples: number[] }>;
    }>(path);
    expect(BigInt(answer.flamebearer.numTicks)).toBe(total);
    const { names, levels } = answer.flamebearer;
    const drawn = { names, levels: levels.map((values) => ({ values: values.map(String) })), total: '' };
    expect(sortedEntries(rebuiltStacks(drawn))).toEqual(sortedEntries(stacks));
    expect(sum(answer.timeline.samples.map(BigInt))).toBe(total);
    expect(Object.keys(answer.groups).sort()).toEqual(['pod-0', 'pod-1', 'pod-2']);
    expect(sum(Object.values(answer.groups).flatMap(({ samples }) => samples.map(BigInt)))).toBe(total);
  });

  it('comes back as series and as a pprof', async () => {
    const asked = { profileTypeID: CPU, labelSelector: SELECTOR, ...range };
    const { series } = await ask<{ series: readonly { points: readonly { value: number }[] }[] }>('SelectSeries', {
      ...asked,
      step: 15,
      groupBy: ['pod'],
    });
    expect(series).toHaveLength(3);
    expect(sum(series.flatMap(({ points }) => points.map(({ value }) => BigInt(value))))).toBe(total);
    const profile = await ask<{ sample: readonly { value: readonly string[] }[] }>('SelectMergeProfile', asked);
    expect(sum(profile.sample.map(({ value }) => BigInt(value[0] ?? '0')))).toBe(total);
  });
});

describe('recorded uploads of real clients', () => {
  it('come back under the type ids that Pyroscope gives them, each with its total', async () => {
    const totals = new Map<string, bigint>();
    for (const capture of captures) {
      const sums = expectedTotals(capture.name);
      const kindTypes = [...sums.keys()];
      const runtime = capture.client === 'pyroscope-node' ? 'nodejs' : '';
      const scope = capture.client === 'pyroscope-go' ? 'com.grafana.pyroscope/go' : '';
      for (const [type, value] of sums) {
        const unit = /space/.test(type) ? 'bytes' : /cpu|wall|delay/.test(type) ? 'nanoseconds' : 'count';
        const isWall = capture.client === 'pyroscope-node' && kindTypes.includes('wall');
        const context = { kindTypes: isWall ? kindTypes : [type], runtime, scope };
        // The period of Node's heap differs, but not what is selected.
        const id = pyroscopeTypeId(type, unit, context).replace(/^(memory:inuse_\w+:\w+):.*$/, '$1:space:bytes');
        totals.set(id, (totals.get(id) ?? 0n) + value);
      }
    }
    expect(totals.size).toBeGreaterThan(10);
    const found = new Map<string, bigint>();
    for (const profileTypeID of totals.keys()) {
      const { flamegraph } = await ask<{ flamegraph: DrawnGraph }>(
        'SelectMergeStacktraces',
        { profileTypeID, labelSelector: '{service_name="orders-api"}', ...range },
        'acme',
      );
      found.set(profileTypeID, BigInt(flamegraph.total ?? '0'));
    }
    expect(sortedEntries(found)).toEqual(sortedEntries(totals));
    const { profileTypes } = await ask<{ profileTypes: readonly { ID: string }[] }>('ProfileTypes', range, 'acme');
    const listed = new Set(profileTypes.map(({ ID }) => ID.replace(/^(memory:inuse_\w+:\w+):.*$/, '$1:space:bytes')));
    expect([...listed].sort()).toEqual([...totals.keys()].sort());
  });
});

const sortedEntries = (map: ReadonlyMap<string, bigint>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Values of `cpu` by the names on the stack. */
function stacksOf(content: Uint8Array): ReadonlyMap<string, bigint> {
  const profile = decodePprof(gunzipSync(content));
  const { samples, stacks, frames, functions, strings, types } = profile;
  const column = types.findIndex(({ type }) => type === 'cpu');
  expect(totalsOf(profile)).toHaveLength(types.length);
  const sums = new Map<string, bigint>();
  for (let sample = 0; sample < samples.length; sample++) {
    const value = samples.values[column]![sample]!;
    if (value === 0) continue;
    const path: string[] = [];
    for (let at = samples.stack[sample]!; at >= 0; at = stacks.parent[at]!) {
      path.push(strings[functions.name[frames.func[stacks.frame[at]!]!]!]!);
    }
    const key = path.reverse().join(';');
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(value));
  }
  return sums;
}
