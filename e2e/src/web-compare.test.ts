import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
const MINUTE_MS = 60_000;
const PROFILES = 6;

/** What one profile of a release holds: 7.15.0 ranks slower and reads its index faster. */
const stacks = {
  '7.14.2': { 'search;rank;score': 100, 'search;index;decode': 200, 'search;auth': 300, 'search;cache;hit': 12 },
  '7.15.0': { 'search;rank;score': 340, 'search;index;decode': 150, 'search;auth': 300, 'search;cache;refill': 25 },
} as const;
type Release = keyof typeof stacks;

/** Two sides against each other, on uploads of two releases with a planted regression: the tests follow each other. */
describe.skipIf(!hasBrowser)('the compare place', () => {
  let server: HearthServer;
  let api: HearthApi;
  let web: WebSession;
  const compare = '/o/1/p/default/compare?app=search&range=3h';

  const push = async (release: Release, environment: string, agoMs: number): Promise<void> => {
    const [start, end] = [agoMs, agoMs - 10_000].map((ago) => new Date(Date.now() - ago).toISOString());
    const query = new URLSearchParams({ app: 'search', release, environment, start: start!, end: end! });
    const body = Object.entries(stacks[release]).map(([stack, samples]) => `${stack} ${String(samples)}`);
    const path = `/api/v1/projects/default/profiles?${query}`;
    await api.json(path, { method: 'POST', body: body.join('\n') });
  };

  beforeAll(async () => {
    server = await HearthServer.start();
    api = new HearthApi(server.url, server.adminToken);
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
    for (let index = 0; index < PROFILES; index++) {
      await push('7.14.2', 'production', (100 + index) * MINUTE_MS);
      // Twice as many of the new one: by profile, that must change nothing.
      for (const half of [0, 0.5])
        await push('7.15.0', index < 2 ? 'staging' : 'production', (10 + index + half) * MINUTE_MS);
    }
    const all = async (): Promise<boolean> =>
      (await api.listProfiles('default', { app: 'search' })).length === 3 * PROFILES;
    await waitUntil(all, { what: 'all profiles', timeoutMs: 20_000 });
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  it('finds the planted regression, release against release', async () => {
    const { page } = web;
    await page.goto(compare);
    await page.getByRole('button', { name: /Preset/ }).click();
    await page.getByRole('option', { name: /Release against release/ }).click();
    await page.waitForURL('**/compare?*beforeRelease=7.14.2*');
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('+33.2 %').waitFor();
    // Each side says how high its line is: both are drawn as high as they have room.
    await expect.poll(() => page.getByText(/^peak [\d.]/).count()).toBe(2);
    expect(await verdict.textContent()).toMatch(/612.*A, per profile.*815.*B, per profile/);
    expect(await verdict.textContent()).toMatch(/2 functions more, 2 less.*Most of it.*score/);
    const rows = page.getByRole('grid').getByRole('row');
    expect(await rows.nth(1).textContent()).toMatch(/score100340\+240× 3\.40/);
    expect(await rows.nth(2).textContent()).toMatch(/decode200150−50−25\.0 %/);
    expect(await page.getByRole('row', { name: /refill/ }).textContent()).toContain('new');
    expect(await page.getByRole('row', { name: /hit/ }).textContent()).toContain('gone');
    // What did not change is not among the changes, and grey among all.
    expect(await page.getByRole('row', { name: /auth/ }).count()).toBe(0);
    await page.getByRole('button', { name: /^All/ }).click();
    expect(await page.getByRole('row', { name: /auth/ }).textContent()).toContain('noise');
  });

  it('shows values as they were added up when asked to', async () => {
    const { page } = web;
    await page.getByRole('button', { name: 'Absolute' }).click();
    const sum = (release: Release): number => Object.values(stacks[release]).reduce((all, one) => all + one, 0);
    const verdict = page.getByRole('region', { name: 'Verdict' });
    const after = String(sum('7.15.0') * PROFILES * 2).replace(/(\d)(\d{3})$/, '$1\u2009$2');
    await verdict.getByText(after).waitFor();
    await verdict.getByText('+166 %').waitFor();
    await page.goBack();
    await verdict.getByText('+33.2 %').waitFor();
  });

  it('swaps the sides, and the same address shows the same', async () => {
    const { page } = web;
    await page.keyboard.press('x');
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('−24.9 %').waitFor();
    expect(new URL(page.url()).searchParams.get('release')).toBe('7.14.2');
    const said = await verdict.textContent();
    await page.reload();
    await verdict.getByText('−24.9 %').waitFor();
    expect(await verdict.textContent()).toBe(said);
  });

  it('goes from change to change by key, and from there to the sandwich', async () => {
    const { page } = web;
    await page.goto(`${compare}&beforeRange=same&release=7.15.0&beforeRelease=7.14.2`);
    await page.getByRole('row', { name: /decode/ }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('row', { name: /score/, selected: true }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('row', { name: /decode/, selected: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('fn')).toBe('decode');
    const dock = page.getByRole('region', { name: 'Selected function' });
    await dock.getByText('unknown host').waitFor();
    expect(await dock.textContent()).toMatch(/decode.*Self20032\.7 %15018\.4 %−50−25\.0 %.*unknown host100\.0%100\.0%/);
    await dock.getByRole('button', { name: 'Close' }).click();
    await dock.waitFor({ state: 'detached' });
    await page.goBack();
    await page.goto(`${compare}&beforeRange=same&release=7.15.0&beforeRelease=7.14.2&fn=decode`);
    await dock.waitFor();
    await page.getByRole('button', { name: 'Open the sandwich' }).click();
    await page.waitForURL('**/explore?*view=sandwich*');
    expect(new URL(page.url()).searchParams.get('release')).toBe('7.15.0');
    await page.getByText(/% of all, itself/).waitFor();
  });

  it('copies the address also where the page has no clipboard of the browser, as over http', async () => {
    const { page } = web;
    await page.goto(compare);
    await page.getByRole('region', { name: 'Verdict' }).getByText('per profile').first().waitFor();
    await page.evaluate(`Object.defineProperty(navigator, 'clipboard', { value: undefined })`);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const address = page.url();
    const field = page.getByRole('textbox', { name: /Search frames/ });
    await field.focus();
    await page.keyboard.press('Control+V');
    expect(await field.inputValue()).toBe(address);
  });

  it('compares with the period before by itself, and environments with each other', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/compare?app=search&range=1h');
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('+33.2 %').waitFor();
    await page.getByRole('button', { name: /Preset/ }).click();
    await page.getByRole('option', { name: /Environment against environment/ }).click();
    await page.waitForURL('**/compare?*beforeEnvironment=staging*');
    await verdict.getByText(/No difference of Samples/).waitFor();
  });

  it('says which side is empty, and what cannot be read', async () => {
    const { page } = web;
    await page.goto(`${compare}&beforeRange=same&release=7.15.0&beforeRelease=6.0`);
    await page.getByText('Side A has no profiles.').waitFor();
    await page.goto('/o/1/p/nowhere/compare?app=search&type=samples');
    await page.getByRole('alert').waitFor();
  });

  it.each(['dark', 'light'] as const)('has no serious fault of accessibility in the %s theme', async (theme) => {
    const { page } = web;
    await web.setTheme(theme);
    for (const search of ['&rows=all&fn=decode', '&by=total&q=score', '&beforeRelease=6.0']) {
      await page.goto(`${compare}&beforeRange=same&release=7.15.0&beforeRelease=7.14.2${search}`);
      await page.getByText('rows read').waitFor();
      expect(await web.findings(), search).toEqual([]);
    }
  });

  it('reported no error of its own', () => {
    // What is not there, or has expired, is an answer like any other; the browser writes each to its console.
    expect(web.errors.filter((error) => !/ (?:404|410) /.test(error))).toEqual([]);
  });
});
