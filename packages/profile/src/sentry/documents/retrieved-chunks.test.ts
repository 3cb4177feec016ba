import { expect, it } from 'vitest';
import { chunkText } from './chunk-text.ts';
import { mergeChunks } from './merge-chunks.ts';
import { eventIdOfSpan, retrievedChunk, retrievedSlice } from './retrieved-chunks.ts';
import type { DocumentSpan } from './stored-facts.ts';
import { handMadeChunk, handMadeFacts, handMadeRecording } from './testing/hand-made.ts';
import { textOf } from './testing/text-of.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const runtime = { runtime: 'node', runtimeVersion: '20.20.2', runtimeArch: 'x64', runtimeOs: 'linux' };
const facts = { ...handMadeFacts, version: 'shop@1.0', release: { version: 'shop@1.0' } };
const chunk = {
  ...handMadeChunk(
    1,
    handMadeRecording({
      startMs,
      samples: [
        [0, '9007199254740993', 'ba'],
        [10, 'main', 'ca'],
        [20, '9007199254740993', 'da'],
      ],
      threadNames: { main: 'MainThread' },
    }),
  ),
  measurements: [
    {
      name: 'cpu_usage',
      unit: 'percent',
      times: Float64Array.of(startMs / 1000 - 0.001, startMs / 1000 + 0.015),
      values: Float64Array.of(1, 2),
    },
  ],
};
const span: DocumentSpan = {
  transactionId: '',
  traceId: 'b'.repeat(32),
  spanId: 'a744a6cdc17a40c8',
  segmentId: 'a744a6cdc17a40c8',
  threadId: '9007199254740993',
  name: 'GET /orders',
  op: 'http.server',
  status: 'ok',
  environment: 'staging',
  release: 'shop@1.0',
  startMs: startMs + 5,
  endMs: startMs + 20,
  attributes: new Map(),
};

it('shows a chunk as a profile of version 1 without a transaction, about its main thread', () => {
  const text = textOf(retrievedChunk(chunk, facts, runtime));
  expect(JSON.parse(text)).toMatchObject({
    event_id: chunk.chunkId,
    version: '1',
    platform: 'node',
    environment: 'staging',
    timestamp: '2026-11-21T12:00:00Z',
    release: { version: 'shop@1.0' },
    os: { name: 'linux', version: '', build_number: '' },
    device: { architecture: 'x64' },
    runtime: { name: 'node', version: '20.20.2' },
    client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
    measurements: {
      cpu_usage: {
        unit: 'percent',
        values: [
          { elapsed_since_start_ns: 0, value: 1 },
          { elapsed_since_start_ns: 15_000_000, value: 2 },
        ],
      },
    },
    transaction: { active_thread_id: 0, id: '', name: '', trace_id: '', segment_id: '' },
    transaction_metadata: {
      'transaction.start': '2026-11-21T12:00:00Z',
      'transaction.end': '2026-11-21T12:00:00.02Z',
      release: 'shop@1.0',
      environment: 'staging',
    },
  });
  expect(text).toContain('{"elapsed_since_start_ns":0,"stack_id":0,"thread_id":9007199254740993}');
  // A thread named by a word has the smallest number that is free, in all three places.
  expect(text).toContain('{"elapsed_since_start_ns":10000000,"stack_id":1,"thread_id":0}');
  expect(text).toContain('"thread_metadata":{"0":{"name":"MainThread"}}');
});

it("cuts a span's samples out of its session, on its thread, both ends included", () => {
  const text = textOf(retrievedSlice([chunk], span, facts, runtime));
  expect(JSON.parse(text)).toMatchObject({
    event_id: '0000000000000000a744a6cdc17a40c8',
    timestamp: '2026-11-21T12:00:00.005Z',
    transaction: {
      id: '0000000000000000a744a6cdc17a40c8',
      name: 'GET /orders',
      trace_id: 'b'.repeat(32),
      segment_id: 'a744a6cdc17a40c8',
      duration_ns: 15_000_000,
    },
    transaction_metadata: {
      transaction: 'GET /orders',
      'transaction.op': 'http.server',
      'transaction.start': '2026-11-21T12:00:00.005Z',
      'transaction.end': '2026-11-21T12:00:00.02Z',
    },
    measurements: { cpu_usage: { values: [{ elapsed_since_start_ns: 10_000_000, value: 2 }] } },
  });
  expect(text).toContain(
    '"samples":[{"elapsed_since_start_ns":15000000,"stack_id":0,"thread_id":9007199254740993}],"stacks":[[1,0]]',
  );
  expect(text).toContain('"active_thread_id":9007199254740993');
});

it('cuts out every thread for a span that names none, and nothing where there is nothing', () => {
  const all = JSON.parse(textOf(retrievedSlice([chunk], { ...span, threadId: '' }, facts, runtime))) as {
    readonly profile: { readonly samples: readonly unknown[] };
  };
  expect(all.profile.samples).toHaveLength(2);
  expect(retrievedSlice([chunk], { ...span, endMs: startMs + 19.999 }, facts, runtime)).toBeUndefined();
  expect(retrievedSlice([], span, facts, runtime)).toBeUndefined();
  expect(eventIdOfSpan({ ...span, transactionId: 'd'.repeat(32) })).toBe('d'.repeat(32));
});

it('writes merged chunks with thread ids as text and times as they were sent', () => {
  const merged = mergeChunks([chunk], { fromMs: startMs, toMs: startMs + 15 })!;
  const text = chunkText(merged, { ...facts, receivedMs: startMs + 500 });
  expect(JSON.parse(text)).toEqual({
    chunk: {
      chunk_id: chunk.chunkId,
      profiler_id: 'f'.repeat(32),
      debug_meta: {},
      client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
      environment: 'staging',
      platform: 'node',
      release: 'shop@1.0',
      version: '2',
      profile: {
        frames: expect.any(Array) as unknown,
        samples: [
          { stack_id: 0, thread_id: '9007199254740993', timestamp: startMs / 1000 },
          { stack_id: 1, thread_id: 'main', timestamp: (startMs + 10) / 1000 },
        ],
        stacks: [
          [0, 1],
          [2, 1],
          [3, 1],
        ],
        thread_metadata: { main: { name: 'MainThread' } },
      },
      organization_id: 3,
      project_id: 7,
      received: (startMs + 500) / 1000,
      retention_days: 30,
      measurements: { cpu_usage: { unit: 'percent', values: [{ timestamp: (startMs + 15) / 1000, value: 2 }] } },
      options: null,
    },
    debug_chunk_ids: [chunk.chunkId],
  });
});
