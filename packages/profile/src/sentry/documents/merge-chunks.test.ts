import { expect, it } from 'vitest';
import { framesOfStack, type SentryRecording } from '../sentry-recording.ts';
import { compactRecording } from './compact-recording.ts';
import { mergeChunks } from './merge-chunks.ts';
import { handMadeChunk, handMadeRecording } from './testing/hand-made.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const always = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };

const early = handMadeChunk(
  1,
  handMadeRecording({
    startMs,
    samples: [
      [0, '1', 'ba'],
      [10, '2', 'da'],
      [20, '1', 'ca'],
    ],
    threadNames: { 1: 'main', 2: 'worker' },
  }),
);
const late = handMadeChunk(
  2,
  handMadeRecording({
    startMs: startMs + 30,
    samples: [
      [0, '2', 'da'],
      [0.5, '1', 'xa'],
      [20, '1', 'ba'],
    ],
    threadNames: { 1: 'another name', 2: 'worker' },
  }),
);

/** `at thread stack` of each sample. */
const drawn = ({ samples, threadIds, stacks, frames }: SentryRecording): readonly string[] =>
  Array.from({ length: samples.length }, (_, i) => {
    const stack = [...framesOfStack(stacks, samples.stack[i]!)].map((frame) => frames[frame]?.function).join('');
    return `${String(samples.elapsedNanos[i]! / 1e6)} ${String(threadIds[samples.thread[i]!])} ${stack}`;
  });

it('orders chunks by time, counts one that is there twice once, and lets the first name a thread', () => {
  const merged = mergeChunks([late, early, late], always);
  expect(merged?.chunkIds).toEqual([early.chunkId, late.chunkId]);
  expect(merged?.first).toBe(early);
  const recording = merged!.recording;
  expect(drawn(recording)).toEqual(['0 1 ba', '10 2 da', '20 1 ca', '30 2 da', '30.5 1 xa', '50 1 ba']);
  expect(recording.frames).toHaveLength(early.recording.frames.length + late.recording.frames.length);
  expect(recording.threads?.get('1')?.name).toBe('main');
  expect(recording.samples.timeSeconds?.[5]).toBe((startMs + 50) / 1000);
});

it('keeps samples on both edges and drops those a microsecond beyond', () => {
  const between = (fromMs: number, toMs: number): readonly string[] =>
    drawn(mergeChunks([early, late], { fromMs: startMs + fromMs, toMs: startMs + toMs }, startMs)!.recording);
  expect(between(10, 30.5)).toEqual(['10 2 da', '20 1 ca', '30 2 da', '30.5 1 xa']);
  expect(between(10.001, 30.499)).toEqual(['20 1 ca', '30 2 da']);
  expect(between(60, 70)).toEqual([]);
});

it('takes one thread alone, and without its samples nothing', () => {
  const of = (threadId: string): SentryRecording => mergeChunks([early, late], { ...always, threadId })!.recording;
  expect(drawn(of('2'))).toEqual(['0 2 da', '20 2 da']);
  expect(of('2').threads).toEqual(new Map([['2', { name: 'worker', priority: undefined }]]));
  expect(drawn(of('3'))).toEqual([]);
});

it('puts chunks that overlap into the order of time', () => {
  const inside = handMadeChunk(3, handMadeRecording({ startMs: startMs + 15, samples: [[0, '1', 'z']] }));
  const { recording } = mergeChunks([early, inside], always)!;
  expect(drawn(recording)).toEqual(['0 1 ba', '10 2 da', '15 1 z', '20 1 ca']);
});

it('leaves out stacks and frames that no sample has, and changes no sample', () => {
  const { recording } = mergeChunks([early, late], { ...always, threadId: '2' })!;
  const compact = compactRecording(recording);
  expect(drawn(compact)).toEqual(drawn(recording));
  expect(compact.frames.map((frame) => frame.function)).toEqual(['a', 'd', 'd', 'a']);
  expect(compact.stacks.length).toBe(2);
});

it('joins series of one name within the window, and shows an image once', () => {
  const cpu = (seconds: readonly number[]) => ({
    name: 'cpu_usage',
    unit: 'percent',
    times: Float64Array.from(seconds),
    values: Float64Array.from(seconds.map((_, index) => index)),
  });
  const image = { type: 'sourcemap', code_file: 'a.js' };
  const of = (chunk: typeof early, seconds: readonly number[], debugMeta: object) => ({
    ...chunk,
    measurements: [cpu(seconds)],
    debugMeta: debugMeta as typeof chunk.debugMeta,
  });
  const at = startMs / 1000;
  const merged = mergeChunks(
    [of(early, [at, at + 1], { images: [image] }), of(late, [at + 2, at + 3], { images: [image, { type: 'other' }] })],
    { fromMs: startMs + 1000, toMs: startMs + 2000 },
  );
  expect(merged?.measurements.map(({ times, values }) => [[...times], [...values]])).toEqual([
    [
      [at + 1, at + 2],
      [1, 0],
    ],
  ]);
  expect(merged?.images).toEqual([image, { type: 'other' }]);
});

it('makes nothing of no chunks', () => {
  expect(mergeChunks([], always)).toBeUndefined();
});
