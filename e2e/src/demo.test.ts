import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
/** Seeding has the lowest priority: on a machine that is busy otherwise it takes minutes. A bound on a hang. */
const SEED_TIMEOUT_MS = 400_000;

/** Two days of six hosts in windows of five minutes, one of them down for eight of these, and of a quiet one of fifteen. */
const PROFILES = 2 * (6 * 288 + 96) - 8;

interface DiffSide {
  readonly facts: { readonly total: number };
  readonly values: { readonly self: readonly number[] };
}

interface DiffAnswer {
  readonly shape: { readonly frame: readonly number[]; readonly frames: readonly { readonly function: string }[] };
  readonly left: DiffSide;
  readonly right: DiffSide;
}

let server: HearthServer;
let api: HearthApi;
beforeAll(async () => {
  server = await HearthServer.start({ args: ['--demo'] });
  api = new HearthApi(server.url, server.adminToken);
});
afterAll(async () => server.dispose());

const fromMs = Date.now() - 3 * 86_400_000;
const range = (): { from: string; to: string } => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(Date.now() + 1000).toISOString(),
});
const count = async (): Promise<number> => (await api.listProfiles('demo', range())).length;
const seeded = async (outcome: string): Promise<void> => {
  const isLogged = () => server.output.text.includes(`"outcome":"${outcome}"`);
  await waitUntil(isLogged, { what: `the demo to be ${outcome}`, timeoutMs: SEED_TIMEOUT_MS });
};

it('shows the way to its project, and goes on after a stop in the middle until all is there', {
  timeout: SEED_TIMEOUT_MS + 60_000,
}, async () => {
  expect(server.output.text).toContain(`Demo data, after signing in: ${server.url}/o/1/p/demo`);
  await waitUntil(async () => (await count()) > 100, { what: 'the first profiles' });
  expect(await server.stop()).toBe('exit 0');
  expect(server.output.text).toContain('"outcome":"stopped"');
  await server.start();
  await seeded('seeded');
  await waitUntil(async () => (await count()) === PROFILES, { what: 'every profile' });
});

it('has a day of three services in two releases, and refused uploads', async () => {
  const { apps } = await api.json<{ apps: readonly { app: string; profiles: number }[] }>(
    `/api/v1/projects/demo/apps?${new URLSearchParams(range())}`,
  );
  expect(apps.map(({ app }) => app).sort()).toEqual(['catalog', 'checkout', 'gateway']);
  // What became of uploads is written once a second.
  const refusals = async (): Promise<readonly string[] | undefined> => {
    const { tallies } = await api.json<{ tallies: readonly { outcome: string; reason: string }[] }>(
      '/api/v1/projects/demo/ingest',
    );
    const reasons = tallies.filter(({ outcome }) => outcome === 'dropped').map(({ reason }) => reason);
    return reasons.length >= 3 ? reasons.sort() : undefined;
  };
  expect(await waitUntil(refusals, { what: 'the refused uploads' })).toEqual([
    'corrupt_compression',
    'invalid_labels',
    'invalid_profile',
  ]);
  // Nothing of it comes into another project.
  expect(await api.listProfiles('default', range())).toEqual([]);
});

it('a comparison of the two releases of checkout finds what the second one broke', async () => {
  const side = { app: 'checkout', type: 'cpu', environment: 'production', ...range() };
  const { shape, left, right } = await api.post<DiffAnswer>('/api/v1/projects/demo/diff', {
    left: { ...side, release: 'checkout@2.13.2' },
    right: { ...side, release: 'checkout@2.14.0' },
  });
  const growth = new Map<string, number>();
  for (const [node, frame] of shape.frame.entries()) {
    const name = shape.frames[frame]?.function ?? '';
    const change = right.values.self[node]! / right.facts.total - left.values.self[node]! / left.facts.total;
    growth.set(name, (growth.get(name) ?? 0) + change);
  }
  const grown = [...growth].sort(([, a], [, b]) => b - a).map(([name]) => name);
  expect(grown.slice(0, 2).sort()).toEqual(['compileRule', 'tokenize']);
});

it('is seeded once: another start leaves it as it is', async () => {
  await server.stop();
  await server.start();
  await seeded('kept');
  expect(await count()).toBe(PROFILES);
});

it('goes with its project, by one click where there is a browser', async () => {
  if (hasBrowser) {
    const web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
    const { page } = web;
    await page.goto('/o/1/p/demo');
    await page.getByRole('link', { name: /compare it with the day before/ }).waitFor();
    expect(await web.findings()).toEqual([]);
    await page.getByRole('button', { name: 'Remove the demo data' }).click();
    await page.waitForURL('**/o/default/p/default');
    await web.close();
  } else {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ confirm: 'demo' });
    const { status } = await api.ask('/api/v1/projects/demo', { method: 'DELETE', headers, body });
    expect(status).toBe(202);
  }
  expect((await api.ask('/api/v1/projects/demo/profiles')).status).toBe(404);
});
