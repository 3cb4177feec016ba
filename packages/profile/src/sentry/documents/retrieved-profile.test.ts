import { expect, it } from 'vitest';
import { retrievedProfile } from './retrieved-profile.ts';
import type { DocumentSpan } from './stored-facts.ts';
import { handMadeFacts, handMadeProfile, handMadeRecording } from './testing/hand-made.ts';
import { textOf } from './testing/text-of.ts';

const startMs = Date.UTC(2026, 10, 21, 12);
const recording = handMadeRecording({
  startMs,
  samples: [
    [1, '9007199254740993', 'ba'],
    [2, '18446744073709551615', ''],
    [3, '9007199254740993', 'ca'],
  ],
  threadNames: { '9007199254740993': 'worker' },
  timesAsSent: false,
});
const profile = handMadeProfile(recording);

it('writes every field that is always there, and none that has nothing to say', () => {
  const document = JSON.parse(textOf(retrievedProfile(profile, handMadeFacts))) as Record<string, unknown>;
  expect(document).toEqual({
    event_id: 'e'.repeat(32),
    organization_id: 3,
    project_id: 7,
    version: '1',
    platform: 'node',
    received: '2026-11-21T12:01:00Z',
    timestamp: '2026-11-21T12:00:00.000001Z',
    release: null,
    os: { build_number: '', name: 'Linux', version: '6.1' },
    device: { architecture: 'x64', classification: '', locale: '', manufacturer: '', model: '' },
    runtime: { name: 'node', version: '20.20.2' },
    client_sdk: { name: '', version: '' },
    debug_meta: {},
    options: null,
    retention_days: 30,
    sampled: true,
    profile: expect.anything() as unknown,
    transaction: {
      active_thread_id: expect.any(Number) as unknown,
      id: 'd'.repeat(32),
      name: 'GET /',
      trace_id: 'b'.repeat(32),
      segment_id: '',
    },
    transaction_metadata: {
      transaction: 'GET /',
      'transaction.start': '2026-11-21T12:00:00Z',
      'transaction.end': '2026-11-21T12:00:00.003Z',
    },
  });
});

it('writes samples, frames and stacks as they are, thread ids with all their digits', () => {
  const text = textOf(retrievedProfile(profile, handMadeFacts));
  expect(text).toContain(
    '"samples":[{"elapsed_since_start_ns":1000000,"stack_id":0,"thread_id":9007199254740993},' +
      '{"elapsed_since_start_ns":2000000,"stack_id":1,"state":"idle","thread_id":18446744073709551615},' +
      '{"elapsed_since_start_ns":3000000,"stack_id":2,"thread_id":9007199254740993}]',
  );
  expect(text).toContain('"stacks":[[0,1],[],[2,1]]');
  expect(text).toContain('"thread_metadata":{"9007199254740993":{"name":"worker"}}');
  expect(text).toContain('"active_thread_id":9007199254740993');
  const frame =
    '{"data":{},"in_app":true,"filename":"b.js","function":"b","lineno":98,"module":"app.b","abs_path":"/srv/b.js","platform":"node"}';
  expect(text).toContain(`"frames":[${frame},`);
  expect(text).toContain('"queue_metadata":null');
});

it('says what the payload brings, else what the span of its transaction says', () => {
  const span: DocumentSpan = {
    transactionId: 'd'.repeat(32),
    traceId: 'b'.repeat(32),
    spanId: 'a'.repeat(16),
    segmentId: 'a'.repeat(16),
    threadId: '',
    name: 'of the span',
    op: 'http.server',
    status: 'ok',
    environment: 'staging',
    release: 'shop@1.0',
    startMs: startMs - 1,
    endMs: startMs + 10.5,
    attributes: new Map([
      ['dist', '7'],
      ['http.method', 'GET'],
      ['tag.customer', 'ä "quoted"'],
    ]),
  };
  const release = { version: 'shop@1.0' };
  const facts = { ...handMadeFacts, release, version: 'shop@1.0' };
  const document = JSON.parse(textOf(retrievedProfile(profile, facts, span))) as Record<string, unknown>;
  expect(document).toMatchObject({
    environment: 'staging',
    release,
    transaction: { segment_id: 'a'.repeat(16) },
    transaction_metadata: {
      dist: '7',
      environment: 'staging',
      'http.method': 'GET',
      release: 'shop@1.0',
      transaction: 'GET /',
      'transaction.op': 'http.server',
      'transaction.status': 'ok',
      'transaction.start': '2026-11-21T11:59:59.999Z',
      'transaction.end': '2026-11-21T12:00:00.0105Z',
      segment_id: 'a'.repeat(16),
    },
    transaction_tags: { customer: 'ä "quoted"' },
  });
  const told = {
    ...profile,
    environment: 'production',
    transactionMetadata: new Map([
      ['transaction.op', 'task'],
      ['extra', 'is left out'],
    ]),
    transactionTags: new Map([['own', 'tag']]),
  };
  const retold = JSON.parse(textOf(retrievedProfile(told, facts, span))) as Record<string, Record<string, string>>;
  expect(retold['environment']).toBe('production');
  expect(retold['transaction_metadata']).toMatchObject({ environment: 'production', 'transaction.op': 'task' });
  expect(retold['transaction_metadata']).not.toHaveProperty('extra');
  expect(retold['transaction_tags']).toEqual({ own: 'tag' });
});

it('keeps the other optional parts: measurements, images, queues, priorities, data of symbolication', () => {
  const full = {
    ...profile,
    measurements: [
      { name: 'cpu_usage', unit: 'percent', times: Float64Array.of(955_861_576), values: Float64Array.of(0.659) },
    ],
    debugMeta: { images: [{ type: 'sourcemap', debug_id: 'x' }], other: 1 },
    transaction: { ...profile.transaction, relativeStartNanos: 1_000_000, relativeEndNanos: 4_000_000 },
    recording: {
      ...recording,
      samples: { ...recording.samples, queue: Int32Array.of(0, -1, 0) },
      queueAddresses: ['0x10'],
      queues: new Map([['0x10', 'com.apple.main-thread']]),
      threads: new Map([['18446744073709551615', { name: undefined, priority: 31 }]]),
      frames: recording.frames.map((frame) => ({
        ...frame,
        data: { symbolicatorStatus: 'symbolicated', symbolicated: true },
      })),
    },
  };
  const text = textOf(retrievedProfile(full, handMadeFacts));
  expect(text).toContain(
    '"measurements":{"cpu_usage":{"unit":"percent","values":[{"elapsed_since_start_ns":955861576,"value":0.659}]}}',
  );
  expect(text).toContain('"debug_meta":{"images":[{"type":"sourcemap","debug_id":"x"}]}');
  expect(text).toContain('{"elapsed_since_start_ns":1000000,"queue_address":"0x10","stack_id":0,');
  expect(text).toContain('"queue_metadata":{"0x10":{"label":"com.apple.main-thread"}}');
  expect(text).toContain('"thread_metadata":{"18446744073709551615":{"priority":31}}');
  expect(text).toContain('"data":{"symbolicator_status":"symbolicated","symbolicated":true}');
  expect(text).toContain('"duration_ns":3000000');
});
