import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextUpload } from '../../store/testing/text-upload.ts';
import type { ProjectId } from '../../store/upload.ts';
import { SampleQuestions } from '../sample-questions.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';

const project = 1 as ProjectId;
const HOUR = 3_600_000;
const fromMs = Date.UTC(2026, 10, 21, 9);
const range = { fromMs, toMs: fromMs + HOUR };
const [plain, withWall] = [
  ['samples/count', 'cpu/nanoseconds'],
  ['samples/count', 'cpu/nanoseconds', 'wall/nanoseconds'],
];
/** CPU time of app `both` is measured in two ways. */
const uploads: readonly TextUpload[] = [
  { id: 'a', app: 'go', startMs: fromMs, types: plain, stacks: 'main;hash 1 10' },
  { id: 'b', app: 'node', startMs: fromMs, types: withWall, stacks: 'main;wait 1 200 9' },
  { id: 'c', app: 'both', startMs: fromMs, types: plain, stacks: 'main;hash 1 3000' },
  { id: 'd', app: 'both', startMs: fromMs + 60_000, types: withWall, stacks: 'main;wait 1 40000 9' },
];

describe('CPU time beside wall clock time, and without', () => {
  let store: SampleStore;
  let questions: SampleQuestions;
  beforeAll(async () => {
    store = await startSampleStore();
    questions = new SampleQuestions(store.client);
    await store.add(uploads);
  });
  afterAll(async () => store.stop());

  it.each([
    [undefined, undefined, 43_210n],
    [undefined, true, 40_200n],
    [undefined, false, 3_010n],
    ['go', false, 10n],
    ['go', true, 0n],
    ['node', true, 200n],
    ['both', undefined, 43_000n],
    ['both', true, 40_000n],
    ['both', false, 3_000n],
  ])('of app %s with %s are told apart in flame graphs and timelines', async (app, sort, total) => {
    const apps = app === undefined ? undefined : [app];
    const selector = { type: 'cpu', labels: [], apps, withWall: sort, ...range };
    // Asked again, what is known from the first time is used.
    for (let time = 0; time < 2; time++) {
      const merged = await questions.merge(project, { selector, grouping: 'function', maxNodes: 100 });
      expect(merged.facts.total).toBe(total);
    }
    for (const groupBy of [[], ['app'], ['host']]) {
      const { total: sum } = await questions.timeline(project, { selector, stepMs: HOUR, groupBy });
      expect(sum).toBe(total);
    }
  });
});
