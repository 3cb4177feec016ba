import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { questionMemory } from '../../packages/server/dist/query/question-memory.js';
import { SampleQuestions } from '../../packages/server/dist/query/sample-questions.js';
import { AppTrees, DEFAULT_TREE_BYTES } from '../../packages/server/dist/query/tree/app-trees.js';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import type { ProjectId } from '../../packages/server/dist/store/upload.js';
import { addHour, addStacks, growthShape, hourMs, stacksAfter } from './growth-data.ts';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';

/** New nodes for ever: the tree of an app that brings 10 % new stacks an hour, after an hour and after 30 days. */
const HOURS = 30 * 24;
const rounds = 15;
const project = 1 as ProjectId;
const startMs = Date.UTC(2026, 10, 21, 9);
const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-growth-'));
const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
const measurements: Measurement[] = [];
await runMigrations(client);

const ages = [
  { app: 'young', name: 'after an hour', hours: 1 },
  { app: 'old', name: 'after 30 days', hours: HOURS },
] as const;
for (const { app, hours } of ages) {
  // A day at a time, as parts are made.
  for (let hour = 0; hour < hours; hour += 24) {
    const to = stacksAfter(Math.min(hours, hour + 24));
    await addStacks(client, app, hour === 0 ? 0 : stacksAfter(hour), to);
  }
  await addHour(client, app, stacksAfter(hours), startMs);
}

/** Milliseconds: p50 of the time, and of the CPU that Node took. */
async function measure(name: string, times: number, ask: () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  const cpu: number[] = [];
  for (let round = -1; round < times; round++) {
    const [started, busy] = [performance.now(), process.cpuUsage()];
    await ask();
    if (round < 0) continue;
    took.push(performance.now() - started);
    const { user, system } = process.cpuUsage(busy);
    cpu.push((user + system) / 1000);
  }
  measurements.push({ name: `${name}, p50`, value: quantile(took, 0.5), unit: 'ms' });
  measurements.push({ name: `${name}, CPU of Node`, value: quantile(cpu, 0.5), unit: 'ms' });
}

const trees = new AppTrees(client);
const questions = new SampleQuestions(client, questionMemory(client, trees));
const selector = { type: 'cpu', labels: [], fromMs: startMs, toMs: startMs + hourMs };
const merge = (app: string) =>
  questions.merge(project, { selector: { ...selector, apps: [app] }, grouping: 'function', maxNodes: 4096 });

for (const { app, name } of ages) {
  await measure(`tree ${name}: loaded and grouped`, 5, async () => {
    (await new AppTrees(client).tree(project, app)).grouped('function');
  });
  await measure(`flame graph of an hour ${name}`, rounds, () => merge(app));
  const tree = await trees.tree(project, app);
  measurements.push(
    { name: `nodes ${name}`, value: tree.length, unit: '' },
    { name: `tree ${name}`, value: tree.bytes / 2 ** 20, unit: 'MiB' },
  );
}

/** The first question after an hour's new stacks were stored reads them, and only them. */
let stacks = stacksAfter(HOURS);
const first: number[] = [];
for (let hour = 1; hour <= 5; hour++) {
  await addStacks(client, 'old', stacks, stacks + growthShape.newStacksAnHour);
  stacks += growthShape.newStacksAnHour;
  await addHour(client, 'old', stacks, startMs + hour * hourMs);
  const begun = performance.now();
  await questions.merge(project, {
    selector: { ...selector, apps: ['old'], fromMs: startMs + hour * hourMs, toMs: startMs + (hour + 1) * hourMs },
    grouping: 'function',
    maxNodes: 4096,
  });
  first.push(performance.now() - begun);
}
const old = await trees.tree(project, 'old');
measurements.push(
  { name: "first flame graph with an hour's new stacks, p50", value: quantile(first, 0.5), unit: 'ms' },
  { name: 'apps of 30 days that fit in the budget of trees', value: DEFAULT_TREE_BYTES / old.bytes, unit: '' },
  { name: 'load of the machine meanwhile', value: loadavg()[0] ?? 0, unit: '' },
);

report('growth', measurements);
client.close();
await engine.stop();
rmSync(directory, { recursive: true, force: true });
