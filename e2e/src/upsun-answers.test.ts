import { gunzipSync, gzipSync } from 'node:zlib';
import { decodePprof, encodePprof, type Profile } from '@hearth/profile';
import { profileFromText } from '@hearth/profile/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { type StoredSums, storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';
import { missingTools } from './install/missing-tools.ts';
import { type Capture, captureClients, capturesOf, isUpload } from './replay/capture.ts';
import { expectedTotals } from './replay/expected-totals.ts';
import { hoursUntil, shiftWindow, windowOf } from './replay/shift-window.ts';
import { type GoFunction, goTop } from './upsun/go-pprof.ts';
import { hotFunctions } from './upsun/hot-functions.ts';
import { type Query, selfByName, UpsunApi } from './upsun/upsun-api.ts';

/** Upsun's types; what is averaged of them. */
const types = ['cpu', 'wall-time', 'wall', 'goroutine', 'alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'];
const averaged: ReadonlySet<string> = new Set(['goroutine', 'inuse_objects', 'inuse_space']);
const units: Readonly<Record<string, string>> = {
  goroutine: 'count',
  alloc_objects: 'count',
  inuse_objects: 'count',
  alloc_space: 'bytes',
  inuse_space: 'bytes',
};
const unitOf = (type: string): string => units[type] ?? 'nanoseconds';
/** As the clients name their runtime; the Java agent names none, and its recordings are not read. */
const runtimes: Readonly<Record<string, string>> = {
  'dd-node': 'nodejs',
  'dd-python': 'CPython',
  'dd-go': 'go',
  'blackfire-go': 'go',
  'blackfire-python': 'CPython',
};
/** Blackfire's last upload came over its socket, with an app of its own. */
const ownApps: Readonly<Record<string, string>> = {
  'blackfire-go/004': 'orders-api',
  'blackfire-go/005': 'orders-api',
  'blackfire-python/004': 'orders-py',
};

interface Replayed {
  readonly name: string;
  readonly client: string;
  readonly capture: Capture;
  readonly startMs: number;
  readonly app: string;
  readonly totals: ReadonlyMap<string, bigint>;
}

const recorded = captureClients.flatMap((client) => capturesOf(client)).filter(isUpload);
const hours = hoursUntil(Math.max(...recorded.map(({ body }) => windowOf(body).endMs)), Date.now());
const uploads: readonly Replayed[] = recorded.map((capture) => {
  const body = shiftWindow(capture.body, hours);
  const { name, client } = capture;
  const app = client.startsWith('blackfire') ? (ownApps[name] ?? 'orders') : 'orders-api';
  return { name, client, capture: { ...capture, body }, app, ...windowOf(body), totals: expectedTotals(name) };
});
const decoded = uploads.filter(({ client }) => client !== 'dd-java');
const hasGo = missingTools(['go']).length === 0;

let server: HearthServer;
let api: HearthApi;
/** What SQL finds once the server has stopped. */
const answered: { readonly app: string; readonly environment: string; readonly type: string; readonly sum: bigint }[] =
  [];

/** What our own API says of a merge. */
interface Merge {
  readonly facts: { readonly total: number | string; readonly profiles: number; readonly withoutStack: number };
}

/** Files that have functions of a name. */
function filesByName({ functions, strings }: Profile): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (let func = 0; func < functions.length; func++) {
    const name = strings[functions.name[func]!]!;
    found.set(name, (found.get(name) ?? new Set()).add(strings[functions.file[func]!]!));
  }
  return found;
}

const environmentOf = ({ client }: Replayed): string => (client.startsWith('blackfire') ? 'production' : 'staging');
const upsun = (environment: string): UpsunApi => new UpsunApi(api, 'default', environment);
/** The second in which an upload began, and its runtime: nothing else. */
const only = ({ startMs, client }: Replayed): Query => ({
  from: Math.floor(startMs / 1000),
  to: Math.floor(startMs / 1000) + 1,
  runtime: [runtimes[client]!],
});
const rounded = (sum: bigint, divisor: number): number => Number((sum * 2n + BigInt(divisor)) / BigInt(2 * divisor));

