import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
if (!hasBrowser) process.stderr.write(`The ingest place is not tested; ${enableCommand} brings chromium.\n`);

const fixture = new URL('../../packages/profile/fixtures/go-cpu.pprof.gz', import.meta.url);
const place = '/o/1/p/default/ingest';

interface IngestAnswer {
  readonly tallies: readonly { readonly outcome: string; readonly reason: string; readonly count: number }[];
}

/** What a person sees of uploads that came, and of those that were refused. */
describe.skipIf(!hasBrowser)('the ingest place', () => {
  let server: HearthServer;
  let api: HearthApi;
  let web: WebSession;
  /** What the sender of no profile was told. */
  let told: string;

  beforeAll(async () => {
    server = await HearthServer.start();
    api = new HearthApi(server.url, server.adminToken);
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
    const whole = await readFile(fixture);
    const [startedAt, endedAt] = [61, 60].map((ago) => new Date(Date.now() - ago * 60_000).toISOString());
    const push = (body: Buffer) => {
      const query = `app=shop&start=${startedAt}&end=${endedAt}`;
      return api.ask(`/api/v1/projects/default/profiles?${query}`, { method: 'POST', body });
    };
    const statuses = [(await push(whole)).status, (await push(whole)).status];
    expect(statuses).toEqual([201, 200]);
    const refused = await push(Buffer.from('this is no profile'));
    expect(refused.status).toBe(415);
    told = (JSON.parse(refused.text) as { readonly detail: string }).detail;
    expect((await push(whole.subarray(0, 800))).status).toBe(400);
    const now = Date.now() / 1000;
    const send = async (app: string, host: string, from: number, until: number): Promise<void> => {
      const name = encodeURIComponent(`${app}.cpu{host=${host}}`);
      const query = `name=${name}&from=${String(Math.round(from))}&until=${String(Math.round(until))}&format=folded`;
      expect((await api.ask(`/ingest?${query}`, { method: 'POST', body: 'main;work 10\n' })).status).toBe(200);
    };
    // Every half minute for an hour, away for a quarter of it, and not any more since ten minutes ago.
    for (let ago = 3_600; ago > 600; ago -= 30) {
      if (ago > 1_800 || ago <= 900) await send('payments', 'pay-1', now - ago, now - ago + 30);
    }
    // Profiles that end two minutes after they come: nothing but a clock does that.
    for (let index = 0; index < 6; index++) await send('ranker', 'fast-host', now - 60 - index, now + 120);
    await waitUntil(
      async () => {
        const { tallies } = await api.json<IngestAnswer>('/api/v1/projects/default/ingest');
        return tallies.filter(({ outcome }) => outcome === 'dropped').length === 2 ? tallies : undefined;
      },
      { what: 'both refusals to be counted' },
    );
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  it('says what to do where nothing came, and leads to the snippets of every client', async () => {
    const { page } = web;
    await page.goto(`${place}?range=1000000000..1000003600`);
    await page.getByRole('heading', { name: /Nothing came/ }).waitFor();
    expect(await web.findings()).toEqual([]);
    await page.getByRole('main').getByRole('link', { name: 'Connect a profiler' }).last().click();
    await page.getByRole('heading', { name: 'Connect a profiler' }).waitFor();
    await page.getByRole('button', { name: /Pyroscope/ }).click();
    await page.getByRole('region', { name: /Snippet for Pyroscope/ }).waitFor();
    await page.getByRole('button', { name: /OTLP/ }).click();
    await page.getByRole('region', { name: /Snippet for OTLP/ }).waitFor();
  });

  it('shows a refused upload with its exact reason, and what was sent twice', async () => {
    const { page } = web;
    await page.goto(place);
    const refusals = page.getByRole('list', { name: 'Last refused uploads' });
    // The store keeps the beginning of long messages.
    const row = refusals.getByRole('listitem').filter({ hasText: told.slice(0, 150) });
    await row.getByText('Unknown format. Send one of the formats that are read').waitFor();
    await row.getByText('not stored').waitFor();
    await refusals.getByText('Sent again').waitFor();
    await page.getByRole('status').getByText('2 dropped').waitFor();
    await page.getByText('Queue 0, all written').waitFor();
    await page.getByRole('img', { name: /Uploads by time in 9[67] slots, .* 2 dropped in one/ }).waitFor();
    const source = page.getByRole('region', { name: 'By source' }).getByRole('row', { name: /hearth push, curl/ });
    expect(await source.getByRole('cell').nth(-1).textContent()).toBe('2');
  });

  it('narrows to a reason by a click, keeps it in the address, and takes it back', async () => {
    const { page } = web;
    const drops = page.getByRole('list', { name: 'Last refused uploads' }).getByRole('listitem');
    expect(await drops.count()).toBe(3);
    await page.getByRole('button', { name: /Unknown format/ }).click();
    await page.waitForURL('**/ingest?reason=unsupported_format');
    await page.getByRole('status').getByText('1 dropped').waitFor();
    expect(await drops.count()).toBe(1);
    await page.reload();
    await page.getByRole('status').getByText('1 dropped').waitFor();
    await page.goBack();
    await page.getByRole('status').getByText('2 dropped').waitFor();
  });

  it('says who is silent, who was away, and whose clock is wrong', async () => {
    const { page } = web;
    await page.goto(place);
    const senders = page.getByRole('region', { name: 'By sender' });
    const payments = senders.getByRole('row', { name: /payments/ });
    await payments.getByText(/silent for \d+ min/).waitFor();
    expect(await payments.textContent()).toMatch(/paymentsPyroscope\d+30 s.*2 gaps, 2\d min/);
    expect(await senders.getByRole('row', { name: /ranker/ }).textContent()).toMatch(
      /\+(?:1\.\d|2|2\.0) min.*fast-host/,
    );
    // Pushed by hand: no rhythm is expected.
    expect(await senders.getByRole('row', { name: /shop/ }).textContent()).not.toMatch(/silent|gap/);
    await page.getByText('fast-host runs ahead').waitFor();
    await payments.getByRole('link').click();
    await page.waitForURL('**/explore?*app=payments*');
    expect(new URL(page.url()).searchParams.get('range')).toMatch(/^\d+\.\.\d+$/);
  });

  it('tries stored uploads again that could not be read, and says what came of it', async () => {
    const { page } = web;
    const upload = {
      uploadId: 'a'.repeat(32),
      source: 'datadog',
      reason: 'sample[3] names no stack',
      project: 'default',
    };
    const uploads = [{ ...upload, at: new Date().toISOString(), bytes: 4096 }];
    // Nothing that a client can send ends there while the decoders are right, so the list is made up; the rest is real.
    await page.route('**/api/v1/admin/quarantine', (route) => route.fulfill({ json: { uploads } }), { times: 1 });
    await page.goto(place);
    const stored = page.getByRole('list', { name: /Stored uploads/ });
    await stored.getByText('sample[3] names no stack').waitFor();
    await page.getByRole('button', { name: 'Try all stored again' }).click();
    await page.getByText('0 could be read now.').waitFor();
    await page.getByText('None: everything that was taken was read.').waitFor();
  });

  it('tries one of them again by itself', async () => {
    const { page } = web;
    const uploads = ['a', 'b'].map((digit) => ({
      uploadId: digit.repeat(32),
      source: 'otlp',
      reason: `sample ${digit} names no stack`,
      project: 'default',
      at: new Date().toISOString(),
      bytes: 4096,
    }));
    await page.route('**/api/v1/admin/quarantine', (route) => route.fulfill({ json: { uploads } }));
    const asked: unknown[] = [];
    await page.route('**/api/v1/admin/quarantine/retry', async (route) => {
      asked.push(route.request().postDataJSON());
      await route.fulfill({ json: { released: 0 } });
    });
    await page.goto(place);
    const bytes = page.getByRole('link', { name: `Download ${'b'.repeat(32)} as it was sent` });
    expect(await bytes.getAttribute('href')).toBe(`/api/v1/admin/quarantine/default/${'b'.repeat(32)}/original`);
    await page.getByRole('button', { name: `Try ${'b'.repeat(32)} again` }).click();
    await page.getByText('It still cannot be read.').waitFor();
    expect(asked).toEqual([{ upload: { project: 'default', uploadId: 'b'.repeat(32) } }]);
    await page.unrouteAll();
  });

  it('says that the engine is away, and asks again by itself until it is back', async () => {
    const { page } = web;
    const detail = 'The storage engine is starting.';
    const problem = { title: detail, status: 503, detail, code: 'engine_unavailable' };
    const away = { status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) };
    const status = {
      version: '0',
      started: new Date().toISOString(),
      ready: false,
      notReady: detail,
      queue: { uploads: 3, bytes: 4096, waitsSeconds: 40 },
    };
    const known = web.errors.length;
    await page.route('**/api/v1/projects/default/ingest?*', (route) => route.fulfill(away));
    await page.route('**/api/v1/status', (route) => route.fulfill({ json: status }));
    await page.goto(place);
    await page.getByRole('alert').getByText('The page tries again by itself.').waitFor();
    await page.getByText('Engine away').waitFor();
    await page.getByText('Queue 3, 4.00 KiB, the oldest waits 40 s').waitFor();
    await page.unroute('**/api/v1/projects/default/ingest?*');
    // Nobody presses anything.
    await page.getByRole('list', { name: 'Last refused uploads' }).waitFor();
    await page.getByText('The storage engine is starting. Clients try again by themselves.').waitFor();
    await page.unrouteAll();
    // What the browser writes of the answers that were made up.
    web.errors.splice(known);
  });

  it.each(['dark', 'light'] as const)('has no serious fault of accessibility in the %s theme', async (theme) => {
    const { page } = web;
    await web.setTheme(theme);
    await page.goto(place);
    await page.getByText('Sent again').waitFor();
    expect(await web.findings()).toEqual([]);
  });

  it('reported no error of its own, and nothing that its content policy refused', () => {
    expect(web.errors).toEqual([]);
  });
});
