import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from './json-value.ts';
import { parseSentryProfile } from './parse-sentry-profile.ts';
import type { SentryDropReason } from './sentry-drop-error.ts';
import type { LegacySentryProfile, SentryProfile } from './sentry-profile.ts';
import { framesOfStack } from './sentry-recording.ts';

const ID = '02caf4df6d4f4674afae66cbbedc43f2';
const TRACE = 'ab49f58d3f0c4c0ea5b0c2f4d3e2a1b0';
const DASHED = '02CAF4DF-6D4F-4674-AFAE-66CBBEDC43F2';

const TRANSACTION = { id: ID, name: 'GET /checkout', trace_id: TRACE, active_thread_id: '7' };

/** Stack 0 is empty, 1 is work < main, 2 is render < main. */
const STACKS = [[], [1, 0], [2, 0]];
const FRAMES = [{ function: 'main' }, { function: 'work' }, { function: 'render' }];

function sample(elapsed: number | string, stack: number, thread: number | string = '7'): JsonObject {
  return { elapsed_since_start_ns: elapsed, stack_id: stack, thread_id: thread };
}

function profileOf(samples: readonly JsonValue[], more: Record<string, JsonValue | undefined> = {}): string {
  return JSON.stringify({
    event_id: ID,
    version: '1',
    platform: 'python',
    timestamp: '2026-11-20T21:53:09.052584Z',
    device: { architecture: 'x86_64' },
    os: { name: 'Linux', version: '6.1.0' },
    transaction: TRANSACTION,
    profile: { samples, stacks: STACKS, frames: FRAMES },
    ...more,
  });
}

function parseText(text: string): SentryProfile | LegacySentryProfile {
  return parseSentryProfile(new TextEncoder().encode(text));
}

function parse(samples: readonly JsonValue[], more: Record<string, JsonValue | undefined> = {}): SentryProfile {
  const profile = parseText(profileOf(samples, more));
  if (profile.state !== 'decoded') throw new Error('not decoded');
  return profile;
}

const TWO = [sample(0, 1), sample(10, 2)];

function kept(profile: SentryProfile): readonly (readonly [elapsed: number, stack: number, thread: string])[] {
  const { samples, threadIds } = profile.recording;
  return Array.from(samples.elapsedNanos, (elapsed, row) => [
    elapsed,
    samples.stack[row]!,
    threadIds[samples.thread[row]!]!,
  ]);
}

describe('samples', () => {
  const LONG = '18446744073709551615';
  const sent = [
    sample('0', 1, '7'),
    sample('10000000001', 2, LONG),
    sample('10000000002', 1, '07'),
    sample(10000000003, 2, 7),
    sample('10000000004', 1, LONG),
    sample('10000000005', 2, '07'),
    sample('10000000005.6', 2, '7'),
  ];
  const expected = [
    [0, 1, '7'],
    [10000000001, 2, LONG],
    [10000000002, 1, '07'],
    [10000000003, 2, '7'],
    [10000000004, 1, LONG],
    [10000000005, 2, '07'],
    [10000000006, 2, '7'],
  ];

  it('have times and threads of any length, as numbers or as text', () => {
    expect(kept(parse(sent))).toEqual(expected);
  });

  it.each(['é', '€', '😀', '\ufeff'])('stand where they stand, whatever is before them: %s', (character) => {
    const text = `{"extra":"${character.repeat(3)}",${profileOf(sent).slice(1)}`;
    const profile = parseText(text);
    if (profile.state !== 'decoded') throw new Error('not decoded');
    expect(kept(profile)).toEqual(expected);
  });
});

