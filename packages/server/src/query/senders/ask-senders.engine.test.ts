import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewProfileRow } from '../../store/readers/testing/profile-rows.ts';
import { startReaders, type TestReaders } from '../../store/readers/testing/start-readers.ts';
import type { ProjectId } from '../../store/upload.ts';
import { askSenders, type SendersQuestion } from './ask-senders.ts';

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const MINUTE_MS = 60_000;
const project = 1 as ProjectId;

let readers: TestReaders;
let next = 0;
const at = (startMs: number, more: Partial<NewProfileRow> = {}): NewProfileRow => ({
  id: (++next).toString(16).padStart(32, '0'),
  startMs,
  ...more,
});
/** One profile each `stepMs` in [from, to), in minutes after 11:00. */
const every = (stepMs: number, from: number, to: number, more: Partial<NewProfileRow> = {}): readonly NewProfileRow[] =>
  Array.from({ length: Math.ceil(((to - from) * MINUTE_MS) / stepMs) }, (_, index) =>
    at(NOON_MS - 60 * MINUTE_MS + from * MINUTE_MS + index * stepMs, more),
  );
const minute = (value: number): number => NOON_MS - 60 * MINUTE_MS + value * MINUTE_MS;

beforeAll(async () => {
  readers = await startReaders();
  await readers.insertProfiles([
    // Two hosts, so that one hides the other's silence; both are silent for fourteen minutes.
    ...every(10_000, 0, 20, { app: 'checkout', host: 'a' }),
    ...every(10_000, 0, 20, { app: 'checkout', host: 'b' }),
    ...every(10_000, 34, 60, { app: 'checkout', host: 'a' }),
    ...every(15_000, 0, 45, { app: 'search', source: 'pyroscope' }),
    ...every(60_000, 0, 60, { app: 'search', source: 'otlp' }),
    at(minute(3), { app: 'pushed', source: 'file' }),
    at(minute(50), { app: 'pushed', source: 'file' }),
    at(minute(51), { app: 'pushed', source: 'file' }),
    at(minute(52), { app: 'once' }),
    ...every(10_000, 0, 60, { app: 'theirs', project: 2 }),
  ]);
});
afterAll(() => readers.stop());

const ask = (more: Partial<SendersQuestion> = {}) =>
  askSenders(readers.client, project, { fromMs: minute(0), toMs: NOON_MS, nowMs: NOON_MS, ...more });

describe('senders', () => {
  it('are told with their rhythm, and the stretches in which none of an app came', async () => {
    const { senders, slotSeconds } = await ask();
    expect(slotSeconds).toBe(1);
    expect(senders.map(({ source, app, profiles, periodMs }) => [source, app, profiles, periodMs])).toEqual([
      ['datadog', 'checkout', 396, 10_000],
      ['datadog', 'once', 1, undefined],
      ['file', 'pushed', 3, undefined],
      ['otlp', 'search', 60, 60_000],
      ['pyroscope', 'search', 180, 15_000],
    ]);
    expect(senders[0]!.gaps).toEqual([{ fromMs: minute(20), toMs: minute(34) }]);
    expect(senders[0]!.lastStartMs).toBe(NOON_MS - 10_000);
    expect(senders[0]!.lastReceivedMs).toBe(NOON_MS + 1_000);
    expect(senders[2]!.gaps).toEqual([]);
    expect(senders[3]!.gaps).toEqual([]);
  });

  it('that are silent have a gap without an end, until it is long ago', async () => {
    const gaps = async (more: Partial<SendersQuestion>) => (await ask({ app: 'search', ...more })).senders[1]!.gaps;
    expect(await gaps({})).toEqual([{ fromMs: minute(45), toMs: undefined }]);
    expect(await gaps({ nowMs: NOON_MS + MINUTE_MS })).toEqual([{ fromMs: minute(45), toMs: undefined }]);
    expect(await gaps({ nowMs: NOON_MS + 2 * MINUTE_MS })).toEqual([{ fromMs: minute(45), toMs: NOON_MS }]);
    // The profile of 11:44:45 may still be on its way.
    expect(await gaps({ toMs: minute(45.5), nowMs: minute(45.5) })).toEqual([]);
  });

  it('are cut to longer slots in longer ranges, and none of another project is told', async () => {
    const { senders, slotSeconds } = await ask({ fromMs: NOON_MS - 30 * 86_400_000 });
    expect(slotSeconds).toBe(300);
    expect(senders.map(({ app }) => app)).not.toContain('theirs');
    expect(senders[0]!.periodMs).toBe(300_000);
    // Fourteen minutes are not three of what is told apart there.
    expect(senders[0]!.gaps).toEqual([]);
  });

  it('are told also when one of them sent very often: what finds its gaps does not grow with its square', async () => {
    const busy = 3 as ProjectId;
    await readers.insertProfiles([
      ...every(1_000, -240, -60, { app: 'busy', project: busy }),
      ...every(1_000, -58, 0, { app: 'busy', project: busy }),
    ]);
    const { senders, slotSeconds } = await askSenders(readers.client, busy, {
      fromMs: minute(-240),
      toMs: minute(0),
      nowMs: minute(0),
    });
    expect(slotSeconds).toBe(1);
    expect(senders).toMatchObject([
      { profiles: 14_280, periodMs: 1_000, gaps: [{ fromMs: minute(-60), toMs: minute(-58) }] },
    ]);
  });

  it('whose clocks are wrong are told by host, with how far', async () => {
    const skewed = (app: string, host: string, lagMs: number, spreadMs = 0, source = 'datadog') =>
      every(10_000, 0, 2, { app, host, source }).map((row, index) => ({
        ...row,
        receivedMs: row.startMs + 10_000 + lagMs + (index * spreadMs) / 12,
      }));
    await readers.insertProfiles([
      ...skewed('ranker', 'fast', -48_000),
      ...skewed('ranker', 'slow', 300_000),
      ...skewed('ranker', 'right', 400),
      ...skewed('ranker', 'held-back', 300_000, 3_600_000),
      ...skewed('ranker', 'imported', 300_000, 0, 'file'),
      ...skewed('ranker', 'rare', -48_000).slice(0, 2),
    ]);
    const { clocks } = await ask();
    expect(clocks).toEqual([
      { source: 'datadog', app: 'ranker', host: 'slow', profiles: 12, verdict: 'behind', lagMs: 300_000 },
      { source: 'datadog', app: 'ranker', host: 'fast', profiles: 12, verdict: 'ahead', lagMs: -48_000 },
    ]);
    expect((await ask({ app: 'search' })).clocks).toEqual([]);
  });
});
