import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { letHeapGrow } from '../../packages/server/dist/let-heap-grow.js';
import { questionMemory } from '../../packages/server/dist/query/question-memory.js';
import { Questions } from '../../packages/server/dist/query/questions.js';
import { SampleQuestions } from '../../packages/server/dist/query/sample-questions.js';
import { AppTrees } from '../../packages/server/dist/query/tree/app-trees.js';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import type { ProjectId } from '../../packages/server/dist/store/upload.js';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';
import { fillTables, tablesShape } from './tables-data.ts';

/** Questions over the hour of `tables-data.ts`, as `query/` answers them, with the raw engine's time for the same sums beside. */
// As the server does.
letHeapGrow();
const rounds = 15;
const project = 1 as ProjectId;
const hour = { fromMs: Date.UTC(2026, 10, 21, 9), toMs: Date.UTC(2026, 10, 21, 10) };
const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-questions-'));
const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
const measurements: Measurement[] = [];
await runMigrations(client);
await fillTables(client);
// The generator gives series ids without rows of their own.
await client.command({
  name: 'fill',
  sql: `INSERT INTO series (project_id, app, series_id, environment, host)
    SELECT DISTINCT 1, app, series_id, 'production', concat('host-', toString(cityHash64(series_id) % 100)) FROM totals`,
});

const trees = new AppTrees(client);
const questions = new SampleQuestions(client, questionMemory(client, trees));
const selector = { type: 'cpu', labels: [], ...hour };
const shape = { grouping: 'function', maxNodes: 4096 } as const;

/** CPU of all queries of the engine so far: what a busy machine changes least. */
async function engineCpuMs(): Promise<number> {
  const [row] = await client.rows<{ readonly ms: number }>({
    name: 'cpu',
    sql: `SELECT toFloat64(sum(value)) / 1000 AS ms FROM system.events
      WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')`,
  });
  return row?.ms ?? 0;
}

async function measure(name: string, aim: string, ask: () => Promise<unknown>, times = rounds): Promise<void> {
  const took: number[] = [];
  const cpu: number[] = [];
  let engineBefore = 0;
  for (let round = -2; round < times; round++) {
    if (round === 0) engineBefore = await engineCpuMs();
    const [started, busy] = [performance.now(), process.cpuUsage()];
    await ask();
    if (round < 0) continue;
    took.push(performance.now() - started);
    const { user, system } = process.cpuUsage(busy);
    cpu.push((user + system) / 1000);
  }
  const engineMs = ((await engineCpuMs()) - engineBefore) / times;
  const withAim = aim === '' ? {} : { aim };
  measurements.push({ name: `${name}, p50`, value: quantile(took, 0.5), unit: 'ms', ...withAim });
  measurements.push({ name: `${name}, p95`, value: quantile(took, 0.95), unit: 'ms' });
  measurements.push({ name: `${name}, CPU of Node`, value: quantile(cpu, 0.5), unit: 'ms' });
  measurements.push({ name: `${name}, CPU of the engine`, value: engineMs, unit: 'ms' });
}

await measure('tree of 100 000 nodes, loaded and grouped', '', async () => {
  const tree = await new AppTrees(client).tree(project, 'app-3');
  tree.grouped('function');
});
const tree = await trees.tree(project, 'app-3');
tree.grouped('function');
measurements.push({ name: 'tree: bytes a node', value: tree.bytes / tree.length, unit: 'B' });
await measure('raw engine: sums of one app by node, 1 h', '', () =>
  client.binary({
    name: 'raw',
    sql: `SELECT node_id, sum(v1) FROM samples WHERE project_id = 1 AND app = 'app-3'
      AND hour >= toDateTime('2026-11-21 09:00:00', 'UTC') GROUP BY node_id`,
  }),
);
const minutes = { fromMs: hour.fromMs, toMs: hour.fromMs + 300_000 };
await measure('flame graph of one app, 5 min', '<= 30', () =>
  questions.merge(project, { selector: { ...selector, ...minutes, apps: ['app-3'] }, ...shape }),
);
await measure('flame graph of one app, 1 h', '<= 45', () =>
  questions.merge(project, { selector: { ...selector, apps: ['app-3'] }, ...shape }),
);
const stacks = { focus: [{ field: 'function', operator: '=~', value: 'handleRequest1' }] } as const;
await measure('flame graph of the stacks with some functions, one app, 1 h', '', () =>
  questions.merge(project, { selector: { ...selector, apps: ['app-3'], stacks }, ...shape }),
);
await measure('timeline of one function by instance, one app, 1 h', '', () =>
  questions.timeline(project, {
    selector: { ...selector, apps: ['app-3'] },
    stepMs: 60_000,
    groupBy: ['host'],
    only: { function: { function: 'Service17.handleRequest17' }, value: 'total' },
  }),
);
await measure('top of one app, 1 h', '', () =>
  questions.top(project, { selector: { ...selector, apps: ['app-3'] }, grouping: 'function', sort: 'self', limit: 50 }),
);
await measure('timeline of one app by instance, 1 h', '<= 9', () =>
  questions.timeline(project, { selector: { ...selector, apps: ['app-3'] }, stepMs: 10_000, groupBy: ['host'] }),
);
await measure('timeline of all apps by instance, 1 h', '<= 60', () =>
  questions.timeline(project, { selector, stepMs: 60_000, groupBy: ['host'] }),
);
const middle = hour.fromMs + 1_800_000;
await measure('diff of two half hours of one app', '<= 90', () =>
  questions.diff(project, {
    left: { ...selector, apps: ['app-3'], toMs: middle },
    right: { ...selector, apps: ['app-3'], fromMs: middle },
    ...shape,
  }),
);
await measure(
  'flame graph of all apps, 5 min',
  '<= 150',
  () => questions.merge(project, { selector: { ...selector, ...minutes }, ...shape }),
  5,
);
await measure('flame graph of all apps, 1 h', '<= 700', () => questions.merge(project, { selector, ...shape }), 5);
const catalogue = new Questions({ source: client, declaredEnvironments: { list: async () => [] } });
const { type: _, ...selection } = selector;
await measure('values of a label of one app, 1 h', '<= 7', () =>
  catalogue.labelValues(project, { selection: { ...selection, apps: ['app-3'] }, name: 'host', limit: 100 }),
);
await measure('values of a label of all apps, 1 h', '<= 7', () =>
  catalogue.labelValues(project, { selection, name: 'host', limit: 100 }),
);
await measure('names of labels of all apps, 1 h', '', () => catalogue.labels(project, { selection, limit: 100 }));
await measure('facets of one app, 1 h', '', () =>
  catalogue.facets(project, { ...hour, app: 'app-3', facets: [], ownFilter: 'left_out' }),
);
await measure('facets of all apps, 1 h', '', () =>
  catalogue.facets(project, { ...hour, facets: [], ownFilter: 'left_out' }),
);
const merged = await questions.merge(project, { selector: { ...selector, apps: ['app-3'] }, ...shape });
if (merged.facts.withoutStack > 0) throw new Error('the samples and the nodes of the generator do not belong together');
measurements.push(
  { name: 'rows read for one app, 1 h', value: merged.rowsRead, unit: '' },
  { name: 'samples of one app, 1 h', value: merged.facts.samples, unit: '' },
  { name: `trees of ${tablesShape.apps} apps`, value: trees.bytes / 2 ** 20, unit: 'MiB' },
  { name: 'load of the machine meanwhile', value: loadavg()[0] ?? 0, unit: '' },
);

report('questions', measurements);
client.close();
await engine.stop();
rmSync(directory, { recursive: true, force: true });
