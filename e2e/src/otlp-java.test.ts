import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientResult, periodSeconds, startAndStopMs } from './clients/real-client.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { runClient } from './harness/run-client.ts';
import { waitUntil } from './harness/wait-until.ts';
import { clientFolder } from './install/client-folder.ts';
import { installJavaAgent } from './install/install-java-agent.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';

const missing = missingTools(['java', 'maven']);
const canRun = missing.length === 0;
if (!canRun)
  process.stderr.write(`pyroscope-java needs ${missing.join(', ')} and is skipped; ${enableCommand} brings that.\n`);

const RUN_SECONDS = 11;
/** A hundred samples a second of CPU: three standard deviations are 6 points of a hundred; the compiler takes some at the start. */
const TOLERANCE = 0.15;

let server: HearthServer;
let api: HearthApi;
let result: ClientResult;

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  if (!canRun) return;
  await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
  const agent = await installJavaAgent('pyroscope-java');
  result = await runClient({
    command: 'java',
    args: [`-javaagent:${agent}`, 'Main.java'],
    cwd: clientFolder('dd-java'),
    env: {
      RUN_SECONDS: String(RUN_SECONDS),
      PYROSCOPE_SERVER_ADDRESS: server.url,
      PYROSCOPE_FORMAT: 'otlp',
      PYROSCOPE_PROFILER_EVENT: 'itimer',
      PYROSCOPE_UPLOAD_INTERVAL: `${periodSeconds}s`,
      PYROSCOPE_AUTH_TOKEN: server.adminToken,
      PYROSCOPE_TENANT_ID: 'shop',
    },
    timeoutMs: RUN_SECONDS * 1000 + startAndStopMs,
  });
  await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
}, 900_000);

afterAll(async () => {
  await server.dispose();
});

describe.skipIf(!canRun)('pyroscope-java in its OTLP mode', () => {
  it('ends well and complains about nothing but what it does not send', () => {
    expect(result.ended, result.output).toBe('exit 0');
    expect(result.output.split('\n').filter((line) => /\bERROR\b|Error uploading|Exception/.test(line))).toEqual([]);
  });

  it('is listed in the project that its tenant names, as an app of that name', async () => {
    const profiles = await api.listProfiles('shop', { app: 'shop' });
    expect(profiles.length).toBeGreaterThanOrEqual(2);
    for (const profile of profiles) {
      expect(profile).toMatchObject({ environment: 'production', source: 'otlp', types: ['cpu'] });
      expect(Date.parse(profile.end) - Date.parse(profile.start)).toBeLessThan((periodSeconds + 3) * 1000);
    }
    expect(await api.listProfiles('default')).toEqual([]);
  });

  it('has the shares of CPU that the program burns', async () => {
    const { functions, facts } = await api.post<{
      readonly facts: { readonly total: number };
      readonly functions: readonly { readonly frame: { readonly function: string }; readonly total: number }[];
    }>('/api/v1/projects/shop/top', { selector: { app: 'shop', type: 'cpu' }, sort: 'total', limit: 500 });
    expect(facts.total).toBeGreaterThan(RUN_SECONDS * 1e9 * 0.2);
    const sumOf = (name: string): number =>
      functions.find(({ frame }) => frame.function.endsWith(`Main.${name}`))?.total ?? 0;
    const [hash, render, score] = [sumOf('hashOrders'), sumOf('renderInvoice'), sumOf('scoreFraud')];
    const all = hash + render + score;
    const near = (share: number, wanted: number): boolean => Math.abs(share - wanted) < TOLERANCE;
    const seen = { hash: near(hash / all, 0.6), render: near(render / all, 0.3), score: near(score / all, 0.1) };
    expect(seen, `${hash} ${render} ${score}`).toEqual({ hash: true, render: true, score: true });
  });
});
