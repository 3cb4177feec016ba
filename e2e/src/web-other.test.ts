import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;

/** As many nodes as the page asks for. */
const PAGE_NODES = 20_000;
const GROUPS = 100;
const LEAVES = 250;
/** Of the last groups every leaf is smaller than those that fill the page's tree: what they call is left out whole. */
const SMALL_FROM = 80;

const name = (group: number): string => `group_${String(group).padStart(2, '0')}`;
const weight = (group: number): number => (group < SMALL_FROM ? 3 : 1);
const stacks = Array.from({ length: GROUPS }, (_, group) =>
  Array.from(
    { length: LEAVES },
    (__, leaf) => `main;${name(group)};leaf_${String(group)}_${String(leaf)} ${String(weight(group))}`,
  ),
).flat();

interface MergeAnswer {
  readonly facts: { readonly total: number };
  readonly tree: {
    readonly shape: {
      readonly id: readonly string[];
      readonly parent: readonly number[];
      readonly frame: readonly number[];
      readonly frames: readonly { readonly function: string }[];
    };
    readonly values: { readonly total: readonly number[]; readonly other: readonly number[] };
  };
}

/** A tree of more nodes than a page asks for: what is left out is exact, and opens where it is. */
describe.skipIf(!hasBrowser)('what a flame graph leaves out', () => {
  let server: HearthServer;
  let api: HearthApi;
  let web: WebSession;
  const place = '/o/default/p/default/explore?app=wide&type=samples&range=1h&pane=graph';
  const live = () => web.page.locator('[role=application] ~ [aria-live], [aria-live=polite]').last();

  beforeAll(async () => {
    server = await HearthServer.start();
    api = new HearthApi(server.url, server.adminToken);
    const [start, end] = [120_000, 60_000].map((ago) => new Date(Date.now() - ago).toISOString());
    const query = new URLSearchParams({ app: 'wide', start: start!, end: end! });
    await api.json(`/api/v1/projects/default/profiles?${query}`, { method: 'POST', body: stacks.join('\n') });
    await waitUntil(async () => (await api.listProfiles('default', { app: 'wide' })).length === 1, {
      what: 'the wide profile',
      timeoutMs: 30_000,
    });
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  const merge = (more: object = {}) =>
    api.post<MergeAnswer>('/api/v1/projects/default/merge', { selector: { app: 'wide', type: 'samples' }, ...more });

  it('is cut to the largest nodes, and every sum stays exact', async () => {
    const { facts, tree } = await merge({ maxNodes: PAGE_NODES });
    const { shape, values } = tree;
    expect(facts.total).toBe(SMALL_FROM * LEAVES * 3 + (GROUPS - SMALL_FROM) * LEAVES);
    expect(shape.id.length).toBeLessThanOrEqual(PAGE_NODES);
    const nodeOf = (wanted: string): number =>
      shape.frame.findIndex((frame) => shape.frames[frame]?.function === wanted);
    const small = nodeOf(name(GROUPS - 1));
    expect([values.total[small], values.other[small]]).toEqual([LEAVES, LEAVES]);
    const below = await merge({ maxNodes: PAGE_NODES, below: shape.id[small] });
    expect(below.tree.shape.id).toHaveLength(LEAVES + 1);
    expect(below.tree.values.other.every((value) => value === 0)).toBe(true);
  });

  it('opens in place by keyboard, keeps that in the address, and goes back', async () => {
    const { page } = web;
    const small = name(GROUPS - 1);
    await page.goto(`${place}&q=${small}`);
    await page
      .getByText(`matches are ${((100 * LEAVES) / (SMALL_FROM * LEAVES * 3 + 20 * LEAVES)).toFixed(1)} %`)
      .waitFor();
    await page.keyboard.press('n');
    await live().getByText(small).waitFor();
    const graph = page.getByRole('application', { name: /flame graph/i });
    await graph.focus();
    await page.keyboard.press('Enter');
    const crumbs = page.getByRole('navigation', { name: 'Zoomed frames' });
    await crumbs.getByText(small).waitFor();
    await page.keyboard.press('ArrowDown');
    await live()
      .getByText(/^other, 250/)
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/explore?*open=*');
    const opened = async (): Promise<void> => {
      await graph.focus();
      await waitUntil(
        async () => {
          await page.keyboard.press('ArrowDown');
          return /leaf_99_\d+, 1/.test((await live().textContent()) ?? '');
        },
        { what: 'a leaf that was left out to be there' },
      );
    };
    await opened();
    expect(await crumbs.textContent()).toContain(small);
    await page.reload();
    await crumbs.getByText(small).waitFor();
    await opened();
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('open'));
  });

  it('reported no error of its own', () => {
    expect(web.errors).toEqual([]);
  });
});
