import { afterAll, beforeAll, expect, it } from 'vitest';
import { SPAN_LIMITS } from '../bounds/limits.ts';
import type { DecodedSpan, ProjectId } from '../upload.ts';
import { findSpan } from './find-span.ts';
import { span } from './testing/spans.ts';
import { startReaders, type TestReaders } from './testing/start-readers.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const OURS = 1 as ProjectId;
const THEIRS = 2 as ProjectId;
const hex = (number: number, digits: 16 | 32): string => (number + 1).toString(16).padStart(digits, '0');

let readers: TestReaders;

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
  const { app, parentId, ...told } = whole;
  expect([app, parentId]).not.toContain('');
  expect(await findSpan(readers.client, OURS, { spanId: whole.spanId })).toEqual(told);
  expect(await findSpan(readers.client, OURS, { transactionId: whole.transactionId })).toEqual(told);
  expect(await findSpan(readers.client, THEIRS, { spanId: whole.spanId })).toBeUndefined();
  expect(await findSpan(readers.client, THEIRS, { transactionId: whole.transactionId })).toBeUndefined();
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
