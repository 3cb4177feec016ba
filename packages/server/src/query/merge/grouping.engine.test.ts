import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../store/upload.ts';
import { questionMemory } from '../question-memory.ts';
import type { StackFilter } from '../selector/stack-filter.ts';
import { type NaiveStack, naiveTree, sumOf } from '../testing/naive-stacks.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';
import { askTop } from '../top/ask-top.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import { askMerge } from './ask-merge.ts';
import type { QuestionContext } from './question-context.ts';
import { MAX_NODES, type ShownTree } from './shown-tree.ts';

const CPU = { type: 'cpu', labels: [] };
/** Two functions of one file, one of another, one of none. */
const files: Readonly<Record<string, string>> = { a: 'x.js', b: 'x.js', c: 'y.js', d: '' };
const stack = fc.array(fc.constantFrom(...Object.keys(files)), { maxLength: 6 });
const stacks = fc.uniqueArray(fc.tuple(stack, fc.integer({ min: 1, max: 1000 })), {
  minLength: 1,
  maxLength: 12,
  selector: ([names]) => names.join(';'),
});

const textOf = (name: string): string => (files[name] === '' ? name : `${name} (${files[name]!}:1)`);

/** Names of the groups of a stack; what calls itself once. */
function grouped(names: readonly string[], grouping: Grouping): readonly string[] {
  if (grouping === 'function' || grouping === 'line') return names;
  return names
    .map((name) => (grouping === 'module' ? '?' : files[name] || '?'))
    .filter((name, at, all) => all[at - 1] !== name);
}

describe('groupings', () => {
  let store: SampleStore;
  let lastProject = 0;
  beforeAll(async () => {
    store = await startSampleStore();
  });
  afterAll(() => store.stop());

  const fill = async (text: string): Promise<QuestionContext> => {
    lastProject += 1;
    const project = lastProject as ProjectId;
    await store.add([{ id: String(lastProject), projectId: project, types: ['cpu/nanoseconds'], stacks: text }]);
    return { ...questionMemory(store.client), source: store.client, project, ask: {} };
  };
  const nameOf = (tree: Pick<ShownTree, 'frames'>, at: number): string => {
    const { function: name, file } = tree.frames[at]!;
    return name || file || '?';
  };

  it('agree with stacks that are grouped one by one, whatever is hidden', async () => {
    await fc.assert(
      fc.asyncProperty(
        stacks,
        fc.constantFrom<Grouping>('function', 'line', 'file', 'module'),
        fc.constantFrom(undefined, 'a', 'c'),
        async (drawn, grouping, hidden) => {
          const context = await fill(
            drawn.map(([names, value]) => `${names.map(textOf).join(';') || '-'} ${String(value)}`).join('\n'),
          );
          const expected: readonly NaiveStack[] = drawn.map(([names, value]) => ({
            names: grouped(
              names.filter((name) => name !== hidden),
              grouping,
            ),
            value: BigInt(value),
          }));
          const filter: StackFilter =
            hidden === undefined ? {} : { hide: [{ field: 'function', operator: '=', value: hidden }] };
          const selector = { ...CPU, stacks: filter };
          const { tree } = await askMerge(context, { selector, grouping, maxNodes: MAX_NODES });
          const paths: string[] = [];
          for (const [at, above] of tree.parent.entries()) {
            const name = tree.frame[at]! < 0 ? '' : nameOf(tree, tree.frame[at]!);
            paths.push(above < 0 ? '' : `${paths[above] === '' ? '' : `${paths[above]};`}${name}`);
          }
          const { self, total } = tree.sides[0]!;
          expect(Object.fromEntries(paths.map((path, at) => [path, [self[at], total[at]]]))).toEqual(
            naiveTree(expected),
          );

          const top = await askTop(context, { selector, grouping, sort: 'self', limit: 1000 });
          for (const { frame, self: own, total: whole } of top.functions) {
            const name = frame.function || frame.file || '?';
            const within = expected.filter(({ names }) => names.includes(name));
            expect([own, whole]).toEqual([sumOf(within.filter(({ names }) => names.at(-1) === name)), sumOf(within)]);
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  it('show nothing of what they do not tell apart, and keep the share without symbols', async () => {
    const context = await fill('a (x.js:1);b (x.js:2) 3\na (x.js:1);c (y.js:7) 4\nd 1');
    const framesOf = async (grouping: Grouping) => {
      const { tree, facts } = await askMerge(context, { selector: CPU, grouping, maxNodes: MAX_NODES });
      expect(facts.withoutSymbols).toBe(0);
      return tree.frames.map((frame) => `${frame.function}|${frame.file}|${String(frame.line)}|${frame.module}`).sort();
    };
    expect(await framesOf('line')).toEqual(['a|x.js|1|', 'b|x.js|2|', 'c|y.js|7|', 'd||0|']);
    expect(await framesOf('function')).toEqual(['a|x.js|0|', 'b|x.js|0|', 'c|y.js|0|', 'd||0|']);
    expect(await framesOf('file')).toEqual(['|x.js|0|', '|y.js|0|', '||0|']);
    expect(await framesOf('module')).toEqual(['||0|']);
  });

  it('say how much is in what is not shown', async () => {
    const context = await fill('main;a 6\nmain;b 3\nidle 1');
    const { tree } = await askMerge(context, { selector: CPU, grouping: 'function', maxNodes: 3 });
    expect(tree.sides[0]!.inOther).toBe(0.4);
  });
});
