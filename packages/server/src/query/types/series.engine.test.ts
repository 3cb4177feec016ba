import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProjectId } from '../../store/upload.ts';
import { askApps } from '../labels/ask-apps.ts';
import type { LabelsContext } from '../labels/ask-labels.ts';
import { questionMemory } from '../question-memory.ts';
import type { Selection } from '../selection.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';
import { askSeries } from './ask-series.ts';
import type { KeptType } from './kept-type.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const project = 1 as ProjectId;
const range = { fromMs: NOON, toMs: NOON + 3_600_000 };
/** Lets everything pass, but only the engine knows that. */
const any = { name: 'host', operator: '=~', value: '.*' } as const;
let store: SampleStore;
let context: LabelsContext;
let asked: string[] = [];

beforeAll(async () => {
  store = await startSampleStore();
  const base = { projectId: project, startMs: NOON };
  await store.add([
    { ...base, id: 'a', host: 'web-1', types: ['samples/count', 'cpu/nanoseconds'], stacks: 'main {endpoint=/a} 1 2' },
    {
      ...base,
      id: 'b',
      host: 'web-2',
      types: ['goroutine/count'],
      stacks: 'main {otel.scope.name=com.grafana.pyroscope/go} 1',
    },
    { ...base, id: 'c', host: 'web-1', types: ['goroutine/count'], app: 'pay', runtime: 'go', stacks: 'main 4' },
    {
      ...base,
      id: 'd',
      app: 'node',
      types: ['samples/count', 'cpu/nanoseconds', 'wall/nanoseconds'],
      stacks: 'main 1 4 5',
    },
    { ...base, id: 'e', app: 'late', startMs: NOON + 7_200_000, types: ['cpu/nanoseconds'], stacks: 'main 4' },
    { ...base, id: 'f', app: 'odd', types: ['a:b/c,d'], stacks: 'main 4' },
  ]);
  const source = {
    rows: <Row>(query: Parameters<LabelsContext['source']['rows']>[0]) => {
      asked.push(query.name);
      return store.client.rows<Row>(query);
    },
    binary: (query: Parameters<LabelsContext['source']['binary']>[0]) => store.client.binary(query),
  };
  context = { series: questionMemory(source).series, source, project, ask: {} };
});
afterAll(() => store.stop());

/** What tells a type's name. */
const typeText = ({ app, runtime, scope, type, unit }: KeptType): string => [app, runtime, scope, type, unit].join(' ');

async function seriesOf(selection: Selection, labels: readonly string[]): Promise<readonly string[]> {
  const listed = await askSeries(context, { selection, labels });
  return listed.map(({ app, values, types }) => JSON.stringify([app, values, types.map(typeText).sort()])).sort();
}

it.each([
  ['an app', { apps: ['shop'] }, ['host', 'endpoint']],
  ['apps', { apps: ['pay', 'odd', 'shop'] }, []],
  ['a label', { apps: ['pay', 'shop'], labels: [{ name: 'host', operator: '=', value: 'web-1' } as const] }, ['host']],
  ['nothing', { apps: ['late'] }, ['host']],
])('series are the same from memory as from the engine: of %s', async (_, narrowed, labels) => {
  const selection = { labels: [], ...range, ...narrowed };
  asked = [];
  const fromMemory = await seriesOf(selection, labels);
  expect(asked).not.toContain('list-series');
  expect(fromMemory).toEqual(await seriesOf({ ...selection, labels: [...selection.labels, any] }, labels));
  expect(asked).toContain('list-series');
  expect(await askApps(context, selection)).toEqual(
    await askApps(context, { ...selection, labels: [...selection.labels, any] }),
  );
});

it('asks the engine where only kinds tell what a type is called', async () => {
  asked = [];
  const [node] = await askSeries(context, { selection: { labels: [], ...range, apps: ['node'] }, labels: [] });
  expect(asked).toContain('list-kinds');
  expect(node!.types.map(({ type, kindTypes }) => `${type}: ${kindTypes.join(' ')}`)).toEqual([
    'samples: samples cpu wall',
    'cpu: samples cpu wall',
    'wall: samples cpu wall',
  ]);
});
