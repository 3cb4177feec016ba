import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Engine, startEngine } from '@hearth/engine';
import { writeProfile } from '@hearth/profile';
import { profileFromText, seededRandom } from '@hearth/profile/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Questions } from '../../query/questions.ts';
import type { Selector } from '../../query/selector/selector.ts';
import { treeOfAnswer } from '../../query/testing/naive-stacks.ts';
import { openStore, type Store } from '../../store/open-store.ts';
import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import type { Original, ProjectId } from '../../store/upload.ts';
import { createDecoder, type Decoder } from '../decoder.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const PROJECT = 1 as ProjectId;
const spans = Array.from({ length: 8 }, (_, index) => (0xabc0 + index).toString(16).padStart(16, '0'));
const traces = Array.from({ length: 3 }, (_, index) => (0xfed0 + index).toString(16).padStart(32, '0'));

/** A sample as it was sent. */
interface Sent {
  readonly app: string;
  readonly startMs: number;
  readonly stack: string;
  readonly value: number;
  readonly spans: readonly string[];
  readonly trace: string;
  readonly endpoint: string;
}

let directory: string;
let engine: Engine;
let store: Store;
let decoder: Decoder;
let questions: Questions;
const sent: Sent[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-spans-'));
  engine = await startEngine({ dataDir: directory });
  decoder = createDecoder(DEFAULT_INGEST_LIMITS);
  const { decode } = decoder;
  store = await openStore({ connection: () => engine.connection, decode, dataDir: directory, now: () => NOW_MS });
  questions = new Questions({
    source: store.client,
    declaredEnvironments: { declared: async () => [] } as never,
    stored: decoder,
  });
  for (let upload = 0; upload < 24; upload++) await push(upload);
  await store.writer.settle();
}, 60_000);