describe('the fields', () => {
  it('are read as they were sent', () => {
    const profile = parse(TWO, {
      environment: 'staging',
      release: 'py-app@2.0.1',
      received: 1795211589.5,
      runtime: { name: 'CPython', version: '3.11.7' },
      client_sdk: { name: 'sentry.python', version: '2.64.0' },
      debug_meta: { images: [{ type: 'sourcemap' }] },
      measurements: { cpu: { unit: 'percent', values: [{ elapsed_since_start_ns: '5', value: 0.5 }, null, {}] } },
      transaction_tags: { region: 'eu', number: 3 },
    });
    expect(profile).toMatchObject({
      state: 'decoded',
      profileId: ID,
      version: '1',
      timestamp: '2026-11-20T21:53:09.052584Z',
      receivedMs: 1795211589500,
      environment: 'staging',
      release: 'py-app@2.0.1',
      dist: '',
      os: { name: 'Linux', version: '6.1.0', buildNumber: '' },
      device: { architecture: 'x86_64', classification: '', locale: '', manufacturer: '', model: '' },
      runtime: { name: 'CPython', version: '3.11.7' },
      clientSdk: { name: 'sentry.python', version: '2.64.0' },
      debugMeta: { images: [{ type: 'sourcemap' }] },
      measurements: [{ name: 'cpu', unit: 'percent', times: Float64Array.of(5), values: Float64Array.of(0.5) }],
      transaction: { id: ID, name: 'GET /checkout', traceId: TRACE, activeThreadId: '7', relativeEndNanos: 0 },
      transactionTags: new Map([['region', 'eu']]),
    });
    expect(profile.recording.startMs).toBe(1795211589052.584);
  });

  it('have aliases: profile_id, transactions[0]', () => {
    const profile = parse(TWO, {
      event_id: undefined,
      profile_id: DASHED,
      transaction: undefined,
      transactions: [{ ...TRANSACTION, relative_start_ns: '0', relative_end_ns: '20' }, { id: 'another' }],
    });
    expect(profile.profileId).toBe(ID);
    expect(profile.transaction).toMatchObject({ name: 'GET /checkout', relativeEndNanos: 20 });
    expect(profile.recording.endNanos).toBe(20);
  });

  it('may come in any order, after keys that nobody knows', () => {
    const { profile, ...rest } = JSON.parse(profileOf(TWO)) as Record<string, JsonValue>;
    const reversed = Object.fromEntries([['contexts', { a: [1] }], ...Object.entries({ profile, ...rest })].reverse());
    expect(parseText(JSON.stringify(reversed))).toEqual(parseText(profileOf(TWO)));
    expect(parseText(JSON.stringify({ profile, ...rest }, null, 2))).toEqual(parseText(profileOf(TWO)));
  });

  it('hold thread ids beyond 2^53 exactly, bare or as text', () => {
    const text = profileOf([sample(0, 1, 'ID'), sample(10, 2, 'ID')], {
      transaction: { ...TRANSACTION, active_thread_id: 'ID' },
    });
    for (const id of ['18446744073709551615', '"18446744073709551615"']) {
      const profile = parseText(text.replaceAll('"ID"', id)) as SentryProfile;
      expect(profile.recording.threadIds).toEqual(['18446744073709551615']);
      expect(profile.transaction.activeThreadId).toBe('18446744073709551615');
    }
  });

  it('take the metadata of their own threads and queues only', () => {
    const samples = [{ ...sample(0, 1), queue_address: '0xff' }, sample(10, 2)];
    const { recording } = parse(samples, {
      profile: {
        samples,
        stacks: STACKS,
        frames: FRAMES,
        thread_metadata: { 7: { name: 'main', priority: 31 }, 8: { name: 'gone' } },
        queue_metadata: { '0xff': { label: 'com.apple.main-thread' }, '0xee': { label: 'gone' } },
      },
    });
    expect(recording.threads).toEqual(new Map([['7', { name: 'main', priority: 31 }]]));
    expect(recording.queues).toEqual(new Map([['0xff', 'com.apple.main-thread']]));
    expect(Array.from(recording.samples.queue)).toEqual([0, -1]);
    expect(parse(TWO).recording.threads).toBeUndefined();
  });
});

