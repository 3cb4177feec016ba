import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from './json-value.ts';
import { parseSentryChunk } from './parse-sentry-chunk.ts';
import type { SentryChunk, SentryChunkItem, UndecodedSentryChunk } from './sentry-chunk.ts';
import type { SentryDropReason } from './sentry-drop-error.ts';
import { framesOfStack } from './sentry-recording.ts';

const CHUNK = '34a615d189d54889ac6caa4f40f75196';
const PROFILER = 'f6dae38142444f629a2d39d8b3717a1d';
const T0 = 1795211421.439;

/** Stack 0 is empty, 1 is work < main, 2 is render < main. */
const STACKS: readonly JsonValue[] = [[], [1, 0], [2, 0]];
const FRAMES: readonly JsonValue[] = [{ function: 'main' }, { function: 'work' }, { function: 'render' }];

function sample(timestamp: number, stack: number, thread = '0'): JsonObject {
  return { timestamp, stack_id: stack, thread_id: thread };
}

const TWO = [sample(T0, 1), sample(T0 + 0.01, 2)];

type Fields = Record<string, JsonValue | undefined>;

function parseAny(samples: readonly JsonValue[], more: Fields = {}, item: SentryChunkItem = {}) {
  const payload = {
    chunk_id: CHUNK,
    profiler_id: PROFILER,
    platform: 'node',
    version: '2',
    profile: { samples, stacks: STACKS, frames: FRAMES },
    ...more,
  };
  return parseSentryChunk(new TextEncoder().encode(JSON.stringify(payload)), item);
}

function parse(samples: readonly JsonValue[], more: Fields = {}, item: SentryChunkItem = {}): SentryChunk {
  const chunk = parseAny(samples, more, item);
  if (chunk.state !== 'decoded') throw new Error('not decoded');
  return chunk;
}

describe('the fields', () => {
  it('are read as they were sent, and may be absent', () => {
    const chunk = parse(TWO, {
      chunk_id: '34A615D1-89D5-4889-AC6C-AA4F40F75196',
      environment: 'staging',
      client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
      release: null,
    });
    expect(chunk).toMatchObject({
      state: 'decoded',
      chunkId: CHUNK,
      profilerId: PROFILER,
      platform: 'node',
      version: '2',
      environment: 'staging',
      release: '',
      clientSdk: { name: 'sentry.javascript.node', version: '11.1.0' },
      debugMeta: {},
      measurements: [],
    });
  });

  it('say times as sent and in whole nanoseconds since the first sample', () => {
    const { samples, startMs, endNanos } = parse([sample(1795229654.8270001, 1), sample(1795229654.822, 2)]).recording;
    expect(startMs).toBe(1795229654822);
    expect(Array.from(samples.timeSeconds!)).toEqual([1795229654.822, 1795229654.8270001]);
    expect(Array.from(samples.elapsedNanos)).toEqual([0, 5_000_000]);
    expect(endNanos).toBeUndefined();
  });

  it('of frames have aliases', () => {
    const frames = [
      { name: 'f', file: 'f.js', line: 3, column: 4 },
      { function: 'g', filename: 'g.js', lineno: '5', colno: -1 },
    ];
    const chunk = parse(TWO, { profile: { samples: TWO, stacks: [[], [0], [1]], frames } });
    expect(chunk.recording.frames).toMatchObject([
      { function: 'f', filename: 'f.js', lineno: 3, colno: 4, platform: 'node' },
      { function: 'g', filename: 'g.js', lineno: 5, colno: 0 },
    ]);
  });

  it('keep what symbolication left', () => {
    const data = { symbolicator_status: 'symbolicated', deobfuscation_status: 'x', symbolicated: true, other: 1 };
    const { frames } = parse(TWO, {
      profile: { samples: TWO, stacks: STACKS, frames: [{ data }, {}, { status: 'own', data }] },
    }).recording;
    expect(frames[0]?.data).toEqual({
      symbolicatorStatus: 'symbolicated',
      deobfuscationStatus: 'x',
      symbolicated: true,
    });
    expect(frames.map(({ status }) => status)).toEqual(['symbolicated', '', 'own']);
  });
});

