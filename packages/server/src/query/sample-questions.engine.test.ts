import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadQuery, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { SampleQuestions } from './sample-questions.ts';
import { type SampleStore, startSampleStore } from './testing/sample-store.ts';

const PROJECT = 1 as ProjectId;
const QUESTION = { selector: { type: 'cpu', labels: [] }, grouping: 'function', maxNodes: 100 } as const;

describe('questions within a budget', () => {
  let store: SampleStore;
  beforeAll(async () => {
    store = await startSampleStore();
    await store.add([{ id: '1', types: ['cpu/nanoseconds'], stacks: 'main;a 1\nmain;b 2', projectId: PROJECT }]);
  });
  afterAll(() => store.stop());

  /** A source whose questions for values are other ones. */
  const sourceWith = (changed: (query: ReadQuery) => Partial<ReadQuery>): RowSource => ({
    rows: (query) => store.client.rows(query),
    binary: (query) => store.client.binary(query.name === 'values-by-node' ? { ...query, ...changed(query) } : query),
  });
  const ask = (changed: (query: ReadQuery) => Partial<ReadQuery>, timeoutMs?: number) =>
    new SampleQuestions(sourceWith(changed)).merge(PROJECT, QUESTION, { timeoutMs });

  it('are refused by name of the budget, with what makes them smaller', async () => {
    await expect(ask(() => ({ settings: { max_rows_to_read: 1 } }))).rejects.toMatchObject({
      code: 'query_too_big',
      message: expect.stringMatching(
        /budget of rows \(2000000000\): a shorter range, one app or more labels/,
      ) as unknown,
    });
    await expect(
      ask(() => ({
        sql: 'SELECT groupArray(number) FROM numbers(10000000)',
        params: {},
        settings: { max_memory_usage: 1_000_000 },
      })),
    ).rejects.toMatchObject({ code: 'query_too_big', message: expect.stringMatching(/budget of memory: /) as unknown });
    const endless = {
      sql: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)',
      params: {},
      settings: { max_rows_to_read: 0 },
    };
    await expect(ask(() => endless, 300)).rejects.toMatchObject({
      code: 'query_timeout',
      message: expect.stringMatching(/deadline: a shorter range/) as unknown,
    });
  });

  it('run once for all who ask at the same time', async () => {
    let asked = 0;
    const questions = new SampleQuestions(
      sourceWith(() => {
        asked += 1;
        return {};
      }),
    );
    const answers = await Promise.all(Array.from({ length: 5 }, () => questions.merge(PROJECT, QUESTION)));
    expect(answers.map(({ facts }) => facts.total)).toEqual([3n, 3n, 3n, 3n, 3n]);
    expect(asked).toBe(1);
  });

  it('read values while they look up where these stand, and again when that was wrong', async () => {
    const asked: string[] = [];
    const questions = new SampleQuestions(
      sourceWith(({ params }) => {
        asked.push(String(params['kinds']));
        return {};
      }),
    );
    const total = async () => {
      const selector = { ...QUESTION.selector, apps: ['shop'] };
      return (await questions.merge(PROJECT, { ...QUESTION, selector })).facts.total;
    };
    expect([await total(), await total()]).toEqual([3n, 3n]);
    expect(asked).toEqual(['cpu:nanoseconds', 'cpu:nanoseconds']);
    // The type stands in another column of another kind now, too.
    await store.add([
      { id: '2', types: ['samples/count', 'cpu/nanoseconds'], stacks: 'main 1 40', projectId: PROJECT },
    ]);
    expect([await total(), await total()]).toEqual([43n, 43n]);
    expect(asked.slice(2)).toEqual([
      'cpu:nanoseconds',
      'cpu:nanoseconds,samples:count,cpu:nanoseconds',
      'cpu:nanoseconds,samples:count,cpu:nanoseconds',
    ]);
  });
});
