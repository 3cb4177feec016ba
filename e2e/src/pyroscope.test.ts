import { connect } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuShares } from './clients/cpu-shares.ts';
import { pythonVersion } from './clients/expected-facets.ts';
import { type ClientResult, environment, release } from './clients/real-client.ts';
import { HearthApi, type ListedProfile } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';
import type { PyroscopeClientName } from './install/client-folder.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { type PyroscopeTarget, pyroscopeClients } from './pyroscope/pyroscope-clients.ts';
import { shiftIngest, shiftPush, startsOfPush, windowOfQuery } from './pyroscope/shift-pyroscope.ts';
import { type Capture, capturesOf, pyroscopeCaptureClients } from './replay/capture.ts';
import { expectedTotals } from './replay/expected-totals.ts';
import { hoursUntil } from './replay/shift-window.ts';
import { pyroscopePaths } from './tenants/routes.ts';

/** Two periods and a half: two uploads at least from each of them, whatever they do at their end. */
const RUN_SECONDS = 11;
/** As many programs that burn CPU at a time as leave the server its share. */
const AT_A_TIME = 2;
const PUSH_PATH = '/push.v1.PusherService/Push';

const missing = new Set(missingTools(['python', 'go', 'java', 'maven']));
if (missing.size > 0) {
  process.stderr.write(`Clients that need ${[...missing].join(', ')} are skipped; ${enableCommand} brings that.\n`);
}

type Way = Omit<PyroscopeTarget, 'app' | 'runSeconds'>;

/** One client in one way to reach the server; the name is also its app. */
interface Scenario {
  readonly name: string;
  readonly client: PyroscopeClientName;
  readonly project: 'default' | 'shop' | 'java-otlp';
  /** `key`: an ingest key of that project. */
  readonly way: (url: string, key: string) => Way;
}

const plain = (serverAddress: string): Way => ({ serverAddress });
const basic = (serverAddress: string, key: string): Way => ({
  serverAddress,
  basicUser: 'anyone',
  basicPassword: key,
});
const bearer = (serverAddress: string, key: string): Way => ({ serverAddress, authToken: key });

const scenarios: readonly Scenario[] = [
  { name: 'node-plain', client: 'pyroscope-node', project: 'default', way: plain },
  { name: 'python-plain', client: 'pyroscope-python', project: 'default', way: plain },
  {
    name: 'go-plain',
    client: 'pyroscope-go',
    project: 'default',
    way: (serverAddress) => ({ serverAddress, basicUser: 'tenant1', basicPassword: 'of-another-server' }),
  },
  { name: 'node-bearer', client: 'pyroscope-node', project: 'shop', way: bearer },
  { name: 'python-basic', client: 'pyroscope-python', project: 'shop', way: basic },
  {
    name: 'go-basic',
    client: 'pyroscope-go',
    project: 'shop',
    way: (url, key) => ({ ...basic(url, key), tenant: 'shop' }),
  },
  {
    name: 'java-path-key',
    client: 'pyroscope-java',
    project: 'shop',
    way: (url, key) => ({ serverAddress: `${url}/t/${key}` }),
  },
  // It says nothing of itself, so that its app has the name of the project.
  {
    name: 'java-otlp',
    client: 'pyroscope-java',
    project: 'java-otlp',
    way: (url, key) => ({ ...bearer(url, key), format: 'otlp' }),
  },
];
const isOtlp = ({ project }: Scenario): boolean => project === 'java-otlp';
const canRun = ({ client }: Scenario): boolean => pyroscopeClients[client].needs.every((tool) => !missing.has(tool));
const runnable = scenarios.filter(canRun);

const recorded = pyroscopeCaptureClients.flatMap((client) => capturesOf(client));
const isPush = ({ path }: Capture): boolean => path === PUSH_PATH;
const startsOf = (capture: Capture): readonly number[] =>
  isPush(capture) ? startsOfPush(capture) : [windowOfQuery(capture.path).startMs];
const hours = hoursUntil(Math.max(...recorded.flatMap(startsOf)), Date.now());
const uploads = recorded.map((capture) => (isPush(capture) ? shiftPush(capture, hours) : shiftIngest(capture, hours)));

let server: HearthServer;
let api: HearthApi;
let shopKey: string;
const results = new Map<string, ClientResult>();

beforeAll(async () => {
  for (const client of new Set(runnable.map((scenario) => scenario.client))) await pyroscopeClients[client].install();
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
  // What the recorded clients name as their tenant.
  await api.post('/api/v1/projects', { name: 'Acme', slug: 'acme' });
  await api.post('/api/v1/projects', { name: 'Java', slug: 'java-otlp' });
  shopKey = await api.ingestKey('default', 'shop');
  const waiting = [...runnable];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const key = await api.ingestKey('default', next.project);
      const target = { ...next.way(server.url, key), app: next.name, runSeconds: RUN_SECONDS };
      results.set(next.name, await pyroscopeClients[next.client].run(target));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  await emptyQueue();
}, 900_000);