/** Known to the last digit: `fib` calls itself. In milliseconds of CPU. */
const recursive = { fib: { self: 300, total: 500 }, leaf: { self: 200, total: 200 }, main: { self: 0, total: 600 } };

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  for (const { capture } of uploads) {
    const { method, path, headers, body } = capture;
    expect(await httpRequest(server.url + path, { method, headers, body })).toMatchObject({ status: 200 });
  }
  const profile = profileFromText(
    ['samples/count', 'cpu/nanoseconds'],
    'main;fib;fib;fib 30 300000000\nmain;fib;fib;leaf 20 200000000\nmain;other 10 100000000',
  );
  const endMs = Math.max(...uploads.map(({ startMs }) => startMs));
  const { contentType, body } = datadogUpload({
    app: 'recursive',
    runtimeId: 'a2c5a1de-33b6-4a4e-9c6c-0d3f8d3f6f57',
    startMs: endMs - 10_000,
    endMs,
    attachments: [{ name: 'cpu.pprof', content: gzipSync(encodePprof(profile)) }],
  });
  const headers = { 'content-type': contentType };
  expect(await httpRequest(`${server.url}/profiling/v1/input`, { method: 'POST', headers, body })).toMatchObject({
    status: 200,
  });
  await waitUntil(async () => (await api.listProfiles('default')).length > uploads.length, {
    what: 'every upload to be listed',
  });
});

afterAll(async () => {
  await server.dispose();
});

describe.each(decoded)('the upload $name', (upload) => {
  const { app, totals } = upload;

  it('is found by applications and filter', async () => {
    const { applications } = await upsun(environmentOf(upload)).applications(only(upload));
    const listed = applications[app]!;
    expect(Object.keys(listed.profile_types).sort()).toEqual(types.filter((type) => totals.has(type)).sort());
    for (const [type, { aggregation, unit }] of Object.entries(listed.profile_types)) {
      expect([type, aggregation, unit]).toEqual([type, averaged.has(type) ? 'avg' : 'sum', unitOf(type)]);
    }
    const { fields } = await upsun(environmentOf(upload)).filter(app, only(upload));
    expect(fields['runtime']).toEqual({ distinct_values: 1, values: [{ value: runtimes[upload.client], count: 1 }] });
  });

  it.each(types.filter((type) => totals.has(type)))('has its %s in timeline and merge', async (type) => {
    const total = totals.get(type)!;
    const query = { ...only(upload), profile_type: type };
    const { points, grain, unit } = await upsun(environmentOf(upload)).timeline(app, query);
    expect(unit).toBe(averaged.has(type) ? unitOf(type) : `${unitOf(type)}_per_second`);
    expect(points.map(({ value }) => value)).toEqual([rounded(total, averaged.has(type) ? 1 : grain)]);
    const { flamebearer } = await upsun(environmentOf(upload)).flamebearer(app, query);
    expect(BigInt(flamebearer.numTicks)).toBe(total);
    const self = selfByName(flamebearer);
    expect([...self.values()].reduce((sum, value) => sum + value, 0)).toBe(flamebearer.numTicks);
    const wanted = hotFunctions[upload.name]?.[type] ?? {};
    const shares = Object.keys(wanted).map((name) => {
      const share = (100 * (self.get(name) ?? 0)) / flamebearer.numTicks;
      return [name, Number(share.toFixed(1))];
    });
    expect(Object.fromEntries(shares)).toEqual(wanted);
  });
});

