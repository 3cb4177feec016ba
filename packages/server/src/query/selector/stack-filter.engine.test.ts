import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../store/upload.ts';
import { askDiff } from '../diff/ask-diff.ts';
import { askMerge } from '../merge/ask-merge.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { MAX_NODES } from '../merge/shown-tree.ts';
import { questionMemory } from '../question-memory.ts';
import { type NaiveStack, naiveStacks, naiveTree, sumOf, treeOfAnswer } from '../testing/naive-stacks.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';
import { askTimeline } from '../timeline/ask-timeline.ts';
import { askCallers } from '../top/ask-callers.ts';
import { askTop } from '../top/ask-top.ts';
import type { Selector } from './selector.ts';
import type { FramePattern, StackFilter } from './stack-filter.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;
const CPU: Selector = { type: 'cpu', labels: [], fromMs: NOON, toMs: NOON + 2 * HOUR_MS };
const ALL = { grouping: 'function', maxNodes: MAX_NODES } as const;

/** Names are such that a part of one is found in others. */
const names = ['go', 'gopher', 'read', 'readAll'];
const pattern = fc.oneof(
  fc.constantFrom(...names).map((value): FramePattern => ({ field: 'function', operator: '=', value })),
  fc
    .constantFrom('go', '^go$', 'All|pher', '(?i)READ', '^', 'nothing')
    .map((value): FramePattern => ({ field: 'function', operator: '=~', value })),
);
const patterns = fc.array(pattern, { maxLength: 2 });
const filter = fc.record({ focus: patterns, ignore: patterns, hide: patterns }, { requiredKeys: [] });
const stacks = fc
  .uniqueArray(
    fc.tuple(
      fc
        .array(fc.constantFrom(...names), { maxLength: 5 })
        .map((stack) => (stack.length === 0 ? '-' : stack.join(';'))),
      fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(2 ** 53 - 1)),
    ),
    { minLength: 1, maxLength: 10, selector: ([stack]) => stack },
  )
  .map((lines) => lines.map(([stack, value]) => `${stack} ${String(value)}`).join('\n'));

const meets = (name: string, { operator, value }: FramePattern): boolean =>
  operator === '='
    ? name === value
    : value.startsWith('(?i)')
      ? name.toLowerCase().includes(value.slice(4).toLowerCase())
      : new RegExp(value).test(name);

/** What a filter leaves of stacks, one by one. */
function naivelyFiltered(all: readonly NaiveStack[], { focus = [], ignore = [], hide = [] }: StackFilter) {
  return all
    .filter(({ names: own }) => focus.every((one) => own.some((name) => meets(name, one))))
    .filter(({ names: own }) => !ignore.some((one) => own.some((name) => meets(name, one))))
    .map((stack) => ({ ...stack, names: stack.names.filter((name) => !hide.some((one) => meets(name, one))) }));
}

