import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import { listLabelNames, listLabelValues } from '../../store/readers/list-labels.ts';
import type { ProjectId } from '../../store/upload.ts';
import { questionMemory } from '../question-memory.ts';
import { profileSelectionOf } from '../selection.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';
import { askLabels, askLabelValues, type LabelsContext } from './ask-labels.ts';
import { decodeTextCursor } from './text-cursor.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const project = 1 as ProjectId;
let store: SampleStore;
let context: LabelsContext;
let asked: string[] = [];

beforeAll(async () => {
  store = await startSampleStore();
  const base = { projectId: project, types: ['cpu/nanoseconds'] };
  await store.add([
    { ...base, id: 'a', startMs: NOON, host: 'web-1', stacks: 'main {endpoint=/a, app=inner} 1\nmain {endpoint=/é} 2' },
    { ...base, id: 'b', startMs: NOON + 1000, host: 'web-2', release: '2', stacks: 'main 4\nmain {constructor=x} 1' },
    { ...base, id: 'c', startMs: NOON + 2000, host: 'web-2', app: 'pay', stacks: 'main {endpoint=/😀} 4' },
    { ...base, id: 'd', startMs: NOON + 7_200_000, host: 'late', stacks: 'main 4' },
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

const label = (name: string, operator: LabelMatcher['operator'], value: string): LabelMatcher => ({
  name,
  operator,
  value,
});
const range = { fromMs: NOON, toMs: NOON + 3_600_000 };

it.each([
  ['all', { labels: [] }],
  ['an app', { labels: [], apps: ['pay'] }],
  ['a column', { labels: [label('host', '=', 'web-2')] }],
  ['labels of samples', { labels: [label('endpoint', '!=', '/a'), label('host', '!=', 'web-9')] }],
  ['a label that is called as an object has it', { labels: [label('constructor', '=', '')] }],
  ['nothing', { labels: [], type: 'wall' }],
])('are the same from memory as from the engine: of %s', async (_, narrowed) => {
  const selection = { ...narrowed, ...range };
  const question = { selection: profileSelectionOf(selection), limit: 2 };
  asked = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const after = cursor === undefined ? undefined : decodeTextCursor(cursor);
    const page = await askLabels(context, { selection, limit: 2, cursor });
    const { items, total, next } = await listLabelNames(store.client, project, { ...question, after });
    expect([page.items, page.total]).toEqual([items, total]);
    expect(page.next === undefined ? undefined : decodeTextCursor(page.next)).toBe(next);
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined && pages < 20);
  for (const name of ['host', 'endpoint', 'app', 'constructor', 'release']) {
    const page = await askLabelValues(context, { selection, limit: 9, name });
    const { items, total } = await listLabelValues(store.client, project, { ...question, limit: 9, name });
    expect([name, page.items, page.total]).toEqual([name, items, total]);
  }
  expect(asked.filter((name) => name.startsWith('list-label'))).toEqual([]);
});

it('lets the engine judge patterns, and ranges without an end', async () => {
  asked = [];
  const hosts = async (selection: object) =>
    (await askLabelValues(context, { selection: { labels: [], ...selection }, limit: 9, name: 'host' })).items;
  expect(await hosts({ ...range, labels: [label('host', '=~', 'web-[2-9]')] })).toEqual([
    { value: 'web-2', series: 3 },
  ]);
  expect((await hosts({})).map(({ value }) => value)).toEqual(['late', 'web-1', 'web-2']);
  expect(asked.filter((name) => name === 'list-label-values')).toHaveLength(2);
});
