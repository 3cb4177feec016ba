import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuShares } from './clients/cpu-shares.ts';
import { expectedFacets } from './clients/expected-facets.ts';
import { type ClientResult, environment, release } from './clients/real-client.ts';
import { realClients, type Scenario, scenarios } from './clients/scenarios.ts';
import { filterFields, HearthApi, type ListedProfile } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { waitUntil } from './harness/wait-until.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';

/** Three periods: two uploads at least from each of them, whatever they do at their end. */
const RUN_SECONDS = 14;
/** As many programs that burn CPU at a time as leave the server its share. */
const AT_A_TIME = 2;

const missing = new Set(missingTools(['python', 'go', 'java', 'maven']));
const canRun = ({ client }: Scenario): boolean => realClients[client].needs.every((tool) => !missing.has(tool));
const runnable = scenarios.filter(canRun);
if (missing.size > 0) {
  process.stderr.write(`Profilers that need ${[...missing].join(', ')} are skipped; ${enableCommand} brings that.\n`);
}

let scratch: string;
let server: HearthServer;
let api: HearthApi;
const results = new Map<string, ClientResult>();

beforeAll(async () => {
  for (const client of new Set(runnable.map((scenario) => scenario.client))) await realClients[client].install();
  scratch = mkdtempSync(join(tmpdir(), 'hearth-e2e-socket-'));
  const socketPath = join(scratch, 'agent.sock');
  server = await HearthServer.start({ args: ['--datadog-socket', socketPath] });
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
  const ingestKey = await api.ingestKey('default', 'shop');
  const address = { host: `127.0.0.1:${server.port}`, socketPath, ingestKey };
  const waiting = [...runnable];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await realClients[next.client].run({
        agentUrl: next.agentUrl(address),
        app: next.name,
        runSeconds: RUN_SECONDS,
        ...(next.env && { env: next.env(address) }),
      });
      results.set(next.name, result);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
}, 900_000);

afterAll(async () => {
  await server.dispose();
  rmSync(scratch, { recursive: true, force: true });
});

describe.each(scenarios)('$name', (scenario) => {
  const when = it.skipIf(!canRun(scenario));
  const environmentOf = scenario.client === 'blackfire-python' ? 'production' : environment;

  when('ends well and complains about nothing', () => {
    const result = results.get(scenario.name);
    expect(result?.ended, result?.output).toBe('exit 0');
    expect(complaintsIn(result?.output ?? '')).toEqual([]);
  });

  when('is listed with its windows and types', async () => {
    const profiles = await profilesOf(scenario);
    expect(profiles.length).toBeGreaterThanOrEqual(2);
    for (const profile of profiles) {
      expect(profile).toMatchObject({ environment: environmentOf, source: 'datadog' });
      if (scenario.client !== 'blackfire-python') expect(profile.release).toBe(release);
      expect(Date.parse(profile.end)).toBeGreaterThan(Date.parse(profile.start));
    }
    const types = new Set(profiles.flatMap((profile) => profile.types));
    expect([...types]).toEqual(expect.arrayContaining([...expectedTypes[scenario.client]]));
  });

  when("is found by Upsun's filter with the values of its runtime", async () => {
    const profiles = await profilesOf(scenario);
    const expected = await expectedFacets(scenario.client);
    const fields = await api.filter(scenario.project, environmentOf, scenario.name);
    for (const field of filterFields) {
      const value = expected[field];
      expect({ field, values: fields.get(field) ?? new Map() }).toEqual({
        field,
        values: new Map(value === undefined ? [] : [[value, profiles.length]]),
      });
    }
    const query = `?runtime%5B%5D=${encodeURIComponent(expected.runtime ?? '')}&probe_version[]=${expected.probe_version}`;
    expect(await api.filter(scenario.project, environmentOf, scenario.name, query)).toEqual(fields);
  });

  when('is in no other project', async () => {
    const other = scenario.project === 'default' ? 'shop' : 'default';
    expect(await api.listProfiles(other, { app: scenario.name })).toEqual([]);
  });
});

describe('the server behind them', () => {
  it('refused nothing and logged nothing worse than information', async () => {
    const { text } = await api.ask('/metrics');
    expect(text.split('\n').filter((line) => /^hearth_ingest_uploads_total\{.*outcome="dropped"/.test(line))).toEqual(
      [],
    );
    expect(server.output.linesOfLevel('warn', 'error', 'fatal')).toEqual([]);
  });

  it('stored the shares of CPU that the programs burn', async () => {
    await server.stop();
    const shares = await withStoppedStore(server.dataDir, cpuShares);
    for (const { name, client } of runnable) {
      if (client === 'dd-java') continue;
      const [hash = 0, render = 0, score = 0] = shares.get(name) ?? [];
      const near = (share: number, wanted: number): boolean => Math.abs(share - wanted) < shareTolerance[client];
      const seen = { name, hash: near(hash, 0.6), render: near(render, 0.3), score: near(score, 0.1) };
      expect(seen, `${hash} ${render} ${score}`).toEqual({ name, hash: true, render: true, score: true });
    }
  });
});

/**
 * Go and Node sample a hundred times a second of CPU: three standard deviations are 6 points of a hundred. Python's sampler
 * draws back to 20 times a second of wall clock on a busy machine, which the rhythm of an order then beats against.
 */
const shareTolerance: Readonly<Record<Scenario['client'], number>> = {
  'dd-node': 0.15,
  'dd-go': 0.15,
  'dd-java': 0.15,
  'dd-python': 0.28,
  'blackfire-python': 0.28,
};

const expectedTypes: Readonly<Record<Scenario['client'], readonly string[]>> = {
  'dd-node': ['samples', 'wall', 'cpu', 'inuse_objects', 'inuse_space'],
  'dd-python': ['cpu', 'wall-time', 'alloc_objects', 'alloc_space', 'inuse_space'],
  'blackfire-python': ['cpu', 'wall-time', 'alloc_objects', 'alloc_space', 'inuse_space'],
  'dd-go': ['samples', 'cpu', 'goroutine', 'alloc_space', 'inuse_space', 'mutex_delay', 'block_delay'],
  'dd-java': [],
};

const profilesOf = (scenario: Scenario): Promise<readonly ListedProfile[]> =>
  api.listProfiles(scenario.project, { app: scenario.name });

/** Configurations, which have words like these for names; and what dd-trace-go says to a DD_API_KEY, which it sends all the same. */
const harmless = /TRACER CONFIGURATION|Profiler configuration|currently setting the DD_API_KEY/;

function complaintsIn(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => /\b(?:ERROR|WARN|Error|Traceback|failed|refused|unreachable)\b/.test(line))
    .filter((line) => !harmless.test(line));
}
