import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import type { FlameMeasurement } from '../../packages/flamegraph/dist/testing/measure-flame.js';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';

/** The flame graph in a real browser: a tree of each size is drawn, panned, zoomed and searched. */
const sizes = [
  { nodes: 100_000, name: '100 k', initialise: 50, draw: 4, heapMb: 30 },
  { nodes: 1_000_000, name: '1 M', initialise: 300, draw: 8, heapMb: 150 },
];
/** Of each size; their median counts. */
const RUNS = 5;
/** A browser that was just started goes on starting for a while, on all cores: that is not the graph's time. */
const BROWSER_STARTS_MS = 2_000;
const origin = 'http://flamegraph.test';
const built = fileURLToPath(new URL('../../packages/flamegraph/dist/', import.meta.url));
const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Bytes of the page's heap and of its typed arrays, after a collection. */
async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage: { readonly usedSize: number; readonly backingStorageSize?: number } =
    await session.send('Runtime.getHeapUsage');
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

interface Run extends FlameMeasurement {
  readonly heapBytes: number;
  /** A second graph in the same page, when everything is compiled. */
  readonly againMs: number;
}

/** One tree in a browser of its own: nothing of it was compiled before, as for somebody who opens the page. */
async function measure(nodes: number): Promise<Run> {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path !== '/') return route.fulfill({ body: await readFile(built + path), contentType: 'text/javascript' });
    const body = '<!doctype html><div id="host" style="position:relative;width:1400px;height:700px"></div>';
    return route.fulfill({ body, contentType: 'text/html' });
  });
  await page.goto(`${origin}/`);
  await sleep(BROWSER_STARTS_MS);
  const before = await heapBytes(page);
  const measured = (await page.evaluate(
    `import('${origin}/testing/measure-flame.js').then((module) => module.measureFlame(document.getElementById('host'), ${String(nodes)}))`,
  )) as FlameMeasurement;
  const heap = (await heapBytes(page)) - before;
  const againMs = (await page.evaluate(
    `import('${origin}/testing/measure-flame.js').then((module) => module.initialiseAgain(document.getElementById('host'), ${String(nodes)}))`,
  )) as number;
  await browser.close();
  return { ...measured, heapBytes: heap, againMs };
}

const measurements: Measurement[] = [];
for (const { nodes, name, initialise, draw, heapMb } of sizes) {
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure(nodes));
  const initialised = runs.map(({ initialiseMs }) => initialiseMs);
  const drawn = runs.flatMap(({ drawMs }) => drawMs);
  const frames = runs.flatMap(({ frameMs }) => frameMs);
  const searched = runs.map(({ searchMs }) => searchMs);
  const heap = Math.max(...runs.map((run) => run.heapBytes));
  measurements.push(
    {
      name: `${name} nodes, initialise`,
      value: quantile(initialised, 0.5),
      unit: 'ms',
      aim: `<= ${String(initialise)}`,
    },
    {
      name: `${name} nodes, initialise a second one`,
      value: quantile(
        runs.map(({ againMs }) => againMs),
        0.5,
      ),
      unit: 'ms',
    },
    { name: `${name} nodes, draw p50`, value: quantile(drawn, 0.5), unit: 'ms', aim: `<= ${String(draw)}` },
    { name: `${name} nodes, draw p95`, value: quantile(drawn, 0.95), unit: 'ms' },
    { name: `${name} nodes, frame to frame p50`, value: quantile(frames, 0.5), unit: 'ms' },
    { name: `${name} nodes, search`, value: quantile(searched, 0.5), unit: 'ms' },
    { name: `${name} nodes, heap`, value: heap / 2 ** 20, unit: 'MiB', aim: `<= ${String(heapMb)}` },
  );
}
report('flamegraph', measurements);
