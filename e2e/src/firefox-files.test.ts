import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../packages/profile/fixtures/firefox/${name}.json.gz`, import.meta.url));

/** Recordings of samply and perf by what their own counters say, see the fixtures' README. */
const files = [
  { app: 'offsets', body: fixture('samply-0.13.1-v49'), samples: 156n, cpu: 1_571_917_000n },
  { app: 'symbols', body: gunzipSync(fixture('samply-0.13.1-symbols-v66')), samples: 156n, cpu: 1_571_917_000n },
  { app: 'kernel', body: fixture('perf-6.1-v49'), samples: 93n, cpu: 939_393_930n },
] as const;
const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;

let server: HearthServer;
let api: HearthApi;
beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
});
afterAll(async () => {
  await server.dispose();
});

const pathOf = (app: string): string => `/api/v1/projects/default/profiles?app=${app}&start=${startMs / 1000}`;

it.each(files)('takes $app and gives it back byte for byte', async ({ app, body }) => {
  expect((await api.ask(pathOf(app), { method: 'POST', body })).status).toBe(201);
  expect((await api.ask(pathOf(app), { method: 'POST', body })).status).toBe(200);
  const [profile] = await waitUntil(
    async () => {
      const profiles = await api.listProfiles('default', { app });
      return profiles.length > 0 && profiles;
    },
    { what: 'the profile to be listed' },
  );
  expect(profile).toMatchObject({ app, source: 'file', start: new Date(startMs).toISOString() });
  expect([...profile!.types].sort()).toEqual(['cpu', 'samples']);
  const original = await api.ask(`/api/v1/projects/default/profiles/${profile!.id}/original`);
  expect(original.status).toBe(200);
  expect(Buffer.compare(original.body, body)).toBe(0);
});

it('refuses what Firefox itself writes, and says what to do', async () => {
  const body = Buffer.from('{"meta":{"version":29},"threads":[]}');
  const { status, text } = await api.ask(pathOf('gecko'), { method: 'POST', body });
  expect([status, text]).toEqual([400, expect.stringContaining('open it in Firefox Profiler')]);
});

it('keeps totals, samples, modules and offsets', async () => {
  await server.stop();
  await withStoppedStore(server.dataDir, async (sql) => {
    const wanted = files.map(({ app, samples, cpu }) => [`${app} ${startMs}`, { samples, cpu }]);
    for (const table of ['totals', 'samples'] as const) {
      const sums = [...(await storedSums(sql, table))].map(([key, types]) => [key, Object.fromEntries(types)]);
      expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(wanted));
    }
    const frames = await sql<{ app: string; frame: string }>(`
      SELECT DISTINCT app, concat(function, if(address = 0, '', hex(address)), ' in ', module) AS frame
      FROM frames ORDER BY app, frame`);
    const of = (app: string) => frames.filter((row) => row.app === app).map(({ frame }) => frame);
    expect(of('symbols')).toEqual(
      expect.arrayContaining(['mix in /srv/orders/spin', 'hash_block in /srv/orders/spin']),
    );
    expect(of('kernel')).toContain('schedule in [kernel.kallsyms]');
    expect(of('offsets')).toContain('1179 in /srv/orders/spin');
  });
});
