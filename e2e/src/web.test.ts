import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
if (!hasBrowser) process.stderr.write(`The web application is not tested; ${enableCommand} brings chromium.\n`);

const fixture = new URL('../../packages/profile/fixtures/go-cpu.pprof.gz', import.meta.url);
const graph = { role: 'application', name: /flame graph/i } as const;

interface TopAnswer {
  readonly facts: { readonly total: number };
  readonly functions: readonly { readonly frame: { readonly function: string }; readonly total: number }[];
}

/** One way through the application, as a first user goes it: the tests follow each other. */
describe.skipIf(!hasBrowser)('the web application', () => {
  let server: HearthServer;
  let api: HearthApi;
  let web: WebSession;

  beforeAll(async () => {
    server = await HearthServer.start();
    api = new HearthApi(server.url, server.adminToken);
    web = await WebSession.open(server.url);
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  const push = async (app: string, agoMs: number): Promise<void> => {
    const start = new Date(Date.now() - agoMs);
    const query = new URLSearchParams({ app, start: start.toISOString(), end: new Date().toISOString() });
    const body = await readFile(fixture);
    await api.json(`/api/v1/projects/default/profiles?${query}`, { method: 'POST', body });
  };

  it('asks who has no session to sign in, and takes a token', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?range=6h');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await web.findings()).toEqual([]);
    await page.getByLabel(/A token that may read/).fill('hearth_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel(/A token that may read/).fill(server.adminToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // Back to where one wanted to go.
    await page.waitForURL('**/o/1/p/default/explore?range=6h');
    web.errors.length = 0;
  });

  it('shows how to connect as long as nothing came, and a light at the first upload', async () => {
    const { page } = web;
    await page.goto('/');
    await page.getByRole('heading', { name: 'Connect a profiler' }).waitFor();
    await page.getByText('Waiting for the first upload.').waitFor();
    const key = await api.ingestKey('default', 'default');
    await page
      .getByRole('region', { name: /Snippet/ })
      .getByText(key)
      .waitFor();
    expect(await web.findings()).toEqual([]);
    await push('checkout', 120_000);
    await page.getByText(/1 upload came in/).waitFor();
  });

  it('lists the app, and leads from its row to its flame graph', async () => {
    const { page } = web;
    await page.goto('/');
    await page.getByRole('button', { name: /checkout/ }).click();
    await page.waitForURL('**/explore?*app=checkout*');
    await page.getByRole(graph.role, { name: graph.name }).waitFor();
    await page
      .getByRole('row', { name: /HandleOrder/ })
      .first()
      .waitFor();
  });

  it('zooms by keyboard, keeps the zoom in the address, and goes back', async () => {
    const { page } = web;
    const focus = page.getByRole(graph.role, { name: graph.name });
    await focus.focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const crumbs = page.getByRole('navigation', { name: 'Zoomed frames' });
    await crumbs.waitFor();
    const before = await crumbs.textContent();
    expect(new URL(page.url()).searchParams.get('zoom')).toMatch(/^[0-9a-z]+\.[0-9a-z]+$/);
    await page.reload();
    await crumbs.waitFor();
    expect(await crumbs.textContent()).toBe(before);
    await crumbs.getByRole('button', { name: 'root' }).click();
    await crumbs.waitFor({ state: 'detached' });
    await page.goBack();
    await crumbs.waitFor();
    await page.goBack();
    await crumbs.waitFor({ state: 'detached' });
  });

  it('says the exact share of what a search matches, by text and by pattern', async () => {
    const { page } = web;
    const selector = { app: 'checkout', type: 'cpu' };
    const top = await api.post<TopAnswer>('/api/v1/projects/default/top', { selector, sort: 'total', limit: 100 });
    const hashed = top.functions.find(({ frame }) => frame.function.endsWith('.hashOrders'))!;
    const share = `${((100 * hashed.total) / top.facts.total).toFixed(1)} %`;
    const field = page.getByRole('textbox', { name: /Search frames/ });
    for (const query of ['hashOrders', String.raw`/\.hash(Orders)$/`]) {
      await field.fill(query);
      await page.getByText(`matches are ${share} of all`).waitFor();
    }
    await field.fill('/(/');
    await page.getByText(/missing closing/).waitFor();
    await field.press('Escape');
  });

  it('opens the sandwich of a function and narrows by brushing', async () => {
    const { page } = web;
    await page
      .getByRole('row', { name: /hashOrders/ })
      .first()
      .dblclick();
    await page.getByRole('tab', { name: 'Sandwich', selected: true }).waitFor();
    await page.getByText(/% of all, itself/).waitFor();
    expect(await page.getByRole(graph.role, { name: graph.name }).count()).toBeGreaterThan(0);
    await page.getByRole('tab', { name: 'Flame graph' }).click();
    const plot = page.getByRole('img', { name: /slots, from/ });
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.99, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL('**/explore?*brush=*');
    await page.getByRole('button', { name: 'Whole range' }).click();
    await page.waitForURL((url) => !url.searchParams.has('brush'));
  });

  it('goes from match to match, collapses libraries and brushes by keyboard alone, all of it in the address', async () => {
    const { page } = web;
    await page.goto('/o/1/p/default/explore?app=checkout&type=cpu&q=hashOrders');
    await page.getByText(/matches are/).waitFor();
    await page.keyboard.press('n');
    await page.waitForURL((url) => url.searchParams.get('fn')?.endsWith('.hashOrders') === true);
    // What tells functions of one name apart goes along.
    expect(new URL(page.url()).searchParams.get('fnFile')).toMatch(/\.go$/);
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press(' ');
    await page.getByRole('tooltip').getByText('lets go').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('l');
    await page.waitForURL('**/explore?*library=collapsed*');
    await page.getByRole('button', { name: 'Undo: libraries collapsed' }).click();
    await page.waitForURL((url) => !url.searchParams.has('library'));
    await page.getByRole('slider', { name: /Part of the range/ }).waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.waitForURL('**/explore?*brush=*');
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('brush'));
  });

  it.each(['dark', 'light'] as const)('has no serious fault of accessibility in the %s theme', async (theme) => {
    const { page } = web;
    await web.setTheme(theme);
    await page.goto('/o/1/p/default');
    await page.getByRole('button', { name: /checkout/ }).waitFor();
    expect(await web.findings()).toEqual([]);
    const searches = ['', '&view=table', '&view=profiles', '&view=sandwich&fn=main.main', '&fn=main.main&q=main'];
    for (const search of [...searches, '&library=collapsed&recursion=collapsed']) {
      await page.goto(`/o/1/p/default/explore?app=checkout${search}`);
      await page.getByText(/rows read/).waitFor();
      expect(await web.findings(), search).toEqual([]);
    }
  });

  it('reported no error of its own, and nothing that its content policy refused', () => {
    expect(web.errors).toEqual([]);
  });
});
