import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextUpload } from '../../store/testing/text-upload.ts';
import type { ProjectId } from '../../store/upload.ts';
import { askDiff } from '../diff/ask-diff.ts';
import { type QuestionMemory, questionMemory } from '../question-memory.ts';
import type { Selector } from '../selector/selector.ts';
import { naiveStacks, naiveTree, shownPaths, sumOf, treeOfAnswer } from '../testing/naive-stacks.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';
import { askTimeline } from '../timeline/ask-timeline.ts';
import { askCallers } from '../top/ask-callers.ts';
import { askTop } from '../top/ask-top.ts';
import { askMerge } from './ask-merge.ts';
import type { QuestionContext } from './question-context.ts';
import { MAX_NODES } from './shown-tree.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const CPU: Selector = { type: 'cpu', labels: [] };
const ALL = { grouping: 'function', maxNodes: MAX_NODES } as const;

const value = fc.oneof(
  fc.integer({ min: 1, max: 1000 }),
  fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 52 + 1, 2 ** 53 - 1),
);
const stack = fc.oneof(
  { weight: 1, arbitrary: fc.constant('-') },
  {
    weight: 9,
    arbitrary: fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 6 })
      .map((names) => names.join(';')),
  },
);
/** Each stack once, so that no row of a profile leaves 2^53. */
const stacks = fc
  .uniqueArray(fc.tuple(stack, value), { minLength: 1, maxLength: 12, selector: ([text]) => text })
  .map((lines) => lines.map(([text, number]) => `${text} ${String(number)}`).join('\n'));
const drawnUpload = fc.record({
  app: fc.constantFrom('shop', 'pay'),
  host: fc.constantFrom('host-1', 'host-2'),
  environment: fc.constantFrom('production', 'staging'),
  offsetMs: fc.integer({ min: 0, max: 3 * 3_600_000 }),
  stacks,
});

