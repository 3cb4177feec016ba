import { hostname } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';

/** What a first user sees: no flags at all, so what the harness sets for the other tests is set back. */
let server: HearthServer;
let silent: HearthServer;
let api: HearthApi;
beforeAll(async () => {
  silent = await HearthServer.start({ env: { HEARTH_SELF_PROFILE: 'true' }, args: ['--self-profile', 'false'] });
  server = await HearthServer.start({ env: { HEARTH_SELF_PROFILE: '' } });
  api = new HearthApi(server.url, server.adminToken);
});
afterAll(async () => {
  await Promise.all([server.dispose(), silent.dispose()]);
});

interface CpuNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
}

it('a server that was just started has itself in its store, with functions of its own', async () => {
  const startMs = Date.now();
  const profile = await waitUntil(
    async () => {
      // Something to do, so that there is something to see.
      await Promise.all(Array.from({ length: 50 }, async () => api.json('/api/v1/projects')));
      return (await api.listProfiles('default', { app: 'hearth' }))[0];
    },
    { what: 'the app hearth' },
  );
  expect(profile).toMatchObject({ environment: 'production', release: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  expect([...profile.types].sort()).toEqual(['cpu', 'samples', 'wall']);
  expect(Math.abs(Date.parse(profile.start) - startMs)).toBeLessThan(60_000);

  const { status, body } = await api.ask(`/api/v1/projects/default/profiles/${profile.id}/original`);
  expect(status).toBe(200);
  const { nodes } = JSON.parse(gunzipSync(body).toString()) as { readonly nodes: readonly CpuNode[] };
  const own = nodes.filter(({ callFrame }) => /packages\/server\/dist\/.+\.js$/.test(callFrame.url));
  expect(own.filter(({ callFrame }) => callFrame.functionName !== '').length).toBeGreaterThan(0);

  const facets = await api.filter('default', 'production', 'hearth');
  expect([...facets.get('runtime')!.keys()]).toEqual(['nodejs']);
  expect([...facets.get('runtime_version')!.keys()]).toEqual([process.version]);
  const { host } = await api.json<{ readonly host: string | null }>(`/api/v1/projects/default/profiles/${profile.id}`);
  expect(host).toBe(hostname());
});

it('windows follow one another, cut at ten seconds of the clock', async () => {
  const profiles = await waitUntil(
    async () => {
      const listed = await api.listProfiles('default', { app: 'hearth' });
      return listed.length > 1 && [...listed].reverse();
    },
    { what: 'a second window', everyMs: 500 },
  );
  const [first, second] = profiles;
  expect(second!.start).toBe(first!.end);
  const lateMs = Date.parse(second!.end) % 10_000;
  expect(lateMs).toBeLessThan(5_000);
  expect(await api.metric('hearth_self_profile_windows_total')).toBeGreaterThanOrEqual(2);
});

it('a server that was told not to has nothing, though it runs for longer', async () => {
  const other = new HearthApi(silent.url, silent.adminToken);
  expect(await other.listProfiles('default')).toEqual([]);
  await expect(other.metric('hearth_self_profile_windows_total')).rejects.toThrow('no metric');
});

it('a rebuild reads the windows again', async () => {
  const { status, text } = await api.ask('/api/v1/admin/rebuild', { method: 'POST', timeoutMs: 120_000 });
  expect([status, text]).toEqual([200, expect.not.stringContaining('error')]);
});