describe.each([
  { environment: 'staging', app: 'orders-api' },
  { environment: 'production', app: 'orders' },
  { environment: 'production', app: 'orders-api' },
])('all of $app in $environment', ({ environment, app }) => {
  const of = decoded.filter((upload) => upload.app === app && environmentOf(upload) === environment);
  const whole = { from: Math.floor(Date.now() / 1000) - 7200 };
  const present = types.filter((type) => of.some(({ totals }) => totals.has(type)));

  it.each(present)('has one sum of %s, however it is asked for', async (type) => {
    const having = of.filter(({ totals }) => totals.has(type));
    const sum = having.reduce((all, { totals }) => all + totals.get(type)!, 0n);
    answered.push({ app, environment, type, sum });
    const query = { ...whole, profile_type: type };
    const { flamebearer, ...facts } = await upsun(environment).flamebearer(app, query);
    const mean = averaged.has(type);
    expect(facts).toMatchObject({
      _profile_type: type,
      _sample_unit: unitOf(type),
      _aggregation_type: mean ? 'avg' : 'sum',
    });
    expect(flamebearer.numTicks).toBe(rounded(sum, mean ? having.length : 1));
    const selector = { app, type, environment, from: String(whole.from) };
    const { facts: own } = await api.post<Merge>('/api/v1/projects/default/merge', { selector });
    expect({ ...own, total: BigInt(own.total) }).toMatchObject({
      total: sum,
      profiles: having.length,
      withoutStack: 0,
    });
    const { points, grain } = await upsun(environment).timeline(app, query);
    const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
    if (mean) {
      expect(Math.min(...values)).toBeLessThanOrEqual(flamebearer.numTicks);
      expect(Math.max(...values)).toBeGreaterThanOrEqual(flamebearer.numTicks);
    } else {
      const added = values.reduce((all, value) => all + value * grain, 0);
      expect(Math.abs(added - Number(sum))).toBeLessThanOrEqual((values.length * grain) / 2);
    }
  });

  it.skipIf(!hasGo)('is for go tool pprof what it is for the flame graph and the graph', async () => {
    const query = { ...whole, profile_type: 'cpu' };
    const file = await upsun(environment).merged(app, 'pprof', query);
    expect(file.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${app}-cpu.pb.gz"`,
    });
    const top = await goTop(file.body, 'ns');
    const { flamebearer } = await upsun(environment).flamebearer(app, query);
    // Python has samples without a stack.
    const self = [...selfByName(flamebearer)].filter(([name, value]) => value > 0 && name !== 'total');
    for (const [name, value] of self) expect([name, top.get(name)?.flat]).toEqual([name, value]);
    const { text } = await upsun(environment).merged(app, 'dot', query);
    const filesOf = filesByName(decodePprof(gunzipSync(file.body)));
    let seen = 0;
    for (const [name, { cum }] of top) {
      const label = text.split('\n').find((line) => line.includes(`[label="${name}\\n`));
      // Go's tool merges functions of one name, as `<module>`; the graph tells those of different files apart.
      if (label === undefined || filesOf.get(name)!.size > 1) continue;
      const share = /total .*?\(([\d.]+) %\)/.exec(label)?.[1];
      expect([name, Number(share)]).toEqual([name, Number(((100 * cum) / flamebearer.numTicks).toFixed(2))]);
      seen += 1;
    }
    expect(seen).toBeGreaterThan(5);
  });
});

it('counts a recursion once', async () => {
  const production = upsun('production');
  const query = { from: Math.floor(Date.now() / 1000) - 7200 };
  const { flamebearer, _profile_type } = await production.flamebearer('recursive', query);
  expect([_profile_type, flamebearer.numTicks]).toEqual(['cpu', 600_000_000]);
  const self = selfByName(flamebearer);
  const { text } = await production.merged('recursive', 'dot', query);
  for (const [name, truth] of Object.entries(recursive)) {
    expect(self.get(name)).toBe(truth.self * 1e6);
    expect(text).toMatch(new RegExp(`label="${name}\\\\n.*total ${truth.total}\\.0 ms`));
  }
  if (!hasGo) return;
  const top = await goTop((await production.merged('recursive', 'pprof', query)).body, 'ns');
  const truth = Object.entries(recursive).map(([name, value]): [string, GoFunction] => [
    name,
    { flat: value.self * 1e6, cum: value.total * 1e6 },
  ]);
  expect(Object.fromEntries(top)).toMatchObject(Object.fromEntries(truth));
});

it('leads from the entry point to all of it', async () => {
  const { _links, retention, environment_type } = await upsun('production').entry();
  expect([retention.continuous_profiling, environment_type]).toEqual([30 * 24 * 60, 'production']);
  for (const { href } of Object.values(_links)) {
    const { origin, pathname } = new URL(href.replaceAll('{app}', 'orders'));
    expect(origin).toBe(server.url);
    expect((await api.ask(pathname)).status).toBe(200);
  }
});

it('says what SQL says of the same data', async () => {
  await server.stop();
  const tables = await withStoppedStore(
    server.dataDir,
    async (sql): Promise<readonly StoredSums[]> => [await storedSums(sql, 'totals'), await storedSums(sql, 'samples')],
  );
  expect(answered.length).toBeGreaterThan(12);
  for (const { app, environment, type, sum } of answered) {
    const starts = decoded.filter((upload) => upload.app === app && environmentOf(upload) === environment);
    for (const sums of tables) {
      const stored = starts.reduce((all, { startMs }) => all + (sums.get(`${app} ${startMs}`)?.get(type) ?? 0n), 0n);
      expect([app, environment, type, stored]).toEqual([app, environment, type, sum]);
    }
  }
});
