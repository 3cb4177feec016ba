import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { quantile } from './quantile.ts';
import { report } from './report.ts';
import { ServerProcess } from './server-process.ts';

/** Explore on the demo data, in a browser that has never seen it: from the address to the drawn flame graph. */
const loads = 10;
const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const path = '/o/1/p/demo/explore?app=checkout&type=cpu&range=24h';
/**
 * A context and its page are made for each load: no cache, no compiled code. What the browser itself starts for them (processes, its own
 * window) costs as much as the page does, and somebody who opens a page has a browser that did so before.
 */
const BROWSER_STARTS_MS = 1_500;
/** The generated two days are there when their number has stood still that often. */
const SETTLED_LOOKS = 3;
const LOOK_MS = 2_000;

/** Comes true once the flame graph's canvas has a colour at its root; then it says when, in milliseconds from the navigation. */
const drawn = `new Promise((resolve) => {
  const look = () => {
    const canvas = document.querySelector('[role="application"] canvas');
    const isDrawn = canvas !== null && canvas.width > 0
      && canvas.getContext('2d').getImageData(canvas.width / 2, 16, 1, 1).data[3] > 0;
    if (isDrawn) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})`;

async function settle(server: ServerProcess): Promise<number> {
  let [before, looks] = [-1, 0];
  while (looks < SETTLED_LOOKS) {
    await sleep(LOOK_MS);
    const from = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const { apps } = await server.getJson<{ readonly apps: readonly { readonly profiles: number }[] }>(
      `/api/v1/projects/demo/apps?from=${from}&to=${new Date().toISOString()}`,
    );
    const profiles = apps.reduce((sum, app) => sum + app.profiles, 0);
    looks = profiles > 0 && profiles === before ? looks + 1 : 0;
    before = profiles;
  }
  return before;
}

interface Load {
  readonly drawnMs: number;
  /** What the page's main thread worked until then; waiting for a busy machine is not in it. */
  readonly pageCpuMs: number;
  /** Cumulative layout shift until everything stands still. */
  readonly shift: number;
  readonly scripts: readonly string[];
}

async function load(browser: Browser, server: ServerProcess): Promise<Load> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  const headers = { authorization: `Bearer ${server.adminToken}` };
  const link = (await (await context.request.post('/auth/links', { headers })).json()) as { readonly path: string };
  await context.request.get(link.path);
  const page = await context.newPage();
  await page.addInitScript(watchShifts);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await sleep(BROWSER_STARTS_MS);
  await page.goto(path, { waitUntil: 'commit' });
  const drawnMs = (await page.evaluate(drawn)) as number;
  const { metrics } = await session.send('Performance.getMetrics');
  await page.waitForLoadState('networkidle');
  const seen = (await page.evaluate(`({ shift: globalThis.shifted, scripts: performance.getEntriesByType('resource')
    .map(({ name }) => new URL(name).pathname).filter((file) => file.endsWith('.js')) })`)) as Pick<
    Load,
    'shift' | 'scripts'
  >;
  await context.close();
  const taskSeconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  return { drawnMs, pageCpuMs: taskSeconds * 1000, ...seen };
}

const watchShifts = `globalThis.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.shifted += entry.value;
}).observe({ type: 'layout-shift', buffered: true });`;

/** Bytes as they are sent to who takes gzip alone; browsers take better. */
async function gzipBytes(server: ServerProcess, file: string): Promise<number> {
  const request = get(server.url + file, { headers: { 'accept-encoding': 'gzip' } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return Number(response.headers['content-length']);
}

/** Milliseconds that the server takes for the merged profile that the page asks for. */
async function timeMerge(server: ServerProcess): Promise<number> {
  const now = Date.now();
  const [from, to] = [new Date(now - 86_400_000).toISOString(), new Date(now).toISOString()];
  const body = JSON.stringify({ selector: { app: 'checkout', type: 'cpu', from, to }, maxNodes: 20_000 });
  const headers = { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' };
  const began = performance.now();
  await (await fetch(`${server.url}/api/v1/projects/demo/merge`, { method: 'POST', headers, body })).arrayBuffer();
  return performance.now() - began;
}

const server = await ServerProcess.start(undefined, ['--demo']);
const profiles = await settle(server);
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const measured: Load[] = [];
const merges: number[] = [];
for (let index = 0; index < loads; index++) {
  measured.push(await load(browser, server));
  merges.push(await timeMerge(server));
}
await browser.close();
let scriptBytes = 0;
for (const file of measured[0]?.scripts ?? []) scriptBytes += await gzipBytes(server, file);
await server.stop();
const times = measured.map(({ drawnMs }) => drawnMs);
const cpu = measured.map(({ pageCpuMs }) => pageCpuMs);
report('explore', [
  { name: 'demo data', value: profiles, unit: 'profiles' },
  { name: 'Explore drawn, cold browser, p50', value: quantile(times, 0.5), unit: 'ms', aim: '< 1000' },
  { name: 'Explore drawn, cold browser, slowest', value: Math.max(...times), unit: 'ms' },
  { name: 'the first of them', value: times[0] ?? Number.NaN, unit: 'ms' },
  { name: 'work of the page until then, p50', value: quantile(cpu, 0.5), unit: 'ms CPU' },
  { name: 'merged profile from the server, p50', value: quantile(merges, 0.5), unit: 'ms' },
  { name: 'script of the page, gzip', value: scriptBytes / 1000, unit: 'kB', aim: '<= 250' },
  { name: 'layout shift, largest', value: Math.max(...measured.map(({ shift }) => shift)), unit: '', aim: '< 0.02' },
]);
