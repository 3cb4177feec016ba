import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';

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
  await waitUntil(isLogged, { what: `the demo to be ${outcome}`, timeoutMs: 120_000 });
};

it('shows the way to its project, and goes on after a stop in the middle until the day is whole', async () => {
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
  const { tallies } = await api.json<{ tallies: readonly { outcome: string; reason: string }[] }>(
    '/api/v1/projects/demo/ingest',
  );
  const dropped = tallies.filter(({ outcome }) => outcome === 'dropped');
  expect(dropped.map(({ reason }) => reason).sort()).toEqual([
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

it('goes with its project', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ confirm: 'demo' });
  const { status } = await api.ask('/api/v1/projects/demo', { method: 'DELETE', headers, body });
  expect(status).toBe(202);
  expect((await api.ask('/api/v1/projects/demo/profiles')).status).toBe(404);
});