describe('normalising', () => {
  it('sorts by time', () => {
    expect(kept(parse([sample('20', 1), sample(10, 2), sample(15, 1)])).map(([elapsed]) => elapsed)).toEqual([
      10, 15, 20,
    ]);
  });

  it('keeps what is within the transaction', () => {
    const transaction = { ...TRANSACTION, relative_start_ns: '10', relative_end_ns: 30 };
    const samples = [0, 10, 20, 30, 31].map((elapsed) => sample(elapsed, 1));
    expect(kept(parse(samples, { transaction })).map(([elapsed]) => elapsed)).toEqual([10, 20, 30]);
  });

  it('cuts idle samples at the ends of each thread', () => {
    const samples = [
      sample(0, 0),
      sample(1, 1),
      sample(2, 2),
      sample(3, 0),
      sample(0, 0, 8),
      sample(1, 0, 8),
      sample(2, 0, 8),
    ];
    expect(kept(parse(samples))).toEqual([
      [1, 1, '7'],
      [2, 2, '7'],
    ]);
  });

  it('drops threads with one sample', () => {
    expect(kept(parse([...TWO, sample(5, 1, 9)])).map(([, , thread]) => thread)).toEqual(['7', '7']);
  });

  it('gives idle samples between two active ones the frames that both share', () => {
    const { recording } = parse([sample(0, 1), sample(1, 0), sample(2, 2), sample(3, 0), sample(4, 2)]);
    const paths = Array.from(recording.samples.stack, (stack) =>
      Array.from(framesOfStack(recording.stacks, stack), (frame) => recording.frames[frame]!.function).join('<'),
    );
    expect(paths).toEqual(['work<main', 'main', 'render<main', 'render<main', 'render<main']);
    expect(Array.from(recording.samples.idle)).toEqual([0, 1, 0, 1, 0]);
  });

  it('takes away the <string> module at the root of Python, and what calls main of cocoa', () => {
    const frames = [{ function: '<module>', filename: '<string>' }, { function: 'main' }, { function: 'work' }];
    const profile = { samples: TWO, stacks: [[], [2, 1, 0], [0]], frames };
    const paths = (platform: string, more = {}): readonly (readonly number[])[] => {
      const { stacks } = parse(TWO, { platform, profile, ...more }).recording;
      return [1, 2].map((stack) => Array.from(framesOfStack(stacks, stack)));
    };
    expect(paths('python')).toEqual([[2, 1], [0]]);
    expect(paths('cocoa', COCOA)).toEqual([[2, 1], [0]]);
    expect(paths('node')).toEqual([[2, 1, 0], [0]]);
  });

  it('takes the signature off pointers of cocoa on arm64', () => {
    const profile = {
      samples: TWO,
      stacks: STACKS,
      frames: [...FRAMES.slice(1), { instruction_addr: '0xa722447ffffffffc' }],
    };
    const address = (more: Record<string, JsonValue>): string | undefined =>
      parse(TWO, { profile, ...more }).recording.frames[2]?.instructionAddr;
    expect(address({ ...COCOA, platform: 'cocoa' })).toBe('0xffffffffc');
    expect(address({})).toBe('0xa722447ffffffffc');
  });
});

const COCOA = {
  device: { architecture: 'arm64e', is_emulator: false, locale: 'en', manufacturer: 'Apple', model: 'iPhone' },
  os: { name: 'iOS', version: '17', build_number: '1' },
};