afterAll(async () => {
  await server.dispose();
});

const emptyQueue = (): Promise<boolean> =>
  waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });

describe.each(scenarios)('$name', (scenario) => {
  const when = it.skipIf(!canRun(scenario));

  when('ends well and complains about nothing', () => {
    const result = results.get(scenario.name);
    expect(result?.ended, result?.output).toBe('exit 0');
    const complaints = (result?.output ?? '')
      .split('\n')
      .filter((line) => /\b(?:ERROR|WARN|failed|refused)\b/i.test(line))
      // What Java's agent says of itself.
      .filter((line) => !line.includes('OTLP export does not include the configured application name'));
    expect(complaints).toEqual([]);
  });

  when('is listed with its windows and types', async () => {
    const profiles = await profilesOf(scenario);
    expect(profiles.length).toBeGreaterThanOrEqual(2);
    for (const profile of profiles) {
      expect(profile).toMatchObject(
        isOtlp(scenario) ? { source: 'otlp' } : { environment, release, source: 'pyroscope' },
      );
      expect(Date.parse(profile.end)).toBeGreaterThan(Date.parse(profile.start));
    }
    const types = new Set(profiles.flatMap((profile) => profile.types));
    expect([...types]).toEqual(
      expect.arrayContaining(isOtlp(scenario) ? ['cpu'] : [...expectedTypes[scenario.client]]),
    );
  });

  when("is found by Upsun's filter with the values of its runtime", async () => {
    if (isOtlp(scenario)) return;
    const fields = await api.filter(scenario.project, environment, scenario.name);
    const values = (field: string): string[] => [...(fields.get(field)?.keys() ?? [])];
    const [runtime, version] = await runtimeOf(scenario.client);
    expect(values('runtime')).toEqual([runtime]);
    expect(values('runtime_version')).toEqual([version]);
    expect(values('probe_version').sort()).toEqual([...probeVersions[scenario.client]]);
  });

  when('is in no other project', async () => {
    const other = scenario.project === 'default' ? 'shop' : 'default';
    expect(await api.listProfiles(other, { app: scenario.name })).toEqual([]);
  });
});

describe('recorded requests', () => {
  const send = ({ method, path, headers, body }: Capture): Promise<HttpAnswer> => {
    // They name a tenant, which the trusted listener's caller may not choose.
    const { authorization, ...others } = headers;
    expect(authorization === undefined || authorization.startsWith('Basic ')).toBe(true);
    return httpRequest(server.url + path, {
      method,
      headers: { ...others, authorization: `Bearer ${server.adminToken}` },
      body,
    });
  };

  it('are taken, each once', async () => {
    expect(uploads).toHaveLength(22);
    for (const upload of uploads)
      expect({ name: upload.name, status: (await send(upload)).status }).toEqual({ name: upload.name, status: 200 });
    for (const upload of uploads) expect((await send(upload)).status).toBe(200);
    await emptyQueue();
    // One push holds two series.
    expect(await api.listProfiles('acme')).toHaveLength(uploads.length + 1);
  });

  it('name a tenant that the listener may not choose', async () => {
    const { path, headers, body } = uploads[0]!;
    const { authorization: _, ...others } = headers;
    expect((await httpRequest(server.url + path, { method: 'POST', headers: others, body })).status).toBe(403);
  });
});

