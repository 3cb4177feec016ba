import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { runClient } from './harness/run-client.ts';
import { waitUntil } from './harness/wait-until.ts';
import { buildGoClient } from './install/build-go-client.ts';
import { clientFolder } from './install/client-folder.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { type DrawnGraph, rebuiltStacks } from './pyroscope/rebuilt-stacks.ts';

/** The library of Pyroscope's API, which Grafana's data source asks with. */
const canRun = missingTools(['go']).length === 0;
if (!canRun) process.stderr.write(`Pyroscope's API needs go and is skipped; ${enableCommand} brings that.\n`);

const TIMEOUT_MS = 60_000;
const APP = 'spans';
const ORDER_SPAN = '00f067aa0ba902b7';
const INVOICE_SPAN = '53ce929d0e0e4736';
const ORDER_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';

interface Answers {
  readonly SelectMergeStacktraces: { readonly flamegraph: DrawnGraph };
  readonly OfSpan: { readonly flamegraph: DrawnGraph };
  readonly OfTrace: { readonly flamegraph: DrawnGraph };
  readonly SelectMergeSpanProfile: { readonly flamegraph: DrawnGraph };
  readonly SelectSeries: {
    readonly series: readonly {
      readonly points: readonly { readonly value: number; readonly exemplars: readonly { readonly value: string }[] }[];
    }[];
  };
  readonly SelectHeatmap: {
    readonly series: readonly {
      readonly slots: readonly {
        readonly counts: readonly number[];
        readonly exemplars: readonly { readonly spanId: string; readonly traceId?: string; readonly value: string }[];
      }[];
    }[];
  };
  readonly SelectMergeProfile: { readonly total: string; readonly deepest: number };
}

let server: HearthServer;
/** What the program says that it took of each span, and in all. */
let sums: ReadonlyMap<string, string>;
let answers: ReadonlyMap<string, unknown>;

async function run(command: string): Promise<readonly string[]> {
  const { output, ended } = await runClient({
    command: await buildGoClient('pyroscope-api-go'),
    args: [command],
    cwd: clientFolder('pyroscope-api-go'),
    env: { SERVER: server.url, TOKEN: server.adminToken, APP, START_MS: String(startedMs) },
    timeoutMs: TIMEOUT_MS,
  });
  expect(ended, output).toBe('exit 0');
  return output.trim().split('\n');
}

const startedMs = Date.now() - 1000;

/** A line's first word, and what follows it. */
const pairOf = (line: string): readonly [string, string] => {
  const at = line.indexOf(' ');
  return [line.slice(0, at), line.slice(at + 1)];
};

beforeAll(async () => {
  server = await HearthServer.start();
  if (!canRun) return;
  const api = new HearthApi(server.url, server.adminToken);
  sums = new Map((await run('push')).map(pairOf));
  await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
  answers = new Map(
    (await run('read')).map((line) => {
      const [method, text] = pairOf(line);
      return [method, text.startsWith('error') ? text : JSON.parse(text)];
    }),
  );
}, 900_000);

afterAll(async () => {
  await server.dispose();
});

const answer = <Method extends keyof Answers>(method: Method): Answers[Method] =>
  answers.get(method) as Answers[Method];
const sumOf = (...ids: readonly string[]): bigint => ids.reduce((sum, id) => sum + BigInt(sums.get(id) ?? '0'), 0n);

describe.skipIf(!canRun)("Pyroscope's own library", () => {
  it('took samples of both spans', () => {
    expect([sumOf(ORDER_SPAN) > 0n, sumOf(INVOICE_SPAN) > 0n]).toEqual([true, true]);
    expect(sumOf('total') > sumOf(ORDER_SPAN, INVOICE_SPAN)).toBe(true);
  });

  it('is told types, labels and series', () => {
    expect(answers.get('Test')).toEqual({});
    expect(answers.get('ProfileTypes')).toMatchObject({ profileTypes: [{ ID: CPU }, { sampleType: 'samples' }] });
    const { names } = answers.get('LabelNames') as { readonly names: readonly string[] };
    expect(names).toContain('span_name');
    for (const id of ['span_id', 'profile_id', 'trace_id']) expect(names).not.toContain(id);
    expect(answers.get('LabelValues')).toEqual({ names: ['POST /invoices', 'POST /orders'] });
    expect(answers.get('Series')).toMatchObject({
      labelsSet: [{ labels: [{ value: CPU }, { value: APP }] }, { labels: [{}, { value: APP }] }],
    });
    expect(answers.get('AnalyzeQuery')).toMatchObject({ queryScopes: [{ profileCount: '1' }] });
    expect(answers.get('GetProfileStats')).toMatchObject({ dataIngested: true });
  });

  it('is given exactly what was taken of a span, of spans and of a trace', () => {
    const totals = (['SelectMergeStacktraces', 'OfSpan', 'OfTrace', 'SelectMergeSpanProfile'] as const).map((method) =>
      BigInt(answer(method).flamegraph.total ?? '0'),
    );
    expect(totals).toEqual([sumOf('total'), sumOf(ORDER_SPAN), sumOf(ORDER_TRACE), sumOf(ORDER_SPAN, INVOICE_SPAN)]);
    const stacks = [...rebuiltStacks(answer('OfSpan').flamegraph).keys()];
    expect(stacks.some((stack) => stack.includes('main.burn'))).toBe(true);
  });

  it('is given timelines and heatmaps with what stands for them', () => {
    const [point] = answer('SelectSeries').series.flatMap(({ points }) => points);
    expect(point).toMatchObject({ value: Number(sumOf('total')), exemplars: [{ value: String(sumOf('total')) }] });
    const slots = answer('SelectHeatmap').series.flatMap((series) => series.slots);
    expect(slots.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(2);
    const spans = new Map(slots.flatMap(({ exemplars }) => exemplars.map(({ spanId, value }) => [spanId, value])));
    for (const [span, value] of spans) expect(value, span).toBe(sums.get(span));
    expect(spans.size).toBeGreaterThan(0);
    for (const { spanId, traceId } of slots.flatMap(({ exemplars }) => exemplars)) {
      expect(traceId, spanId).toBe(spanId === ORDER_SPAN ? ORDER_TRACE : undefined);
    }
  });

  it("is given a profile for Go's compiler, and told what there is not", () => {
    expect(answer('SelectMergeProfile').total).toBe(String(sumOf('total')));
    expect(answer('SelectMergeProfile').deepest).toBeLessThanOrEqual(5);
    const others = ['Settings', 'ListRecordingRules', 'UpsertRecordingRule', 'GetFeatureFlags'];
    expect(others.map((method) => answers.get(method))).toEqual([{}, {}, 'error unimplemented', {}]);
  });
});