describe('drops', () => {
  const long = [sample(0, 1), sample(30_000_000_001, 1)];
  const cases: readonly [SentryDropReason, readonly JsonValue[], Record<string, JsonValue | undefined>][] = [
    ['profiling_no_transaction_associated', TWO, { transaction: undefined }],
    ['profiling_no_transaction_associated', TWO, { transaction: null, transactions: [] }],
    ['profiling_invalid_transaction_metadata', TWO, { transaction: { ...TRANSACTION, name: '' } }],
    ['profiling_invalid_transaction_metadata', TWO, { transaction: { ...TRANSACTION, id: '0'.repeat(32) } }],
    ['profiling_invalid_transaction_metadata', TWO, { transaction: { ...TRANSACTION, trace_id: undefined as never } }],
    ['profiling_not_enough_samples', [], {}],
    ['profiling_not_enough_samples', [sample(0, 1)], {}],
    ['profiling_not_enough_samples', [sample(0, 1, 1), sample(0, 1, 2)], {}],
    ['profiling_not_enough_samples', [sample(0, 0), sample(1, 0), sample(2, 0)], {}],
    ['profiling_malformed_samples', [sample(0, 1), sample(1, 3)], {}],
    ['profiling_malformed_samples', [sample(0, 1), sample(1, 2 ** 40)], {}],
    ['profiling_malformed_stacks', TWO, { profile: { samples: TWO, stacks: [[], [3], [1]], frames: FRAMES } }],
    ['profiling_duration_is_too_long', long, {}],
    ['profiling_platform_not_supported', TWO, { version: '3' }],
    ['profiling_platform_not_supported', TWO, { version: undefined }],
    ['profiling_invalid_profile_metadata', TWO, { platform: 'cocoa' }],
    ['profiling_invalid_json', TWO, { event_id: 'xyz' }],
    ['profiling_invalid_json', TWO, { platform: undefined }],
    ['profiling_invalid_json', TWO, { timestamp: 'yesterday' }],
    ['profiling_invalid_json', TWO, { timestamp: '2026-02-30T00:00:00Z' }],
    ['profiling_invalid_json', TWO, { device: {} }],
    ['profiling_invalid_json', TWO, { os: { name: 'Linux' } }],
    ['profiling_invalid_json', TWO, { profile: undefined }],
    ['profiling_invalid_json', TWO, { profile: { samples: TWO, stacks: STACKS } }],
    ['profiling_invalid_json', TWO, { release: ['no text'] }],
    ['profiling_invalid_json', [sample(0, -1), sample(1, 1)], {}],
    ['profiling_invalid_json', [sample(0, 1.5), sample(1, 1)], {}],
    ['profiling_invalid_json', [{ stack_id: 1, thread_id: '1' }, sample(1, 1)], {}],
    ['profiling_invalid_json', [sample('x', 1), sample(1, 1)], {}],
    ['profiling_exceed_size_limit', TWO, { release: 'x'.repeat(5000) }],
    ['profiling_exceed_size_limit', TWO, { profile: { samples: TWO, stacks: [Array(4097).fill(0)], frames: FRAMES } }],
  ];
  it.each(cases)('%s: %#', (reason, samples, more) => {
    expect(() => parse(samples, more)).toThrow(expect.objectContaining({ name: 'SentryDropError', reason }));
  });

  it('takes exactly 30 s', () => {
    expect(kept(parse([sample(0, 1), sample(30_000_000_000, 1)]))).toHaveLength(2);
  });
});

describe("Android's trace without a version", () => {
  const legacy = {
    profile_id: DASHED,
    platform: 'android',
    sampled_profile: 'AAAA',
    js_profile: 'x'.repeat(10),
    duration_ns: '2000000000',
    timestamp: '2026-11-20T21:53:09Z',
    transaction_id: ID,
    transaction_name: 'MainActivity',
    trace_id: TRACE,
    version_name: '1.0',
    device_model: 'Pixel',
  };

  it('is recognised and not decoded', () => {
    const { sampled_profile: _, js_profile: __, ...fields } = legacy;
    expect(parseText(JSON.stringify(legacy))).toEqual({
      state: 'not_decoded',
      profileId: ID,
      platform: 'android',
      environment: '',
      release: '1.0',
      startMs: 1795211589000,
      endMs: 1795211591000,
      transactionId: ID,
      transactionName: 'MainActivity',
      traceId: TRACE,
      fields,
    });
  });

  it('needs its samples and its id', () => {
    const parseLegacy = (more: Record<string, JsonValue | undefined>) => () =>
      parseText(JSON.stringify({ ...legacy, ...more }));
    expect(parseLegacy({ sampled_profile: undefined })).toThrow(
      expect.objectContaining({ reason: 'profiling_invalid_sampled_profile' }),
    );
    expect(parseLegacy({ profile_id: '1' })).toThrow(expect.objectContaining({ reason: 'profiling_invalid_json' }));
  });
});