describe('normalising', () => {
  it('keeps samples without a stack, but counts them for nothing', () => {
    const idle = [sample(T0 - 1, 0), sample(T0, 1), sample(T0 + 1, 0), sample(T0 + 2, 2), sample(T0 + 3, 0)];
    expect(parse(idle).recording.samples.length).toBe(5);
    const lone = [...TWO, sample(T0, 1, '9'), sample(T0 + 1, 0, '9'), sample(T0 + 2, 0, '9')];
    expect(parse(lone).recording.threadIds).toEqual(['0']);
  });

  it('takes the holes of browser arrays for nothing', () => {
    const profile = { samples: [null, ...TWO, null], stacks: [null, [1, 0], [0]], frames: [null, FRAMES[1]!] };
    const { samples, stacks, frames } = parse([], { platform: 'javascript', profile }).recording;
    expect(samples.length).toBe(2);
    expect(Array.from(framesOfStack(stacks, 0))).toEqual([]);
    expect(frames.map((frame) => frame.function)).toEqual(['', 'work']);
  });

  it.each([
    ['of the first sample', T0, [T0 * 1000 + 0.1627, T0 * 1000 + 12.5], [T0 + 0.1627, T0 + 12.5]],
    ['a millisecond before it', T0 + 0.001, [T0 * 1000 + 0.3445], [T0 + 0.3445]],
    ['said right', T0, [T0 + 0.25], [T0 + 0.25]],
    ['said in milliseconds', T0, [(T0 + 67) * 1000], [T0 + 67]],
  ])("puts Node's measurements right: start %s", (_, first, times, expected) => {
    const values = times.map((timestamp) => ({ value: 1, timestamp }));
    const measurements = { cpu_usage: { unit: 'percent', values } };
    const [cpu] = parse([sample(first, 1), sample(first + 20, 1)], { measurements }).measurements;
    expect(cpu?.times.length).toBe(expected.length);
    for (const [index, time] of expected.entries()) expect(cpu?.times[index]).toBeCloseTo(time, 3);
  });

  it('takes exactly 66 s', () => {
    expect(parse([sample(T0, 1), sample(T0 + 66, 1)]).recording.samples.length).toBe(2);
  });
});

describe('drops', () => {
  const cases: readonly [SentryDropReason, readonly JsonValue[], Fields, SentryChunkItem?][] = [
    ['profiling_invalid_profile_type', TWO, {}, { platform: 'python' }],
    ['profiling_platform_not_supported', TWO, { version: '1' }],
    ['profiling_platform_not_supported', TWO, { version: undefined }],
    ['profiling_not_enough_samples', [], {}],
    ['profiling_not_enough_samples', [sample(T0, 1), sample(T0, 0), sample(T0, 1, '2')], {}],
    ['profiling_malformed_samples', [sample(T0, 1), sample(T0, 9)], {}],
    ['profiling_malformed_samples', [sample(-5, 1), sample(-4, 1)], {}],
    ['profiling_malformed_samples', [sample(1e20, 1), sample(1e20, 1)], {}],
    ['profiling_malformed_stacks', TWO, { profile: { samples: TWO, stacks: [[], [0], [3]], frames: FRAMES } }],
    ['profiling_duration_is_too_long', [sample(T0, 1), sample(T0 + 66.001, 1)], {}],
    ['profiling_invalid_json', TWO, { chunk_id: undefined }],
    ['profiling_invalid_json', TWO, { profiler_id: '1' }],
    ['profiling_invalid_json', TWO, { platform: '' }],
    ['profiling_invalid_json', [{ timestamp: null, stack_id: 1, thread_id: '1' }], {}],
    ['profiling_invalid_json', TWO, { profile: [] }],
    ['profiling_invalid_profile_metadata', TWO, {}, { contentType: 'application/x-perfetto' }],
    ['profiling_invalid_profile_metadata', TWO, {}, { metaLength: 1e9 }],
  ];
  it.each(cases)('%s: %#', (reason, samples, more, item) => {
    expect(() => parseAny(samples, more, item)).toThrow(expect.objectContaining({ name: 'SentryDropError', reason }));
  });
});

describe('what is not decoded', () => {
  const identity = {
    chunk_id: CHUNK,
    profiler_id: PROFILER,
    platform: 'android',
    release: 'app@1',
    environment: 'prod',
  };
  const expected: Partial<UndecodedSentryChunk> = {
    state: 'not_decoded',
    chunkId: CHUNK,
    profilerId: PROFILER,
    platform: 'android',
    release: 'app@1',
    environment: 'prod',
  };

  it.each(['2', '2.android-trace'])("is Android's trace of version %s", (version) => {
    const fields = { ...identity, version, sampled_profile: 'AAAA', timestamp: T0, duration_ns: 1_500_000_000 };
    expect(parseSentryChunk(new TextEncoder().encode(JSON.stringify(fields)), { platform: 'android' })).toMatchObject({
      ...expected,
      form: 'android_trace',
      version,
      startMs: 1795211421439,
      endMs: 1795211422939,
    });
  });

  it('is Perfetto: JSON, then what is none', () => {
    const meta = new TextEncoder().encode(JSON.stringify({ ...identity, version: '2' }));
    const payload = Uint8Array.from([...meta, 10, 0, 255, 254]);
    const item = { platform: 'android', contentType: 'application/x-perfetto', metaLength: meta.length };
    expect(parseSentryChunk(payload, item)).toMatchObject({ ...expected, form: 'perfetto', startMs: undefined });
  });
});
