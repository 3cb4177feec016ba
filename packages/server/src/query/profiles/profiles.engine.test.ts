import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextUpload } from '../../store/testing/text-upload.ts';
import type { ProfileId, ProjectId } from '../../store/upload.ts';
import { bucketOf } from '../heatmap/bucket-bounds.ts';
import { Questions } from '../questions.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

/** A profile as it is drawn, and what it comes to. */
const arbitraryProfile = fc.record({
  app: fc.constantFrom('shop', 'pay'),
  host: fc.constantFrom('web-1', 'web-2'),
  release: fc.constantFrom('1.0', '1.1'),
  offsetMs: fc.integer({ min: 0, max: 2 * HOUR - 1 }),
  /** By the label `tenant` of samples; '' has none. */
  values: fc.uniqueArray(
    fc.tuple(fc.constantFrom<string>('', 'a', 'b'), fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(2 ** 40))),
    { minLength: 1, selector: ([tenant]) => tenant },
  ),
});

type Drawn = typeof arbitraryProfile extends fc.Arbitrary<infer T> ? T : never;

const sumOf = ({ values }: Drawn, tenant?: string): number =>
  values.reduce((sum, [label, value]) => sum + (tenant === undefined || label === tenant ? value : 0), 0);

const stacksOf = ({ values }: Drawn): string =>
  values.map(([tenant, value]) => `main;work${tenant === '' ? '' : ` {tenant=${tenant}}`} ${String(value)}`).join('\n');

