import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_SERIES_SLOTS } from '../../store/readers/sums-by-series.ts';
import { MAX_TIMELINE_ROWS } from '../../store/readers/timeline-rows.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { questionMemory } from '../question-memory.ts';
import { type SampleStore, startSampleStore } from '../testing/sample-store.ts';
import { askTimeline, MAX_TIMELINE_GROUPS } from './ask-timeline.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const SLOTS = 1_000;
const SERIES = 600;
/** Of the values, which are beyond 2^32 so that both halves count. */
const VALUE = 2 ** 40;

describe('timelines of very many series', () => {
  let store: SampleStore;
  let context: QuestionContext;
  beforeAll(async () => {
    store = await startSampleStore();
    context = { ...questionMemory(store.client), source: store.client, project: 1 as ProjectId, ask: {} };
    await store.command(`
      INSERT INTO totals (project_id, app, type, unit, aggregation, time, series_id, value, keep_days, group_id)
      SELECT 1, 'shop', 'cpu', 'nanoseconds', 'sum', fromUnixTimestamp64Milli(toInt64(${String(NOON)} + intDiv(number, ${String(SERIES)}) * 1000), 'UTC'),
        1000 + number % ${String(SERIES)}, ${String(VALUE)}, 30, 4096 FROM numbers(${String(SLOTS * SERIES)})`);
    await store.command(`
      INSERT INTO series (project_id, app, series_id, host, labels)
      SELECT 1, 'shop', 1000 + number, concat('host-', toString(number % 2)), map('pod', toString(number))
      FROM numbers(${String(SERIES)})`);
  });
  afterAll(() => store.stop());

  const ask = (groupBy: readonly string[], stepMs: number, slots = SLOTS, maxGroups?: number) =>
    askTimeline(context, {
      selector: { type: 'cpu', labels: [], fromMs: NOON, toMs: NOON + slots * 1000 },
      stepMs,
      groupBy,
      maxGroups,
    });

  it('are the same whether they are joined in memory or in the engine', async () => {
    expect(SLOTS * SERIES).toBeGreaterThan(MAX_SERIES_SLOTS);
    const inEngine = await ask(['host'], 1000);
    const inMemory = await ask(['host'], 10_000);
    for (const { groups, total } of [inEngine, inMemory]) {
      expect(total).toBe(BigInt(SLOTS * SERIES) * BigInt(VALUE));
      expect(groups.map(({ labels, sum }) => [labels, sum])).toEqual([
        [['host-0'], total / 2n],
        [['host-1'], total / 2n],
      ]);
    }
    expect([inEngine, inMemory].map(({ groups }) => groups[0]!.points.length)).toEqual([SLOTS, SLOTS / 10]);
  });

  it('are refused by name of their budget when there are too many points', async () => {
    const slots = 400;
    expect(slots * SERIES).toBeGreaterThan(MAX_TIMELINE_ROWS);
    await expect(ask(['pod'], 1000, slots)).rejects.toMatchObject({
      code: 'query_too_big',
      message: expect.stringMatching(/points.*longer step or fewer groups/) as unknown,
    });
    const { groups, available } = await ask(['pod'], 100_000);
    expect([groups.length, available, groups.at(-1)?.labels]).toEqual([101, SERIES, undefined]);
    const all = await ask(['pod'], 100_000, SLOTS, MAX_TIMELINE_GROUPS);
    expect([all.groups.length, all.groups.every(({ labels }) => labels !== undefined)]).toEqual([SERIES, true]);
  });
});
