import { readFile } from 'node:fs/promises';
import { encodePprof } from '@hearth/profile';
import { profileFromText } from '@hearth/profile/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
if (!hasBrowser) process.stderr.write(`Large projects are not looked at; ${enableCommand} brings chromium.\n`);

/** More than the groups that a timeline tells apart by itself. */
const APPS = 120;
/** More than a page of the list of profiles. */
const PROFILES = 230;
const LANES = 8;

/** One sample of `main`, recorded 10^18 ns after 1970: in September 2001. */
const OLD_PPROF = Buffer.from(
  encodePprof(profileFromText(['cpu/nanoseconds'], 'main 100', { timeNanos: { lo: 0xa764_0000, hi: 0x0de0_b6b3 } })),
);

/** What a person sees of a project with more apps, and more profiles, than one screen. */
describe.skipIf(!hasBrowser)('a project of many', () => {
  let server: HearthServer;
  let web: WebSession;

  beforeAll(async () => {
    server = await HearthServer.start();
    const api = new HearthApi(server.url, server.adminToken);
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
    const now = Math.floor(Date.now() / 1000);
    const uploads: (readonly [string, number, number])[] = [];
    for (let app = 0; app < APPS; app++) {
      // The first are the largest, so that the last would be among "all others".
      const name = `svc-${String(app).padStart(3, '0')}`;
      for (const host of ['a', 'b']) uploads.push([`${name}.cpu{host=${host}}`, now - 900, 1_000 - app]);
    }
    for (let profile = 0; profile < PROFILES; profile++) {
      uploads.push([`busy.cpu{host=h${String(profile % 3)}}`, now - 1_000 - profile * 10, profile === 77 ? 5_000 : 10]);
    }
    const lane = async (of: number): Promise<void> => {
      for (const [name, from, value] of uploads.filter((_, index) => index % LANES === of)) {
        const query = `name=${encodeURIComponent(name)}&from=${String(from)}&until=${String(from + 10)}&format=folded`;
        const { status } = await api.ask(`/ingest?${query}`, { method: 'POST', body: `main;work ${String(value)}\n` });
        expect(status).toBe(200);
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, of) => lane(of)));
    const all = { from: new Date((now - 86_400) * 1000).toISOString(), limit: '1000' };
    await waitUntil(async () => (await api.listProfiles('default', all)).length === uploads.length, {
      what: 'all profiles to be visible',
    });
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  it('shows each app with what it takes and its hosts, and goes through them by keys', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default');
    const last = page.getByRole('row', { name: `svc-${String(APPS - 1)}` });
    await last.waitFor();
    const cells = await last.getByRole('cell').allInnerTexts();
    expect(cells[6]).toBe('2');
    expect(Number.parseFloat(cells[4]!)).toBeGreaterThan(0);
    expect(await last.locator('svg, canvas').count()).toBeGreaterThan(0);
    expect(await page.getByText(/^5\s*hosts$/).count()).toBe(1);
    for (let step = 0; step < 40; step++) await page.keyboard.press('j');
    const marked = page.locator('tr.is-marked');
    await expect.poll(async () => (await marked.boundingBox())!.y).toBeLessThan(900 - 26);
  });

  it('lists every profile page by page, the largest first when asked to, narrowed by what the address says', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?app=busy&range=6h&view=profiles');
    const rows = page.locator('.profiles-table tbody tr');
    await page.getByText(`The newest 200 of ${String(PROFILES)}`).waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows.count()).toBe(PROFILES);
    await page.getByRole('columnheader', { name: /CPU/ }).getByRole('button').click();
    await page.waitForURL(/order=value/);
    await expect.poll(async () => rows.first().textContent()).toContain('50.0');
    await page.getByRole('button', { name: /^host/ }).click();
    await page.getByRole('option', { name: /h1/ }).click();
    await expect.poll(() => rows.count()).toBe(Math.ceil((PROFILES - 1) / 3));
    expect(await web.findings()).toEqual([]);
  });

  it('goes from one profile to the one before it, and back, by keys', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?app=busy&range=6h&view=profiles');
    const links = page.locator('.profiles-link');
    await links.nth(2).waitFor();
    const [newer, older] = (await links.allTextContents()).slice(1);
    await links.nth(1).click();
    await page.getByRole('button', { name: 'The profile before (,)', disabled: false }).waitFor();
    await page.keyboard.press(',');
    await page.waitForURL(new RegExp(`/profiles/${older}`));
    await page.getByRole('button', { name: 'The profile after (.)', disabled: false }).waitFor();
    await page.keyboard.press('.');
    await page.waitForURL(new RegExp(`/profiles/${newer}`));
  });

  it('saves what is on the screen as a picture', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?app=busy&range=6h');
    await page.getByText(/rows read/).waitFor();
    expect(await page.title()).toBe('busy cpu · default · Hearth');
    await page.getByRole('button', { name: 'Export' }).click();
    const began = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /PNG/ }).click();
    const saved = await began;
    expect(saved.suggestedFilename()).toBe('busy-cpu.png');
    const bytes = await readFile(await saved.path());
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    // Width and height of the picture, as its head says them.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(500);
    expect(bytes.readUInt32BE(20)).toBeGreaterThan(200);
  });

  it('takes a profile that somebody has as a file, and opens it', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default?connect=yes');
    await page.getByRole('button', { name: /Pyroscope/ }).waitFor();
    await page.keyboard.press('3');
    await page.getByRole('region', { name: 'Snippet for OTLP' }).waitFor();
    const field = page.getByLabel('choose a file');
    await field.setInputFiles({ name: 'shop.txt', mimeType: 'text/plain', buffer: Buffer.from([1, 2, 3]) });
    await page.getByRole('alert').waitFor();
    await field.setInputFiles({ name: 'orders.pprof', mimeType: 'application/octet-stream', buffer: OLD_PPROF });
    await page.waitForURL(/\/profiles\/[0-9a-f]{32}/);
    await page.getByRole('heading', { name: /orders/ }).waitFor();
    expect(await web.findings()).toEqual([]);
  });

  it('leads to signing in and back to the same address when the session has ended meanwhile', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?app=busy&range=6h');
    await page.getByText(/rows read/).waitFor();
    await page.context().clearCookies();
    await page.keyboard.press(',');
    await page.waitForURL(/range=\d+\.\.\d+/);
    const address = page.url();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel(/A token that may read/).fill(server.adminToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(address);
    // Six hours earlier there was nothing yet.
    await page.getByRole('heading', { name: 'Nothing came in this range' }).waitFor();
  });
});
