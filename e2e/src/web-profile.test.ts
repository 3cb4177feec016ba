import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
const fixtures = new URL('../../packages/profile/fixtures/', import.meta.url);
const DAY_MS = 86_400_000;

interface TopAnswer {
  readonly facts: { readonly total: number };
  readonly functions: readonly { readonly frame: { readonly function: string }; readonly total: number }[];
}

/** One profile, looked at in every way: the tests follow each other. */
describe.skipIf(!hasBrowser)('the profile place', () => {
  let server: HearthServer;
  let api: HearthApi;
  let web: WebSession;
  let timed = '';
  let untimed = '';

  const push = async (project: string, app: string, file: string, agoMs: number): Promise<string> => {
    const [start, end] = [agoMs, agoMs - 2_000].map((ago) => new Date(Date.now() - ago).toISOString());
    const query = new URLSearchParams({ app, start: start!, end: end! });
    const body = await readFile(new URL(file, fixtures));
    const path = `/api/v1/projects/${project}/profiles?${query}`;
    return (await api.json<{ readonly id: string }>(path, { method: 'POST', body })).id;
  };
  const place = (id: string, project = 'default'): string => `/o/1/p/${project}/profiles/${id}`;

  beforeAll(async () => {
    server = await HearthServer.start();
    api = new HearthApi(server.url, server.adminToken);
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
    timed = await push('default', 'spin', 'firefox/samply-0.13.1-symbols-v75.json.gz', 60_000);
    untimed = await push('default', 'orders', 'go-cpu.pprof.gz', 60_000);
    await waitUntil(async () => (await api.listProfiles('default')).length >= 2, {
      what: 'both profiles to be listed',
    });
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  it('is reached from the list of profiles, and shows each thread over time with what is not known between', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?app=spin&view=profiles');
    await page.getByRole('link', { name: timed }).click();
    await page.waitForURL(`**${place(timed)}*`);
    for (const name of ['spin', 'worker-a']) await page.getByRole('region', { name, exact: true }).waitFor();
    const side = page.getByRole('complementary', { name: 'About this profile' });
    expect(await side.textContent()).toContain('Environmentproduction');
    expect(await page.locator('footer').textContent()).toMatch(/156 samples, one every 10\.0 ms/);
  });

  it('keeps the chosen threads and the piece of time in the address', async () => {
    const { page } = web;
    const worker = page.getByRole('region', { name: 'worker-a', exact: true });
    await page.keyboard.press('t');
    await page.getByRole('checkbox', { name: /worker-a/ }).uncheck();
    await worker.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await page.waitForURL((url) => /^\d/.test(url.searchParams.get('part') ?? ''));
    const shared = page.url();
    await page.reload();
    await page.getByRole('region', { name: 'spin', exact: true }).waitFor();
    expect(await worker.count()).toBe(0);
    expect(page.url()).toBe(shared);
    await page.goto(place(timed));
    await worker.waitFor();
  });

  it('selects spans by keyboard, and says when each was and what all of that function come to', async () => {
    const { page } = web;
    const chart = page.getByRole('region', { name: 'spin', exact: true }).getByRole('application');
    await chart.focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
    await page.waitForURL((url) => url.searchParams.has('span'));
    const side = page.getByRole('complementary', { name: 'About this profile' });
    await side.getByRole('heading', { name: 'Selected frame' }).waitFor();
    const said = await side.textContent();
    expect(said).toMatch(/This span[\d.]+ m?s at [\d.]+ m?s/);
    await page.reload();
    await side.getByRole('heading', { name: 'Selected frame' }).waitFor();
    expect(await side.textContent()).toBe(said);
  });

  it('draws only the frames that are wanted', async () => {
    const { page } = web;
    await page.goto(`${place(timed)}?code=app`);
    const chart = page.getByRole('region', { name: 'spin', exact: true });
    await chart
      .getByText(/hash_block/)
      .first()
      .waitFor({ state: 'attached' });
    expect(await chart.textContent()).not.toContain('_libc_start_call_main');
    await page.getByRole('button', { name: 'System' }).click();
    await chart
      .getByText(/_libc_start_call_main/)
      .first()
      .waitFor({ state: 'attached' });
    expect(await chart.textContent()).not.toContain('hash_block');
  });

  it('shows a profile without times merged at once, and says why there is nothing over time', async () => {
    const { page } = web;
    await page.goto(place(untimed));
    await page.getByRole('tab', { name: 'Merged', selected: true }).waitFor();
    const overTime = page.getByRole('tab', { name: 'Over time' });
    expect(await overTime.isDisabled()).toBe(true);
    expect(await overTime.getAttribute('title')).toContain('did not say when each was taken');
    const selector = { type: 'cpu', profiles: [untimed], from: new Date(Date.now() - DAY_MS).toISOString() };
    const top = await api.post<TopAnswer>('/api/v1/projects/default/top', { selector, sort: 'total', limit: 100 });
    const hashed = top.functions.find(({ frame }) => frame.function.endsWith('.hashOrders'))!;
    await page.getByRole('textbox', { name: /Search frames/ }).fill('hashOrders');
    await page.getByText(`matches are ${((100 * hashed.total) / top.facts.total).toFixed(1)} %`).waitFor();
    await page.getByRole('tab', { name: 'Table' }).click();
    await page
      .getByRole('row', { name: /hashOrders/ })
      .first()
      .dblclick();
    await page.getByRole('tab', { name: 'Sandwich', selected: true }).waitFor();
    await page.getByText(/% of all, itself/).waitFor();
  });

  it('leaves the picture its room in a window of 400 pixels, above what is known of the profile', async () => {
    const { page } = web;
    await page.setViewportSize({ width: 400, height: 800 });
    for (const [view, picture] of [
      ['merged', page.getByRole('application', { name: /flame graph/i })],
      ['table', page.getByRole('row', { name: /hashOrders/ }).first()],
    ] as const) {
      await page.goto(`${place(untimed)}?view=${view}`);
      await picture.waitFor();
      const side = (await page.getByRole('complementary', { name: 'About this profile' }).boundingBox())!;
      const body = (await page.locator('.profile-body').boundingBox())!;
      expect(side.y - body.y, view).toBeGreaterThan(300);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('hands out the original byte for byte, and every export', async () => {
    const { page } = web;
    await page.goto(place(timed));
    const href = await page.getByRole('link', { name: 'Original' }).getAttribute('href');
    const original = await page.request.get(href!);
    const sent = await readFile(new URL('firefox/samply-0.13.1-symbols-v75.json.gz', fixtures));
    expect(Buffer.compare(await original.body(), sent)).toBe(0);
    await page.getByRole('button', { name: 'Export' }).click();
    const links = await page.getByRole('menuitem').all();
    const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(hrefs.map((link) => /format=(\w+)/.exec(link ?? '')?.[1])).toEqual([
      'firefox',
      'speedscope',
      'pprof',
      'collapsed',
      'svg',
      'dot',
    ]);
    for (const link of hrefs) {
      const file = await page.request.get(link!);
      expect(file.status(), link!).toBe(200);
      expect((await file.body()).length, link!).toBeGreaterThan(100);
    }
    await page.keyboard.press('Escape');
    // An export opens again: it comes in as a profile of its own, with its threads.
    const exported = await page.request.get(hrefs[0]!);
    const query = new URLSearchParams({ app: 'again', start: new Date(Date.now() - 9_000).toISOString() });
    query.set('end', new Date().toISOString());
    const path = `/api/v1/projects/default/profiles?${query}`;
    const { id } = await api.json<{ readonly id: string }>(path, { method: 'POST', body: await exported.body() });
    await page.goto(place(id));
    await page.getByRole('region', { name: 'worker-a', exact: true }).waitFor();
  });

  it('opens in viewers of others by a signed link, which a page of another origin can read, and nobody without', async () => {
    const { page } = web;
    const viewer = createServer((_, response) => response.end('<title>a viewer</title>'));
    await new Promise<void>((resolve) => viewer.listen(0, '127.0.0.1', resolve));
    const other = await WebSession.open(`http://127.0.0.1:${String((viewer.address() as AddressInfo).port)}`);
    await other.page.goto('/');
    const read = (url: string): Promise<string> =>
      other.page.evaluate(
        (address) =>
          fetch(address).then(
            (answer) => answer.text().then((text) => `${String(answer.status)} ${text}`),
            () => 'refused',
          ),
        url,
      );
    await page.goto(place(timed));
    for (const [name, host, format] of [
      ['Firefox Profiler', 'profiler.firefox.com', /"preprocessedProfileVersion"/],
      ['speedscope', 'www.speedscope.app', /"\$schema":"https:\/\/www\.speedscope\.app/],
    ] as const) {
      await page.getByRole('button', { name: 'Open in' }).click();
      await page.getByRole('menuitem', { name: new RegExp(name) }).click();
      const dialog = page.getByRole('dialog', { name: `Open in ${name}` });
      const link = dialog.getByRole('link', { name: `Open ${host}` });
      await link.waitFor();
      expect(await dialog.textContent()).toContain(`This leads to https://${host}`);
      expect(await web.findings()).toEqual([]);
      const openUrl = new URL((await link.getAttribute('href'))!);
      const url =
        openUrl.hash === ''
          ? decodeURIComponent(openUrl.pathname.replace('/from-url/', ''))
          : (new URLSearchParams(openUrl.hash.slice(1)).get('profileURL') ?? '');
      const answer = await read(url);
      expect(answer.slice(0, 4)).toBe('200 ');
      expect(answer).toMatch(format);
      expect(answer).toContain('hash_block');
      // The code opens this one file: without it, and for another profile, the other page learns nothing.
      expect(await read(url.replace(/&link=.*/, ''))).toBe('refused');
      expect(await read(url.replace(timed, untimed))).toBe('refused');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await other.close();
    viewer.close();
  });

  it('says when the original has expired, and still shows what is stored', async () => {
    const { page } = web;
    await api.post('/api/v1/projects', { name: 'short' });
    const classes = { derivedDays: 30, streamOriginalDays: 1, singleOriginalDays: 1 };
    const headers = { 'content-type': 'application/json' };
    await api.json('/api/v1/projects/short/retention', { method: 'PUT', headers, body: JSON.stringify(classes) });
    const id = await push('short', 'orders', 'go-cpu.pprof.gz', 4 * DAY_MS);
    const path = `/api/v1/projects/short/profiles/${id}`;
    await waitUntil(async () => (await api.ask(path)).status === 200, { what: 'the late profile', timeoutMs: 15_000 });
    // Days leave the disk when the engine gets to it: here the answer that comes then comes at once.
    const problem = { title: 'The original has expired.', status: 410, detail: 'Expired.', code: 'original_expired' };
    const expired = { status: 410, contentType: 'application/problem+json', body: JSON.stringify(problem) };
    await page.route('**/threads*', (route) => route.fulfill(expired));
    await page.goto(place(id, 'short'));
    await page.getByRole('heading', { name: 'The original has expired' }).waitFor();
    await page.getByText(/which was kept until \w{3} \d/).waitFor();
    expect(await page.getByRole('button', { name: 'Original' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Merged flame graph' }).click();
    await page
      .getByText(/HandleOrder/)
      .first()
      .waitFor({ state: 'attached' });
    await page.unroute('**/threads*');
  });

  it('reaches no profile of another project by its address, whoever asks', async () => {
    const { page } = web;
    await page.goto(place(timed, 'short'));
    await page.getByRole('alert').waitFor();
    expect(await page.textContent('main')).not.toContain('spin');
    const { token } = await api.post<{ readonly token: string }>('/api/v1/tokens', {
      name: 'short only',
      scopes: ['project:read'],
      project: 'short',
    });
    const stranger = await WebSession.open(server.url);
    await stranger.signIn(token);
    for (const path of [place(timed), `/o/1/p/default/compare?app=spin`]) {
      await stranger.page.goto(path);
      await stranger.page.getByRole('alert').waitFor();
      expect(await stranger.page.textContent('main'), path).not.toMatch(/worker-a|hash_block/);
    }
    await stranger.close();
  });

  it.each(['dark', 'light'] as const)('has no serious fault of accessibility in the %s theme', async (theme) => {
    const { page } = web;
    await web.setTheme(theme);
    for (const [id, search] of [
      [timed, '?fn=hash_block'],
      [timed, '?view=merged'],
      [timed, '?view=table&q=hash'],
      [untimed, ''],
    ] as const) {
      await page.goto(place(id) + search);
      await page.locator('footer').getByText('samples').waitFor();
      await page.getByRole('heading', { name: 'What was sent' }).waitFor();
      expect(await web.findings(), search).toEqual([]);
    }
  });

  it('reported no error of its own', () => {
    // What is not there, or has expired, is an answer like any other; the browser writes each to its console.
    expect(web.errors.filter((error) => !/ (?:404|410) /.test(error))).toEqual([]);
  });
});