afterAll(async () => {
  await store.close();
  await decoder.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

const random = seededRandom(7);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** A pprof of an app with random samples; two in three have a span, as clients write it. */
async function push(index: number): Promise<void> {
  const app = `app-${String(index % 2)}`;
  const startMs = NOW_MS - (index + 1) * MINUTE;
  const lines: string[] = [];
  for (let sample = 0; sample < 30; sample++) {
    const stack = `main;handle;${pick(['hash', 'render', 'load'])}`;
    const value = 1 + Math.floor(random() * 1000);
    const endpoint = pick(['/orders', '/invoices']);
    const [own, root] = [pick(spans), pick(spans)];
    const trace = pick(traces);
    const kind = sample % 3;
    const labels =
      kind === 0
        ? `endpoint=${endpoint}`
        : kind === 1
          ? `endpoint=${endpoint}, span_id=${own}, trace_id=${trace}`
          : `endpoint=${endpoint}, span id=${String(BigInt(`0x${own}`))}, local root span id=${String(BigInt(`0x${root}`))}`;
    lines.push(`${stack} {${labels}} 1 ${String(value)}`);
    sent.push({
      app,
      startMs,
      stack,
      value,
      endpoint,
      spans: kind === 0 ? [] : kind === 1 ? [own] : [own, root],
      trace: kind === 1 ? trace : '',
    });
  }
  const profile = profileFromText(['samples/count', 'cpu/nanoseconds'], lines.join('\n'));
  const original: Original = {
    source: 'file',
    format: 'pprof',
    contentType: 'application/octet-stream',
    headers: { app, start: new Date(startMs).toISOString(), end: new Date(startMs + MINUTE).toISOString() },
    body: gzipSync(writeProfile(profile, 'pprof')),
    context: { defaultEnvironment: 'production', projectSlug: 'default', receivedMs: NOW_MS },
  };
  const { decoded, uploadId, contentHash } = await decoder.prepare(original);
  const upload = { projectId: PROJECT, uploadId, contentHash, original, decoded };
  expect((await store.writer.accept({ ...upload, keepDays: { original: 1, derived: 30 } })).outcome).toBe('stored');
}

const range = { fromMs: NOW_MS - 60 * MINUTE, toMs: NOW_MS };
const selectorOf = (more: Partial<Selector>): Selector => ({ type: 'cpu', labels: [], ...range, ...more });
const merge = async (more: Partial<Selector>) =>
  questions.samples.merge(PROJECT, { selector: selectorOf(more), grouping: 'function', maxNodes: 1_000 });

/** What an answer has to be, counted from what was sent. */
function truth(passes: (sample: Sent) => boolean) {
  const selected = sent.filter(passes);
  const nodes: Record<string, [bigint, bigint]> = { '': [0n, 0n] };
  for (const { stack, value } of selected) {
    const names = stack.split(';');
    for (let depth = 0; depth <= names.length; depth++) {
      const path = names.slice(0, depth).join(';');
      const node = nodes[path] ?? [0n, 0n];
      nodes[path] = node;
      node[1] += BigInt(value);
      if (depth === names.length) node[0] += BigInt(value);
    }
  }
  return { nodes, profiles: new Set(selected.map(({ startMs }) => startMs)).size };
}

const hasAny = (own: readonly string[], wanted: readonly string[]): boolean => own.some((id) => wanted.includes(id));

describe('a question about spans', () => {
  it.each<{
    readonly what: string;
    readonly ids: { readonly spans?: readonly string[]; readonly traces?: readonly string[] };
    readonly more?: Partial<Selector>;
    readonly passes?: (sample: Sent) => boolean;
  }>([
    { what: 'one span', ids: { spans: [spans[0]!] } },
    { what: 'several spans, each sample once', ids: { spans: spans.slice(2, 6) } },
    { what: 'a trace', ids: { traces: [traces[1]!] } },
    { what: 'a trace and spans', ids: { traces: traces.slice(0, 2), spans: spans.slice(0, 4) } },
    { what: 'a span nobody has', ids: { spans: ['00000000000000ff'] } },
    { what: 'an app', ids: { spans }, more: { apps: ['app-1'] }, passes: ({ app }) => app === 'app-1' },
    {
      what: 'a range',
      ids: { spans },
      more: { fromMs: NOW_MS - 10 * MINUTE, toMs: NOW_MS - 3 * MINUTE },
      passes: ({ startMs }) => startMs >= NOW_MS - 10 * MINUTE && startMs < NOW_MS - 3 * MINUTE,
    },
    {
      what: 'a label of samples',
      ids: { spans: spans.slice(0, 5) },
      more: { labels: [{ name: 'endpoint', operator: '=~', value: '/ord.*' }] satisfies readonly LabelMatcher[] },
      passes: ({ endpoint }) => endpoint === '/orders',
    },
    {
      what: 'a label that no sample has',
      ids: { spans },
      more: { labels: [{ name: 'endpoint', operator: '=', value: '/none' }] },
      passes: () => false,
    },
    {
      what: 'some stacks',
      ids: { spans },
      more: { stacks: { focus: [{ field: 'function', operator: '=', value: 'hash' }] } },
      passes: ({ stack }) => stack.endsWith('hash'),
    },
  ])('adds up the samples of $what, and no other', async ({ ids, more = {}, passes = () => true }) => {
    const { spans: ofSpans = [], traces: ofTraces = [] } = ids;
    const { tree, facts } = await merge({ ...more, spans: { spans: ofSpans, traces: ofTraces } });
    const expected = truth(
      (sample) =>
        (ofSpans.length === 0 || hasAny(sample.spans, ofSpans)) &&
        (ofTraces.length === 0 || ofTraces.includes(sample.trace)) &&
        passes(sample),
    );
    if (expected.profiles === 0) expect(facts).toMatchObject({ total: 0n });
    else expect(treeOfAnswer(tree)).toEqual(expected.nodes);
    expect(facts).toMatchObject({ total: expected.nodes['']![1], withoutStack: 0 });
    if (more.stacks === undefined) expect(facts.profiles).toBe(expected.profiles);
  });

  it('comes to what a heatmap says of each span', async () => {
    const { groups, bounds } = await questions.samples.pointHeatmap(PROJECT, {
      of: 'spans',
      selection: selectorOf({}),
      groupBy: ['endpoint'],
      stepMs: 10 * MINUTE,
      scale: 'linear',
      buckets: 10,
      withExemplars: true,
    });
    expect(groups.map(({ labels }) => labels[0]).sort()).toEqual(['/invoices', '/orders']);
    for (const { labels, cells, exemplars } of groups) {
      const ofGroup = sent.filter(({ endpoint }) => endpoint === labels[0]);
      const points = new Map<string, number>();
      for (const { startMs, value, spans: own } of ofGroup) {
        for (const span of new Set(own)) {
          points.set(`${String(startMs)} ${span}`, (points.get(`${String(startMs)} ${span}`) ?? 0) + value);
        }
      }
      expect(cells.reduce((sum, { profiles }) => sum + profiles, 0)).toBe(points.size);
      expect(exemplars).toHaveLength(cells.length);
      for (const { span, trace, startMs, value, bucket, labels: ofSeries } of exemplars) {
        const named = sent.filter((sample) => sample.startMs === startMs && sample.spans.includes(span));
        const tracesOfSpan = named.map((sample) => sample.trace).filter((id) => id !== '');
        expect(tracesOfSpan.length === 0 ? [''] : tracesOfSpan).toContain(trace);
        expect(points.get(`${String(startMs)} ${span}`)).toBe(value);
        expect(value >= bounds[bucket]! && value < bounds[bucket + 1]!).toBe(true);
        expect(ofSeries?.labels['endpoint']).toBe(labels[0]);
      }
    }
  });

  it('has the largest span of each slot for a timeline, and the largest profile', async () => {
    const question = { selection: selectorOf({ apps: ['app-0'] }), groupBy: [], stepMs: 10 * MINUTE } as const;
    const ofSpans = await questions.samples.exemplars(PROJECT, { ...question, of: 'spans' });
    const ofProfiles = await questions.samples.exemplars(PROJECT, { ...question, of: 'profiles' });
    const largest = (keyOf: (sample: Sent) => readonly string[]): readonly number[] => {
      const sums = new Map<string, number>();
      for (const sample of sent.filter(({ app }) => app === 'app-0')) {
        for (const key of new Set(keyOf(sample))) {
          const place = `${String(Math.floor(sample.startMs / (10 * MINUTE)))} ${String(sample.startMs)} ${key}`;
          sums.set(place, (sums.get(place) ?? 0) + sample.value);
        }
      }
      const slots = new Map<number, number>();
      for (const [place, sum] of sums) {
        const slot = Number(place.split(' ')[0]);
        slots.set(slot, Math.max(slots.get(slot) ?? 0, sum));
      }
      return [...slots].sort(([a], [b]) => a - b).map(([, sum]) => sum);
    };
    expect(ofSpans.exemplars.map(({ value }) => value)).toEqual(largest((sample) => sample.spans));
    expect(ofProfiles.exemplars.map(({ value }) => value)).toEqual(largest(() => ['']));
    expect(ofProfiles.exemplars.every(({ span, labels }) => span === '' && labels?.app === 'app-0')).toBe(true);
  });

  it('draws timelines of stacks that begin with a call site', async () => {
    const total = async (...callSite: readonly string[]) =>
      (
        await questions.samples.timeline(PROJECT, {
          selector: selectorOf({}),
          stepMs: MINUTE,
          groupBy: ['app'],
          callSite,
        })
      ).total;
    expect(await total('main', 'handle', 'hash')).toBe(truth(({ stack }) => stack.endsWith('hash')).nodes['']![1]);
    expect(await total('main')).toBe(truth(() => true).nodes['']![1]);
    expect(await total('handle')).toBe(0n);
    const spansAsked = { ...selectorOf({}), spans: { spans, traces: [] } };
    await expect(
      questions.samples.timeline(PROJECT, { selector: spansAsked, stepMs: MINUTE, groupBy: [] }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('stops when it is called off, and tells how far it is', async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const question = {
      selector: selectorOf({ spans: { spans, traces: [] } }),
      grouping: 'function',
      maxNodes: 10,
    } as const;
    await questions.samples.merge(PROJECT, question, {
      onProgress: ({ statement, rowsRead }) => {
        if (statement === 'originals') steps.push(rowsRead);
      },
    });
    expect(steps).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    const left = questions.samples.merge(PROJECT, question, {
      signal: controller.signal,
      onProgress: ({ statement }) => {
        if (statement === 'originals') controller.abort(new Error('left'));
      },
    });
    await expect(left).rejects.toThrow('left');
  });

  it('fails whole where an original has expired, with the date', async () => {
    await store.client.command({ name: 'test', sql: 'TRUNCATE TABLE originals' });
    await expect(merge({ spans: { spans: [spans[0]!], traces: [] } })).rejects.toMatchObject({
      code: 'original_expired',
      message: expect.stringContaining('2026-11-23T00:00:00.000Z') as unknown,
    });
    // What has no marks needs no original.
    expect((await merge({ spans: { spans: ['00000000000000ff'], traces: [] } })).facts.total).toBe(0n);
  });
});
