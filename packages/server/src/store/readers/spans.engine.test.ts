import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SPAN_LIMITS } from '../bounds/limits.ts';
import type { DecodedSpan, ProjectId } from '../upload.ts';
import { findSpan } from './find-span.ts';
import type { SessionWindow } from './session-window.ts';
import { spansOfSession } from './spans-of-session.ts';
import { span, TEST_UPLOAD } from './testing/spans.ts';
import { startReaders, type TestReaders } from './testing/start-readers.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const OURS = 1 as ProjectId;
const THEIRS = 2 as ProjectId;
const hex = (number: number, digits: 16 | 32): string => (number + 1).toString(16).padStart(digits, '0');

let readers: TestReaders;
let nextProject = 100;

beforeAll(async () => {
  readers = await startReaders();
});
afterAll(async () => {
  await readers.stop();
});

const whole: DecodedSpan = span({
  spanId: '00f067aa0ba902b7',
  parentId: '1122334455667788',
  segmentId: '99aabbccddeeff00',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  transactionId: 'aa'.repeat(16),
  sessionId: 'bb'.repeat(16),
  threadId: '140047565142912',
  name: "GET /it's\\{a:String}\t€",
  op: 'http.server',
  status: 'ok',
  // Microseconds, and a moment at which doubles have no more to give.
  startMs: 1_795_211_421_439.123,
  endMs: 1_795_211_421_440.001,
  attributes: new Map([
    ['dist', ''],
    ['tag.ü', '"quoted"\n'],
  ]),
});

it('gives a span back as it was decoded, to its own project only', async () => {
  await readers.insertSpans(OURS, [whole]);
  const stored = { ...whole, ...TEST_UPLOAD, groupId: String(TEST_UPLOAD.groupId) };
  const { app, parentId, ...told } = whole;
  expect([app, parentId]).not.toContain('');
  expect(await findSpan(readers.client, OURS, { spanId: whole.spanId })).toEqual(told);
  expect(await findSpan(readers.client, OURS, { transactionId: whole.transactionId })).toEqual(told);
  const asked = { sessionId: whole.sessionId, fromMs: NOON - 1e9, toMs: NOON + 1e9, limit: 9 };
  expect(await spansOfSession(readers.client, OURS, { ...asked, fromMs: 0, toMs: 2e12 })).toEqual([stored]);
  expect(await findSpan(readers.client, THEIRS, { spanId: whole.spanId })).toBeUndefined();
  expect(await findSpan(readers.client, THEIRS, { transactionId: whole.transactionId })).toBeUndefined();
  expect(await spansOfSession(readers.client, THEIRS, { ...asked, fromMs: 0, toMs: 2e12 })).toEqual([]);
});

it('prefers the segment of a transaction, then the newest, on whichever day it is', async () => {
  const transactionId = 'cc'.repeat(16);
  const one = (number: number, more: Partial<DecodedSpan>): DecodedSpan =>
    span({ spanId: hex(number, 16), startMs: NOON, transactionId, ...more });
  await readers.insertSpans(OURS, [one(1, { startMs: NOON + 5 }), one(2, { startMs: NOON + 86_400_000 })]);
  expect((await findSpan(readers.client, OURS, { transactionId }))?.spanId).toBe(hex(2, 16));
  await readers.insertSpans(OURS, [one(3, { isSegment: true, startMs: NOON - 9 * 86_400_000 })]);
  expect((await findSpan(readers.client, OURS, { transactionId }))?.spanId).toBe(hex(3, 16));
});

it.each(['', '0'.repeat(16), '0'.repeat(32), 'AA'.repeat(16), 'zz'.repeat(8), "' OR 1=1 --", 'a'.repeat(64)])(
  'finds nothing for %j, though there are spans without ids',
  async (id) => {
    await readers.insertSpans(OURS, [span({ spanId: hex(7, 16), startMs: NOON })]);
    expect(await findSpan(readers.client, OURS, { spanId: id })).toBeUndefined();
    expect(await findSpan(readers.client, OURS, { transactionId: id })).toBeUndefined();
    const window = { sessionId: id, fromMs: 0, toMs: 2e12, limit: 9 };
    expect(await spansOfSession(readers.client, OURS, window)).toEqual([]);
  },
);

it('cuts what is too long', async () => {
  const long = 'x'.repeat(10_000);
  const attributes = new Map(Array.from({ length: 500 }, (_, index) => [`tag.${index}`, long] as const));
  const spanId = hex(8, 16);
  await readers.insertSpans(OURS, [
    span({ spanId, startMs: NOON, name: long, op: long, status: long, threadId: long, attributes }),
  ]);
  const stored = await findSpan(readers.client, OURS, { spanId });
  expect(stored?.name).toHaveLength(SPAN_LIMITS.nameLength);
  expect([stored?.op.length, stored?.status.length, stored?.threadId.length]).toEqual([100, 100, 100]);
  expect(stored?.attributes.size).toBe(SPAN_LIMITS.attributes);
  expect(stored?.attributes.get('tag.79')).toHaveLength(SPAN_LIMITS.attributeValueLength);
});

it('finds the spans of a session that overlap a window, as a naive search does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          session: fc.constantFrom(hex(1, 32), hex(2, 32), ''),
          offsetMs: fc.integer({ min: -3, max: 3 }),
          day: fc.integer({ min: -1, max: 1 }),
          lengthMs: fc.integer({ min: 0, max: 4 }),
        }),
        { maxLength: 20 },
      ),
      fc.record({ from: fc.integer({ min: -4, max: 4 }), length: fc.integer({ min: 0, max: 5 }) }),
      fc.integer({ min: 1, max: 6 }),
      async (rows, { from, length }, limit) => {
        const project = nextProject++ as ProjectId;
        const spans = rows.map(({ session, offsetMs, day, lengthMs }, index) => {
          const startMs = NOON + day * 86_400_000 + offsetMs;
          return span({ spanId: hex(index, 16), sessionId: session, startMs, endMs: startMs + lengthMs });
        });
        if (spans.length > 0) await readers.insertSpans(project, spans);
        const window: SessionWindow = {
          sessionId: hex(1, 32),
          fromMs: NOON + from,
          toMs: NOON + from + length,
          limit,
        };
        const found = await spansOfSession(readers.client, project, window);
        const naive = spans
          .filter(({ sessionId }) => sessionId === window.sessionId)
          .filter(({ startMs, endMs }) => startMs < window.toMs && endMs >= window.fromMs)
          .sort((a, b) => a.startMs - b.startMs || (a.spanId < b.spanId ? -1 : 1));
        expect(found.map(({ spanId }) => spanId)).toEqual(naive.slice(0, limit).map(({ spanId }) => spanId));
      },
    ),
    { numRuns: 15 },
  );
});
