import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import { type FacetField, facetFields } from '../../packages/server/dist/store/readers/facet-field.js';
import { readFacets } from '../../packages/server/dist/store/readers/read-facets.js';
import type { ReadQuery } from '../../packages/server/dist/store/readers/row-source.js';
import type { ProjectId } from '../../packages/server/dist/store/upload.js';
import { quantile } from './quantile.ts';
import { report } from './report.ts';
import { ServerProcess } from './server-process.ts';

const profiles = 1_000_000;
const days = 30;
const rounds = 60;

const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-facets-'));
const toSeconds = Math.floor(Date.now() / 1000);
const fromSeconds = toSeconds - days * 86_400;

/** A million profiles of twenty apps in five runtimes over thirty days, made inside the engine. */
const fillSql = `INSERT INTO profiles (project_id, id, numeric_id, upload_id, app, environment, start, end, received, source,
    state, kinds, types, runtime, runtime_version, runtime_arch, runtime_os, probe_version, host, keep_days, group_id)
  SELECT 1, reinterpretAsFixedString(toUInt128(cityHash64(number, 1)) * 18446744073709551615 + cityHash64(number, 2)),
    cityHash64(number, 3) % 9007199254740991, reinterpretAsFixedString(toUInt128(number)), concat('app-', toString(number % 20)),
    'production', fromUnixTimestamp64Milli({from:Int64} + intDiv(number * ${days} * 86400000, ${profiles})) AS begun, begun + 60,
    begun + 61, 'datadog', 'decoded', ['samples:count,cpu:nanoseconds'], ['samples', 'cpu'],
    ['go', 'nodejs', 'CPython', 'jvm', 'php'][number % 5 + 1], concat('1.', toString(intDiv(number, 7) % 30)),
    ['amd64', 'arm64'][intDiv(number, 3) % 2 + 1], 'linux', concat('v2.', toString(intDiv(number, 11) % 12)),
    concat('host-', toString(number % 100)), 30, 1
  FROM numbers(${profiles})`;

async function p50(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const started = performance.now();
    await ask();
    if (round >= 0) times.push(performance.now() - started);
  }
  return quantile(times, 0.5);
}

const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
await runMigrations(client);
const from = fromSeconds * 1000;
await client.command({
  name: 'fill',
  sql: fillSql,
  params: { from },
  timeoutMs: 300_000,
  memoryBytes: 2 ** 32,
  settings: { max_partitions_per_insert_block: 100 },
});
await client.command({ name: 'merge', sql: 'OPTIMIZE TABLE profiles', timeoutMs: 300_000 });

const filter = { fromMs: from, toMs: toSeconds * 1000, environment: 'production' };
/** Upsun's filter asks for these; our own facets for all. */
const upsunFields = ['runtime', 'runtime_version', 'runtime_arch', 'runtime_os', 'probe_version'] as const;

/** The statements that an endpoint sends at once for this app (undefined: for all of them), timed against the bare engine. */
async function rawP50(app: string | undefined, fields: readonly FacetField[]): Promise<number> {
  const statements: ReadQuery[] = [];
  const spy = {
    rows: async <Row>(asked: ReadQuery): Promise<readonly Row[]> => {
      statements.push(asked);
      return [];
    },
    binary: async (): Promise<Buffer> => Buffer.alloc(0),
  };
  const question = {
    filter: { ...filter, ...(app === undefined ? {} : { app }) },
    facets: [],
    ownFilter: 'applied',
    fields,
  } as const;
  await readFacets(spy, 1 as ProjectId, question);
  if (statements.length === 0) throw new Error('the reader asked nothing');
  return p50(() => Promise.all(statements.map((statement) => client.rows(statement))));
}

const rawOne = await rawP50('app-7', upsunFields);
const rawAll = await rawP50(undefined, facetFields);
client.close();
await engine.stop();

const server = await ServerProcess.start(directory);
const project = await server.getJson<{ key: string }>('/api/v1/projects/default');
const range = `from=${fromSeconds}&to=${toSeconds}`;
const base = `/projects/${project.key}/environments/production/continuous-profiling`;
const httpOne = await p50(() => server.getJson(`${base}/app/app-7/filter?${range}`));
const httpAll = await p50(() => server.getJson(`/api/v1/projects/default/facets?environment=production&${range}`));
await server.stop();
rmSync(directory, { recursive: true, force: true });

report('facets', [
  { name: 'one app of 20: statement alone, p50', value: rawOne, unit: 'ms' },
  {
    name: "one app of 20: Upsun's filter over HTTP, p50",
    value: httpOne,
    unit: 'ms',
    aim: `<= ${(rawOne * 1.5 + 5).toFixed(1)}`,
  },
  { name: 'all apps: statement alone, p50', value: rawAll, unit: 'ms' },
  { name: 'all apps: facets over HTTP, p50', value: httpAll, unit: 'ms', aim: `<= ${(rawAll * 1.5 + 5).toFixed(1)}` },
]);