describe('questions about single profiles', () => {
  let store: SampleStore;
  let questions: Questions;
  let nextProject = 10;

  beforeAll(async () => {
    store = await startSampleStore();
    questions = new Questions({
      source: store.client,
      declaredEnvironments: { has: async () => false } as never,
    });
  });
  afterAll(() => store.stop());

  const uploads = (projectId: number, drawn: readonly Drawn[]): readonly TextUpload[] =>
    drawn.map((one, index) => ({
      id: `${String(projectId)} ${String(index)}`,
      projectId,
      app: one.app,
      // Profiles of a group are told apart by start and host.
      host: `${one.host}-${String(index)}`,
      release: one.release,
      startMs: NOON + one.offsetMs,
      types: ['cpu/nanoseconds'],
      stacks: stacksOf(one),
    }));

  it('finds them by value and by time, in pages, and counts them in slots and buckets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryProfile, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(undefined, 'a', 'b'),
        fc.constantFrom('linear' as const, 'log' as const),
        fc.integer({ min: 1, max: 12 }),
        async (drawn, tenant, scale, buckets) => {
          const project = nextProject as ProjectId;
          nextProject += 1;
          const ids = await store.add(uploads(project, drawn));
          const selection = {
            type: 'cpu',
            fromMs: NOON,
            toMs: NOON + HOUR,
            labels: tenant === undefined ? [] : [{ name: 'tenant', operator: '=' as const, value: tenant }],
          };
          const expected = drawn
            .map((one, index) => ({ id: ids[index]!, startMs: NOON + one.offsetMs, value: sumOf(one, tenant), one }))
            .filter(
              ({ startMs, one }) =>
                startMs < NOON + HOUR && (tenant === undefined || one.values.some(([label]) => label === tenant)),
            );

          const pages = async (order: 'start' | 'value'): Promise<readonly [ProfileId, number][]> => {
            const all: [ProfileId, number][] = [];
            let cursor: string | undefined;
            do {
              const page = await questions.searchProfiles(project, { selection, order, values: {}, limit: 7, cursor });
              all.push(...page.profiles.map(({ profile, value }): [ProfileId, number] => [profile.id, Number(value)]));
              cursor = page.next;
            } while (cursor !== undefined);
            return all;
          };
          const newest = (a: { startMs: number; id: string }, b: { startMs: number; id: string }): number =>
            b.startMs - a.startMs || (a.id < b.id ? 1 : -1);
          const pairs = (rows: typeof expected): unknown => rows.map(({ id, value }) => [id, value]);
          expect(await pages('start')).toEqual(pairs([...expected].sort(newest)));
          expect(await pages('value')).toEqual(pairs([...expected].sort((a, b) => b.value - a.value || newest(a, b))));

          const heatmap = await questions.heatmap(project, { selection, stepMs: 600_000, scale, buckets });
          const cells = new Map<string, number>();
          for (const { startMs, value } of expected) {
            const cell = `${String(Math.floor(startMs / 600_000) * 600_000)} ${String(bucketOf(heatmap.bounds, value))}`;
            cells.set(cell, (cells.get(cell) ?? 0) + 1);
          }
          expect(heatmap.profiles).toBe(expected.length);
          expect(heatmap.bounds.length).toBeLessThanOrEqual(buckets + 1);
          expect(
            Object.fromEntries(
              heatmap.cells.map(({ startMs, bucket, profiles }) => [`${String(startMs)} ${String(bucket)}`, profiles]),
            ),
          ).toEqual(Object.fromEntries(cells));

          // What a cell counts is what the search finds in it.
          const [cell] = heatmap.cells;
          if (cell === undefined) return;
          const found = await questions.searchProfiles(project, {
            selection: { ...selection, fromMs: Math.max(cell.startMs, NOON), toMs: cell.startMs + 600_000 },
            order: 'value',
            values: { min: BigInt(heatmap.bounds[cell.bucket]!), max: BigInt(heatmap.bounds[cell.bucket + 1]!) },
            limit: 100,
          });
          expect(found.profiles).toHaveLength(cell.profiles);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('lists labels and values of the selection and its range only', async () => {
    const project = 5 as ProjectId;
    const one = { app: 'shop', host: 'web-1', release: '1.0', offsetMs: 0, values: [['a', 1]] } satisfies Drawn;
    await store.add(
      uploads(project, [
        one,
        {
          ...one,
          offsetMs: 1000,
          values: [
            ['b', 1],
            ['', 2],
          ],
        },
        { ...one, offsetMs: 2 * HOUR, values: [['late', 1]] },
        { ...one, app: 'pay', offsetMs: 0, values: [['other', 1]] },
      ]),
    );
    const selection = { apps: ['shop'], type: 'cpu', fromMs: NOON, toMs: NOON + HOUR, labels: [] };
    const names = await questions.labels(project, { selection, limit: 100 });
    expect(names.items.map(({ name, values }) => [name, values])).toEqual([
      ['environment', 1],
      ['host', 2],
      ['probe_version', 1],
      ['region', 1],
      ['release', 1],
      ['runtime', 1],
      ['runtime_arch', 1],
      ['runtime_os', 1],
      ['runtime_version', 1],
      ['tenant', 2],
    ]);
    expect(names).toMatchObject({ total: 10, next: undefined });
    const first = await questions.labelValues(project, { selection, name: 'tenant', limit: 1 });
    expect(first).toMatchObject({ items: [{ value: 'a', series: 1 }], total: 2 });
    const second = await questions.labelValues(project, { selection, name: 'tenant', limit: 1, cursor: first.next });
    expect(second).toEqual({ items: [{ value: 'b', series: 1 }], total: 2, next: undefined });
    const { fromMs: _, toMs: __, ...always } = selection;
    const all = await questions.labelValues(project, {
      selection: { ...always, type: undefined },
      name: 'tenant',
      limit: 9,
    });
    expect(all.items.map(({ value }) => value)).toEqual(['a', 'b', 'late']);
    const prefixed = await questions.labels(project, { selection, prefix: 'runtime_', limit: 2 });
    expect(prefixed).toMatchObject({ items: [{ name: 'runtime_arch' }, { name: 'runtime_os' }], total: 3 });
    const narrowed = await questions.labelValues(project, {
      selection: { ...selection, labels: [{ name: 'tenant', operator: '=~', value: 'b|x' }] },
      name: 'host',
      limit: 9,
    });
    expect(narrowed.items).toEqual([{ value: 'web-1-1', series: 1 }]);
    expect(await questions.labels(6 as ProjectId, { selection, limit: 9 })).toEqual({
      items: [],
      total: 0,
      next: undefined,
    });
  });

  it('counts facets of a selection, labels of samples included, each without its own filter', async () => {
    const selection = {
      apps: ['shop'],
      type: 'cpu',
      fromMs: NOON,
      toMs: NOON + HOUR,
      labels: [
        { name: 'tenant', operator: '!=' as const, value: 'b' },
        { name: 'host', operator: '=' as const, value: 'web-1-0' },
      ],
      environment: 'production',
    };
    const question = { facets: [], ownFilter: 'left_out', fields: ['app', 'host', 'type', 'source'] } as const;
    const { profileSelectionOf } = await import('../selection.ts');
    const counts = await questions.facets(5 as ProjectId, { ...question, selection: profileSelectionOf(selection) });
    expect(counts).toEqual([
      { field: 'app', distinctValues: 1, values: [{ value: 'shop', profiles: 1 }] },
      {
        field: 'host',
        distinctValues: 2,
        values: [
          { value: 'web-1-0', profiles: 1 },
          { value: 'web-1-1', profiles: 1 },
        ],
      },
      { field: 'source', distinctValues: 1, values: [{ value: 'file', profiles: 1 }] },
      { field: 'type', distinctValues: 1, values: [{ value: 'cpu', profiles: 1 }] },
    ]);
  });

  it.each([
    ['an order by value without a type', { order: 'value' as const, values: {} }, 'invalid_request'],
    ['a range of values without a type', { order: 'start' as const, values: { min: 1n } }, 'invalid_request'],
    ['a cursor that is none', { order: 'start' as const, values: {}, cursor: 'x' }, 'invalid_cursor'],
  ])('refuses %s', async (_, question, code) => {
    const asked = questions.searchProfiles(5 as ProjectId, { selection: { labels: [] }, limit: 1, ...question });
    await expect(asked).rejects.toMatchObject({ code });
  });
});