describe('questions over samples', () => {
  let store: SampleStore;
  let memory: QuestionMemory;
  let lastProject = 0;
  beforeAll(async () => {
    store = await startSampleStore();
    memory = questionMemory(store.client);
  });
  afterAll(() => store.stop());

  /** Stores uploads in a project of their own, in groups of three. */
  const fill = async (drawn: readonly Omit<TextUpload, 'id'>[]): Promise<QuestionContext> => {
    lastProject += 1;
    const project = lastProject as ProjectId;
    await addTo(project, drawn);
    return { ...memory, source: store.client, project, ask: {} };
  };
  const addTo = async (projectId: number, drawn: readonly Omit<TextUpload, 'id'>[]): Promise<void> => {
    const uploads = drawn.map((upload) => {
      uploadNumber += 1;
      return { types: ['cpu/nanoseconds'], startMs: NOON, ...upload, id: String(uploadNumber), projectId };
    });
    for (let at = 0; at < uploads.length; at += 3) await store.add(uploads.slice(at, at + 3));
  };
  let uploadNumber = 0;

  it('reconciles with a naive sum, whatever is stored and asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnUpload, { minLength: 1, maxLength: 8 }),
        fc.record(
          {
            apps: fc.constantFrom<readonly string[]>(['shop'], ['pay'], ['shop', 'pay']),
            environment: fc.constantFrom('production', 'staging'),
            fromMs: fc.integer({ min: NOON, max: NOON + 7_200_000 }),
            toMs: fc.integer({ min: NOON + 3_600_000, max: NOON + 4 * 3_600_000 }),
            host: fc.constantFrom('host-1', 'host-2'),
          },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (drawn, { host, ...narrowed }, maxNodes) => {
          const uploads = drawn.map(({ offsetMs, ...upload }) => ({ ...upload, id: '', startMs: NOON + offsetMs }));
          const context = await fill(uploads);
          const selector: Selector = {
            ...CPU,
            ...narrowed,
            labels: host === undefined ? [] : [{ name: 'host', operator: '=', value: host }],
          };
          const selected = uploads.filter(
            (upload) =>
              (narrowed.apps?.includes(upload.app) ?? true) &&
              (narrowed.environment === undefined || upload.environment === narrowed.environment) &&
              (host === undefined || upload.host === host) &&
              upload.startMs >= (narrowed.fromMs ?? 0) &&
              upload.startMs < (narrowed.toMs ?? Number.POSITIVE_INFINITY),
          );
          const expected = naiveStacks(selected);

          const { facts, tree } = await askMerge(context, { selector, ...ALL });
          expect({ total: facts.total, profiles: facts.profiles }).toEqual({
            total: sumOf(expected),
            profiles: selected.length,
          });
          expect(treeOfAnswer(tree)).toEqual(naiveTree(expected));

          // Cut, every node still says exactly what is missing below it.
          const cut = (await askMerge(context, { selector, grouping: 'function', maxNodes })).tree;
          const [side] = cut.sides;
          expect(cut.id.length).toBe(Math.min(maxNodes, tree.id.length));
          for (const at of cut.id.keys()) {
            const shownBelow = side!.total
              .filter((_, child) => cut.parent[child] === at)
              .reduce((sum, one) => sum + one, 0n);
            expect(side!.total[at]).toBe(side!.self[at]! + shownBelow + side!.other[at]!);
          }

          const top = await askTop(context, { selector, grouping: 'function', sort: 'total', limit: 1000 });
          for (const { frame, self, total } of top.functions) {
            const within = expected.filter(({ names }) => names.includes(frame.function));
            expect([total, self]).toEqual([
              sumOf(within),
              sumOf(within.filter(({ names }) => names.at(-1) === frame.function)),
            ]);
          }
          expect(top.functions.reduce((sum, { self }) => sum + self, top.otherSelf)).toBe(facts.total);

          const timeline = await askTimeline(context, {
            selector: { fromMs: NOON, toMs: NOON + 4 * 3_600_000, ...selector },
            stepMs: 1_800_000,
            groupBy: ['host'],
          });
          expect([timeline.total, timeline.profiles]).toEqual([facts.total, facts.profiles]);
          const points = timeline.groups.flatMap((group) => group.points);
          expect(points.reduce((sum, point) => sum + point.sum, 0n)).toBe(facts.total);
          expect(points.reduce((sum, point) => sum + point.profiles, 0)).toBe(facts.profiles);
          for (const { labels, points: own } of timeline.groups) {
            for (const { startMs, sum, profiles } of own) {
              const within = selected.filter(
                (upload) =>
                  upload.host === labels?.[0] && upload.startMs >= startMs && upload.startMs < startMs + 1_800_000,
              );
              expect([sum, profiles]).toEqual([sumOf(naiveStacks(within)), within.length]);
            }
          }

          const diff = await askDiff(context, { left: selector, right: CPU, ...ALL });
          expect(treeOfAnswer(diff.tree, 0)).toMatchObject(naiveTree(expected));
          expect(treeOfAnswer(diff.tree, 1)).toMatchObject(naiveTree(naiveStacks(uploads)));
          expect([diff.left.facts.total, diff.right.facts.total]).toEqual([facts.total, sumOf(naiveStacks(uploads))]);

          const [sql] = await store.client.rows<{ readonly total: string }>({
            name: 'test',
            sql: 'SELECT toString(sum(v0)) AS total FROM samples WHERE project_id = {project:UInt32}',
            params: { project: context.project },
          });
          expect(BigInt(sql!.total)).toBe(diff.right.facts.total);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('expands what was cut in place', async () => {
    const context = await fill([
      { stacks: 'main;load 50\nmain;work;sort;swap 3\nmain;work;sort 2\nmain;work;hash 4\nidle 1' },
    ]);
    const { tree } = await askMerge(context, { selector: CPU, grouping: 'function', maxNodes: 4 });
    const paths = shownPaths(tree);
    expect(Object.fromEntries(paths.map((path, at) => [path, tree.sides[0]!.other[at]]))).toEqual({
      '': 1n,
      main: 0n,
      'main;load': 0n,
      'main;work': 9n,
    });
    expect(tree.available).toBe(8);
    const below = tree.id[paths.indexOf('main;work')]!;
    const more = (await askMerge(context, { selector: CPU, ...ALL, below })).tree;
    expect(treeOfAnswer(more)).toEqual({
      work: [0n, 9n],
      'work;sort': [2n, 5n],
      'work;hash': [4n, 4n],
      'work;sort;swap': [3n, 3n],
    });
    expect(more.id[0]).toBe(below);
    await expect(askMerge(context, { selector: CPU, ...ALL, below: '0123456789abcdef' })).rejects.toThrow('below');
  });

  it('tells lines apart only when asked, and says what has no symbol', async () => {
    const context = await fill([{ stacks: 'main;work (a.js:1) 3\nmain;work (a.js:2) 4\nmain;work (b.js:1) 5' }]);
    const functions = await askMerge(context, { selector: CPU, ...ALL });
    expect(functions.tree.frames.map(({ file, line }) => `${file}:${String(line)}`).sort()).toEqual([
      ':0',
      'a.js:0',
      'b.js:0',
    ]);
    expect(functions.facts.withoutSymbols).toBe(0);
    const lines = await askMerge(context, { selector: CPU, grouping: 'line', maxNodes: 100 });
    expect(lines.tree.sides[0]!.total.toSorted((a, b) => Number(b - a))).toEqual([12n, 12n, 5n, 4n, 3n]);
    expect(new Set(lines.tree.frames.map(({ file, line }) => `${file}:${String(line)}`))).toEqual(
      new Set([':0', 'a.js:1', 'a.js:2', 'b.js:1']),
    );
  });

  it('splits callers and callees, each stack once', async () => {
    const context = await fill([
      { stacks: 'main;a;f;x 1\nmain;b;f;f;x 10\nmain;b;f 100\nmain;b;f;y;f;x 1000\nmain;c 5000', app: 'shop' },
      { stacks: 'main;a;f;z 20000', app: 'pay' },
    ]);
    const { facts, self, total, callers, callees } = await askCallers(context, {
      selector: CPU,
      function: { function: 'f' },
      maxNodes: 100,
    });
    expect([facts.total, facts.profiles, self, total]).toEqual([26_111n, 2, 100n, 21_111n]);
    expect(treeOfAnswer(callers)).toEqual({
      '': [0n, 21_111n],
      a: [0n, 20_001n],
      'a;main': [20_001n, 20_001n],
      b: [0n, 1_110n],
      'b;main': [1_110n, 1_110n],
    });
    expect(treeOfAnswer(callees)).toEqual({
      '': [100n, 21_111n],
      x: [1n, 1n],
      z: [20_000n, 20_000n],
      f: [0n, 10n],
      'f;x': [10n, 10n],
      y: [0n, 1000n],
      'y;f': [0n, 1000n],
      'y;f;x': [1000n, 1000n],
    });
  });

  it('sees nodes that came later, in a tree that is in memory', async () => {
    const context = await fill([{ stacks: 'main;a 1' }]);
    const total = async () => treeOfAnswer((await askMerge(context, { selector: CPU, ...ALL })).tree);
    expect(await total()).toEqual({ '': [0n, 1n], main: [0n, 1n], 'main;a': [1n, 1n] });
    await addTo(context.project, [{ stacks: 'main;b;c 2\nother;d 4' }, { stacks: 'main;a 8' }]);
    const answers = await Promise.all([total(), total(), total()]);
    expect(answers[0]).toEqual({
      '': [0n, 15n],
      main: [0n, 11n],
      'main;a': [9n, 9n],
      'main;b': [0n, 2n],
      'main;b;c': [2n, 2n],
      other: [0n, 4n],
      'other;d': [4n, 4n],
    });
    expect(answers[1]).toEqual(answers[0]);
    // Merged parts have other names; nothing counts twice.
    await store.command('OPTIMIZE TABLE nodes FINAL');
    await addTo(context.project, [{ stacks: 'main;e 1' }]);
    expect((await total())['main;e']).toEqual([1n, 1n]);
  });

  it('narrows by labels, also those of samples, and by patterns', async () => {
    const context = await fill([
      { stacks: 'main {endpoint=/a} 1\nmain {endpoint=/b} 2\nmain 4', host: 'web-1' },
      { stacks: 'main {endpoint=/a} 8', host: 'web-2', release: '2.0' },
    ]);
    const ask = async (narrowed: Partial<Selector>): Promise<readonly [bigint, number]> => {
      const { facts } = await askMerge(context, { selector: { ...CPU, ...narrowed }, ...ALL });
      return [facts.total, facts.profiles];
    };
    const label = (name: string, operator: '=' | '!=' | '=~' | '!~', text: string) =>
      ask({ labels: [{ name, operator, value: text }] });
    expect(await label('endpoint', '=', '/a')).toEqual([9n, 2]);
    expect(await label('endpoint', '!=', '/a')).toEqual([6n, 1]);
    expect(await label('endpoint', '=~', '/[ab]')).toEqual([11n, 2]);
    expect(await label('endpoint', '=~', '/')).toEqual([0n, 0]);
    expect(await label('host', '!~', 'web-[2-9]')).toEqual([7n, 1]);
    expect(await label('nothing', '=', '')).toEqual([15n, 2]);
    expect(await ask({ release: '2.0' })).toEqual([8n, 1]);
    expect(await ask({ environment: "it's" })).toEqual([0n, 0]);
    await expect(label('host', '=~', 'web-(')).rejects.toThrow(/pattern of host cannot be read/);
    await expect(label('host', '=~', 'a)|(b')).rejects.toThrow(/pattern of host cannot be read/);
  });

  it('groups a timeline by labels of samples, and keeps what a profile has of each', async () => {
    const context = await fill([
      { stacks: 'main {endpoint=/a} 1\nmain {endpoint=/b} 2\nmain 4', startMs: NOON },
      { stacks: 'main {endpoint=/a} 8', startMs: NOON + 59_999, host: 'host-2' },
      { stacks: 'main 16', startMs: NOON + 120_000 },
    ]);
    const selector = { ...CPU, fromMs: NOON, toMs: NOON + 180_000 };
    const { groups, profiles } = await askTimeline(context, { selector, stepMs: 60_000, groupBy: ['endpoint', 'app'] });
    const [first, third] = [NOON, NOON + 120_000];
    expect(groups).toEqual([
      {
        labels: ['', 'shop'],
        sum: 20n,
        points: [
          { startMs: first, sum: 4n, profiles: 1 },
          { startMs: third, sum: 16n, profiles: 1 },
        ],
      },
      { labels: ['/a', 'shop'], sum: 9n, points: [{ startMs: first, sum: 9n, profiles: 2 }] },
      { labels: ['/b', 'shop'], sum: 2n, points: [{ startMs: first, sum: 2n, profiles: 1 }] },
    ]);
    expect(profiles).toBe(3);
    await expect(askTimeline(context, { selector, stepMs: 1, groupBy: [] })).rejects.toThrow('step');
    const plain = await askTimeline(context, {
      selector: { ...selector, labels: [{ name: 'endpoint', operator: '=', value: '/a' }] },
      stepMs: 60_000,
      groupBy: [],
    });
    expect(plain.groups.flatMap(({ points }) => points)).toEqual([{ startMs: first, sum: 9n, profiles: 2 }]);
  });

  it('compares two selections in one shape', async () => {
    const context = await fill([
      { stacks: 'main;a 1\nmain;b 3', release: '1', app: 'shop' },
      { stacks: 'main;a 20\nmain;c 60', release: '2', app: 'pay' },
    ]);
    const { left, right, tree } = await askDiff(context, {
      left: { ...CPU, release: '1' },
      right: { ...CPU, release: '2' },
      ...ALL,
    });
    const at = Object.fromEntries(shownPaths(tree).map((path, index) => [path, index]));
    expect(treeOfAnswer(tree, 0)).toMatchObject({ 'main;a': [1n, 1n], 'main;b': [3n, 3n], 'main;c': [0n, 0n] });
    expect(treeOfAnswer(tree, 1)).toMatchObject({ 'main;a': [20n, 20n], 'main;b': [0n, 0n], 'main;c': [60n, 60n] });
    expect([left.share[at['main;a']!], right.share[at['main;a']!], right.share[at['main;b']!]]).toEqual([
      0.25, 0.25, 0,
    ]);
  });

  it('says when stacks were lost, and keeps their values', async () => {
    const context = await fill([{ stacks: 'main;a 5' }]);
    await store.command(`
      INSERT INTO samples (project_id, app, kind, hour, node_id, series_id, time, v0, keep_days)
      SELECT project_id, app, kind, hour, 12345, series_id, time, 7, keep_days FROM samples
      WHERE project_id = ${String(context.project)}`);
    const { facts, tree } = await askMerge(context, { selector: CPU, ...ALL });
    expect(facts).toMatchObject({ total: 12n, samples: 2, withoutStack: 1 });
    expect(treeOfAnswer(tree)).toEqual({ '': [7n, 12n], main: [0n, 5n], 'main;a': [5n, 5n] });
  });

  it('reads rows that were stored when they were sorted by the hour, too', async () => {
    const context = await fill([
      { stacks: 'main 1', startMs: NOON },
      { stacks: 'main 2', startMs: NOON + 30 * 60_000 },
      { stacks: 'main 4', startMs: NOON + 65 * 60_000 },
    ]);
    // As they stood then, with other values.
    await store.command(`
      INSERT INTO samples (project_id, app, kind, hour, node_id, series_id, time, v0, keep_days)
      SELECT project_id, app, kind, toStartOfHour(hour), node_id, series_id, time, v0 * 8, keep_days FROM samples
      WHERE project_id = ${String(context.project)}`);
    const total = async (fromMinute: number, toMinute: number) => {
      const range = { fromMs: NOON + fromMinute * 60_000, toMs: NOON + toMinute * 60_000 };
      return (await askMerge(context, { selector: { ...CPU, ...range }, ...ALL })).facts.total;
    };
    expect(await Promise.all([total(0, 30), total(1, 60), total(29, 31), total(15, 66), total(45, 60)])).toEqual([
      9n,
      18n,
      18n,
      54n,
      0n,
    ]);
  });

  it('reads named profiles alone, and tells types by their unit', async () => {
    const context = await fill([]);
    const base = { projectId: context.project, types: ['cpu/nanoseconds'], startMs: NOON };
    const [first, second] = await store.add([
      { ...base, id: 'n1', stacks: 'main {endpoint=/a} 1\nmain;x 2', host: 'web-1' },
      { ...base, id: 'n2', stacks: 'main 32', host: 'web-2' },
    ]);
    const total = async (profiles: Selector['profiles']) =>
      (await askMerge(context, { selector: { ...CPU, profiles }, ...ALL })).facts;
    expect(await total([first!])).toMatchObject({ total: 3n, profiles: 1, samples: 2 });
    expect(await total([second!])).toMatchObject({ total: 32n, profiles: 1 });
    expect(await total([first!, second!])).toMatchObject({ total: 35n, profiles: 2 });
    await store.add([{ ...base, id: 'n3', types: ['cpu/count'], stacks: 'main 64' }]);
    await expect(total(undefined)).rejects.toThrow('unit: type cpu comes in several units (count, nanoseconds)');
    const { facts } = await askMerge(context, { selector: { ...CPU, unit: 'count' }, ...ALL });
    expect(facts.total).toBe(64n);
  });
});
