import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
if (!hasBrowser) process.stderr.write(`First pages are not tested; ${enableCommand} brings chromium.\n`);

const fixture = new URL('../../packages/profile/fixtures/go-cpu.pprof.gz', import.meta.url);

/** What a first page may bring, under gzip. */
const MAX_SCRIPT_BYTES = 250_000;
/** Cumulative layout shift: what moves while somebody reads. */
const MAX_SHIFT = 0.02;

/** Every place as the first page that a browser sees of the application. */
describe.skipIf(!hasBrowser)('a first page', () => {
  let server: HearthServer;
  let profileId: string;

  beforeAll(async () => {
    server = await HearthServer.start();
    const api = new HearthApi(server.url, server.adminToken);
    const start = new Date(Date.now() - 120_000);
    const query = new URLSearchParams({ app: 'checkout', start: start.toISOString(), end: new Date().toISOString() });
    const body = await readFile(fixture);
    await api.json(`/api/v1/projects/default/profiles?${query}`, { method: 'POST', body });
    const [profile] = await waitUntil(
      async () => {
        const profiles = await api.listProfiles('default', { app: 'checkout' });
        return profiles.length > 0 && profiles;
      },
      { what: 'the profile' },
    );
    profileId = profile!.id;
  });
  afterAll(() => server.dispose());

  it.each([
    ['overview', '?range=6h', 'checkout'],
    ['explore', '/explore?app=checkout&type=cpu', /rows read/],
    ['explore, which finds the type itself', '/explore', /rows read/],
    ['sandwich', '/explore?app=checkout&type=cpu&view=sandwich&fn=main.main', /% of all, itself/],
    ['compare', '/compare?app=checkout&type=cpu', /rows read|Nothing/],
    ['profile', '/profiles/ID', /samples/],
    ['pipelines', '/pipelines', /pipeline/i],
    ['ingest', '/ingest', /accepted/i],
    ['settings', '/settings?section=tokens', 'Admin'],
  ])('brings %s with little script, asked for at once, and moves nothing while it loads', async (_, path, shows) => {
    const web = await WebSession.open(server.url);
    try {
      await web.signIn(server.adminToken);
      await web.watchShifts();
      const asked: string[] = [];
      web.page.on('request', (request) => {
        if (request.url().includes('/api/'))
          asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`);
      });
      const response = await web.page.goto(`/o/1/p/default${path.replace('ID', profileId)}`);
      await web.page.getByText(shows).first().waitFor();
      await web.page.waitForLoadState('networkidle');
      await web.page.waitForFunction(`document.querySelector('.skeleton') === null`);
      const { scripts, scriptBytes, shift } = await web.weight();
      expect(scriptBytes).toBeGreaterThan(100_000);
      expect(scriptBytes).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
      expect(shift).toBeLessThan(MAX_SHIFT);
      // What is asked before the place is loaded is what the place asks: nothing is asked twice.
      expect(asked).toEqual([...new Set(asked)]);
      // The page itself names whatever it needs before it has drawn; what is loaded later is not needed for that.
      const named = [...(await response!.text()).matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, file]) => file);
      expect(named.length).toBeGreaterThan(2);
      expect(scripts.filter((file) => !named.includes(file) && !isLater(file))).toEqual([]);
    } finally {
      await web.close();
    }
  });

  it('comes in the theme that was chosen last, without a look into the storage of the browser', async () => {
    const web = await WebSession.open(server.url, 'light');
    try {
      await web.signIn(server.adminToken);
      await web.page.goto('/o/1/p/default/ingest');
      await web.page.getByRole('link', { name: 'Explore' }).waitFor();
      const chosen = () => web.page.evaluate('document.documentElement.dataset.theme');
      expect(await chosen()).toBeUndefined();
      await web.page.keyboard.press('Shift+T');
      await web.page.waitForFunction(`document.documentElement.dataset.theme === 'dark'`);
      const response = await web.page.reload();
      expect(await response!.text()).toContain('data-theme="dark"');
      expect(await chosen()).toBe('dark');
      expect(await web.page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    } finally {
      await web.close();
    }
  });
});

/** The plot above the graph comes when its values do. */
const isLater = (file: string): boolean => /\/timeline-plot-/.test(file);