describe('stack filters', () => {
  let store: SampleStore;
  let lastProject = 0;
  beforeAll(async () => {
    store = await startSampleStore();
  });
  afterAll(() => store.stop());

  const fill = async (drawn: readonly { stacks: string; app?: string; host?: string; offsetMs?: number }[]) => {
    lastProject += 1;
    const projectId = lastProject as ProjectId;
    const uploads = drawn.map(({ offsetMs = 0, ...upload }, index) => ({
      types: ['cpu/nanoseconds'],
      projectId,
      id: `${String(lastProject)}-${String(index)}`,
      startMs: NOON + offsetMs,
      ...upload,
    }));
    await store.add(uploads);
    const context: QuestionContext = {
      ...questionMemory(store.client),
      source: store.client,
      project: projectId,
      ask: {},
    };
    return { context, uploads };
  };

  it('agree with a filter of each stack, in every question', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            stacks,
            app: fc.constantFrom('shop', 'pay'),
            host: fc.constantFrom('host-1', 'host-2'),
            offsetMs: fc.integer({ min: 0, max: 2 * HOUR_MS - 1 }),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        filter,
        fc.constantFrom(...names),
        async (drawn, filtered, named) => {
          const { context, uploads } = await fill(drawn);
          const selector: Selector = { ...CPU, stacks: filtered };
          const left = naivelyFiltered(naiveStacks(uploads), filtered);

          const { facts, tree } = await askMerge(context, { selector, ...ALL });
          expect([facts.total, facts.profiles]).toEqual([sumOf(left), uploads.length]);
          expect(treeOfAnswer(tree)).toEqual(naiveTree(left));

          const top = await askTop(context, { selector, grouping: 'function', sort: 'total', limit: 1000 });
          for (const { frame, self, total } of top.functions) {
            const within = left.filter((stack) => stack.names.includes(frame.function));
            expect([total, self]).toEqual([
              sumOf(within),
              sumOf(within.filter((stack) => stack.names.at(-1) === frame.function)),
            ]);
          }

          const callers = await askCallers(context, { selector, function: { function: named }, maxNodes: MAX_NODES });
          const within = left.filter((stack) => stack.names.includes(named));
          const ending = within.filter((stack) => stack.names.at(-1) === named);
          expect([callers.total, callers.self]).toEqual([sumOf(within), sumOf(ending)]);

          const diff = await askDiff(context, { left: selector, right: CPU, ...ALL });
          expect(treeOfAnswer(diff.tree, 0)).toMatchObject(naiveTree(left));

          const bySlot = async (only?: 'self' | 'total') =>
            askTimeline(context, {
              selector,
              stepMs: HOUR_MS,
              groupBy: ['host', 'app'],
              ...(only === undefined ? {} : { only: { function: { function: named }, value: only } }),
            });
          const timeline = await bySlot();
          expect([timeline.total, timeline.profiles]).toEqual([sumOf(left), uploads.length]);
          for (const { labels, points } of timeline.groups) {
            for (const { startMs, sum } of points) {
              const inSlot = uploads.filter(
                (upload) =>
                  upload.host === labels?.[0] &&
                  upload.app === labels?.[1] &&
                  upload.startMs >= startMs &&
                  upload.startMs < startMs + HOUR_MS,
              );
              expect(sum).toBe(sumOf(naivelyFiltered(naiveStacks(inSlot), filtered)));
            }
          }
          // Of one function, also where it is hidden in what is shown.
          const seen = naivelyFiltered(naiveStacks(uploads), { ...filtered, hide: [] });
          expect((await bySlot('total')).total).toBe(sumOf(seen.filter((stack) => stack.names.includes(named))));
          expect((await bySlot('self')).total).toBe(sumOf(ending));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('tell functions apart by file and module', async () => {
    const { context } = await fill([{ stacks: 'main;work (a.js:1) 3\nmain;work (lib/b.js:2) 4\nidle 5' }]);
    const total = async (stacksOf: StackFilter): Promise<bigint> =>
      (await askMerge(context, { selector: { ...CPU, stacks: stacksOf }, ...ALL })).facts.total;
    expect(await total({ focus: [{ field: 'file', operator: '=', value: 'a.js' }] })).toBe(3n);
    expect(await total({ focus: [{ field: 'file', operator: '=~', value: '^lib/' }] })).toBe(4n);
    expect(await total({ ignore: [{ field: 'file', operator: '=~', value: 'js$' }] })).toBe(5n);
    expect(await total({ ignore: [{ field: 'module', operator: '=', value: '' }] })).toBe(0n);
    const timeline = await askTimeline(context, {
      selector: CPU,
      stepMs: HOUR_MS,
      groupBy: [],
      only: { function: { function: 'work', file: 'a.js' }, value: 'total' },
    });
    expect([timeline.total, timeline.resolution]).toEqual([3n, 'samples']);
  });

  it('say which pattern cannot be read, and let none take for ever', async () => {
    const { context } = await fill([{ stacks: `${'a'.repeat(4_000)} 1` }]);
    const ask = (value: string) =>
      askMerge(context, {
        selector: { ...CPU, stacks: { hide: [{ field: 'function', operator: '=~', value }] } },
        ...ALL,
      });
    await expect(ask('(')).rejects.toThrow('stacks.hide: the pattern of function cannot be read');
    await expect(ask('a{1000}{1000}')).rejects.toThrow('stacks.hide: the pattern of function cannot be read');
    // Each of them takes a backtracking engine longer than anybody lives.
    for (const hostile of ['^(a+)+$b', '(a|a)*b', '(a|aa)+$b', '(.*a){20}b', 'a?'.repeat(300) + 'a'.repeat(300)]) {
      expect((await ask(hostile)).facts.total).toBe(1n);
    }
  });
});