describe('who may not', () => {
  const wrong = 'f'.repeat(32);
  const body = Buffer.from('main;load 1\n');
  const [ingestPaths, push] = [pyroscopePaths.filter((path) => path !== PUSH_PATH), PUSH_PATH];
  let untrusted: HearthServer;
  beforeAll(async () => {
    untrusted = await HearthServer.start({ args: ['--trusted', 'false'] });
  });
  afterAll(async () => untrusted.dispose());

  it.each([...pyroscopePaths])('%s: is refused, over HTTP/1 and HTTP/2 alike', async (path) => {
    const url = `${path}?name=stranger`;
    const headers = { 'content-type': path === push ? 'application/proto' : 'text/plain' };
    const asks: readonly (readonly [string, Record<string, string>, number])[] = [
      [url, {}, 401],
      [url, { authorization: 'Bearer not-a-token' }, 401],
      [url, { authorization: `Basic ${Buffer.from(`a:${wrong}`).toString('base64')}` }, 403],
      [`/t/${wrong}${url}`, {}, 403],
    ];
    for (const [address, credential, status] of asks) {
      const all = { ...headers, ...credential };
      const one = await httpRequest(untrusted.url + address, { method: 'POST', headers: all, body });
      expect({ address, credential, status: one.status }).toEqual({ address, credential, status });
      expect(await statusOver2(untrusted.url, address, all, body)).toBe(status);
    }
    const tenant = { ...headers, authorization: `Bearer ${shopKey}`, 'x-scope-orgid': 'default' };
    expect((await httpRequest(server.url + url, { method: 'POST', headers: tenant, body })).status).toBe(403);
    const proxied = { ...headers, 'x-forwarded-for': '10.0.0.1' };
    expect((await httpRequest(server.url + url, { method: 'POST', headers: proxied, body })).status).toBe(401);
    expect(await statusOver2(server.url, url, { ...headers, ':authority': 'hearth.example.com' }, body)).toBe(401);
  });

  it.each(ingestPaths)('%s: who may is let in, by the path key too', async (path) => {
    for (const prefix of ['', `/t/${shopKey}`]) {
      const answer = await httpRequest(`${server.url}${prefix}${path}?name=let-in`, { method: 'POST', body });
      expect([answer.status, answer.text]).toEqual([200, '{}']);
    }
  });

  it('a push is refused in the words of its protocol', async () => {
    const connectAnswer = await httpRequest(untrusted.url + push, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([connectAnswer.status, JSON.parse(connectAnswer.text)]).toEqual([
      401,
      { code: 'unauthenticated', message: expect.any(String) as string },
    ]);
  });
});

describe('the server behind them', () => {
  it('stored the recorded totals, and the shares of CPU that the programs burn', async () => {
    await server.stop();
    await withStoppedStore(server.dataDir, async (sql) => {
      const expected = new Map<string, Map<string, bigint>>();
      for (const upload of uploads) {
        const starts = new Set(startsOf(upload));
        expect(starts.size).toBe(1);
        const key = `orders-api ${[...starts][0]}`;
        const sums = expected.get(key) ?? new Map<string, bigint>();
        for (const [type, sum] of expectedTotals(upload.name)) sums.set(type, (sums.get(type) ?? 0n) + sum);
        expected.set(key, sums);
      }
      for (const table of ['totals', 'samples'] as const) {
        const stored = await storedSums(sql, table);
        for (const [key, sums] of expected) {
          expect({ key, table, sums: sorted(stored.get(key) ?? new Map()) }).toEqual({
            key,
            table,
            sums: sorted(sums),
          });
        }
      }
      const shares = await cpuShares(sql);
      for (const { name } of runnable) {
        if (name === 'java-path-key') continue;
        const [hash = 0, render = 0, score = 0] = shares.get(name) ?? [];
        const near = (share: number, wanted: number): boolean => Math.abs(share - wanted) < SHARE_TOLERANCE;
        const seen = { name, hash: near(hash, 0.6), render: near(render, 0.3), score: near(score, 0.1) };
        expect(seen, `${hash} ${render} ${score}`).toEqual({ name, hash: true, render: true, score: true });
      }
    });
  });
});

/** A hundred samples a second of CPU over ten seconds, on a machine that other programs keep busy. */
const SHARE_TOLERANCE = 0.2;

const expectedTypes: Readonly<Record<PyroscopeClientName, readonly string[]>> = {
  'pyroscope-node': ['samples', 'wall', 'cpu', 'inuse_objects', 'inuse_space'],
  'pyroscope-python': ['cpu', 'alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'],
  'pyroscope-go': ['samples', 'cpu', 'goroutine', 'alloc_space', 'inuse_space', 'mutex_delay', 'block_delay'],
  'pyroscope-java': [],
};

/** Of each `otel.scope.version`; Go's profiles of differences come from a library of their own. */
const probeVersions: Readonly<Record<PyroscopeClientName, readonly string[]>> = {
  'pyroscope-node': ['0.6.4'],
  'pyroscope-python': ['1.4.0'],
  'pyroscope-go': ['v0.1.11', 'v1.4.3'],
  'pyroscope-java': ['2.9.2'],
};

/** What this machine's runtimes call themselves. */
async function runtimeOf(client: PyroscopeClientName): Promise<readonly [runtime: unknown, version: unknown]> {
  switch (client) {
    case 'pyroscope-node':
      return ['nodejs', process.versions.node];
    case 'pyroscope-python':
      return ['cpython', await pythonVersion()];
    case 'pyroscope-go':
      return ['go', expect.stringMatching(/^go1\.\d+/)];
    case 'pyroscope-java':
      return [expect.stringContaining('Runtime Environment'), expect.stringMatching(/^\d+/)];
  }
}

const profilesOf = (scenario: Scenario): Promise<readonly ListedProfile[]> =>
  api.listProfiles(scenario.project, { app: scenario.name });

const sorted = (totals: ReadonlyMap<string, bigint>) => [...totals].sort(([a], [b]) => (a < b ? -1 : 1));

/** Status of one POST over HTTP/2 with prior knowledge. */
function statusOver2(url: string, path: string, headers: Record<string, string>, body: Buffer): Promise<number> {
  const session = connect(url);
  return new Promise<number>((resolve, reject) => {
    session.on('error', reject);
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
    stream.on('error', reject).on('response', (answer) => resolve(answer[':status'] ?? 0));
    stream.end(body);
    stream.resume();
  }).finally(() => session.destroy());
}
