import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damaged, withOtherValues } from '../testing/damage.ts';
import { readEnvelopeFixture } from '../testing/read-envelope-fixture.ts';
import { MAX_PROFILE_BYTES, MAX_SENTRY_FRAMES, MAX_SENTRY_SAMPLES, MAX_SENTRY_STACKS } from './limits.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { parseSentryChunk } from './parse-sentry-chunk.ts';
import { parseSentryProfile } from './parse-sentry-profile.ts';
import { profileOfRecording } from './profile-of-recording.ts';
import { SentryDropError } from './sentry-drop-error.ts';

const ID = '34a615d189d54889ac6caa4f40f75196';

/** Reads the payload as either kind; anything but the drop of it is thrown on. */
function read(kind: string, payload: Uint8Array): SentryDropError | undefined {
  try {
    const decoded = kind === 'profile' ? parseSentryProfile(payload) : parseSentryChunk(payload);
    if (decoded.state === 'decoded') profileOfRecording(decoded.recording, decoded.platform);
    return undefined;
  } catch (error) {
    if (!(error instanceof SentryDropError)) throw error;
    return error;
  }
}

describe.each(['node-10-001', 'node-11-001', 'python-001', 'python-004'])('%s, damaged', (name) => {
  const item = parseEnvelope(readEnvelopeFixture(name)).items.find(({ type }) => type.startsWith('profile'))!;
  const text = new TextDecoder().decode(item.payload);

  it('is taken whole as it is', () => {
    expect(read(item.type, item.payload)).toBeUndefined();
  });

  it('is dropped with a reason when bytes change, and makes no other error', () => {
    fc.assert(
      fc.property(damaged(item.payload), (broken) => {
        read(item.type, broken);
      }),
      { numRuns: 60 },
    );
  });

  it('is dropped with a reason when values change', () => {
    fc.assert(
      fc.property(withOtherValues(text), (changed) => {
        read(item.type, new TextEncoder().encode(changed));
      }),
      { numRuns: 100 },
    );
  });

  it('is dropped when it ends too early, wherever', () => {
    fc.assert(
      fc.property(fc.nat(item.payload.length - 1), (length) => {
        expect(read(item.type, item.payload.subarray(0, length))?.reason).toBe('profiling_invalid_json');
      }),
      { numRuns: 60 },
    );
  });
});

it('any JSON makes a drop', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('profile', 'profile_chunk'), (value, kind) => {
      expect(read(kind, new TextEncoder().encode(JSON.stringify(value)))).toBeInstanceOf(SentryDropError);
    }),
    { numRuns: 200 },
  );
});

describe('what is too much', () => {
  function chunk(profile: string, more = ''): Uint8Array {
    const fields = `"chunk_id":"${ID}","profiler_id":"${ID}","platform":"node","version":"2"`;
    return new TextEncoder().encode(`{${fields}${more},"profile":${profile}}`);
  }
  const rows = (row: string, count: number): string => `${`${row},`.repeat(count)}${row}`;
  const sample = '{"stack_id":0,"thread_id":"0","timestamp":1}';

  it.each([
    ['samples', `{"samples":[${rows(sample, MAX_SENTRY_SAMPLES)}],"stacks":[[0]],"frames":[{}]}`],
    ['stacks', `{"samples":[${sample}],"stacks":[${rows('[]', MAX_SENTRY_STACKS)}],"frames":[{}]}`],
    ['entries of stacks', `{"samples":[${sample}],"stacks":[${rows(`[${rows('0', 4000)}]`, 500)}],"frames":[{}]}`],
    ['frames', `{"samples":[${sample}],"stacks":[[0]],"frames":[${rows('{}', MAX_SENTRY_FRAMES)}]}`],
    ['text', `{"samples":[${sample}],"stacks":[[0]],"frames":[{"function":"${'x'.repeat(262_145)}"}]}`],
    ['frame', `{"samples":[${sample}],"stacks":[[0]],"frames":[{"vars":[${rows('1', 600_000)}]}]}`],
    [
      'metadata',
      `{"samples":[${sample}],"stacks":[[0]],"frames":[],"thread_metadata":{"a":[${rows('1', 2_100_000)}]}}`,
    ],
  ])('%s', (_, profile) => {
    expect(read('profile_chunk', chunk(profile))?.reason).toBe('profiling_exceed_size_limit');
  });

  it('threads', () => {
    const samples = Array.from({ length: 65_537 }, (_, id) => `{"stack_id":0,"thread_id":"${id}","timestamp":1}`);
    const profile = `{"samples":[${samples.join()}],"stacks":[[0]],"frames":[{}]}`;
    expect(read('profile_chunk', chunk(profile))?.reason).toBe('profiling_exceed_size_limit');
  });

  it('bytes', () => {
    const payload = new Uint8Array(MAX_PROFILE_BYTES + 1).fill(0x20);
    expect(read('profile', payload)?.reason).toBe('profiling_exceed_size_limit');
  });

  it('nothing is too much for a full profile within the limits', () => {
    const stacks = Array.from(
      { length: 500 },
      (_, stack) => `[${Array.from({ length: 200 }, (__, at) => (stack + at) % 5000).join()}]`,
    );
    const samples = Array.from(
      { length: 20_000 },
      (_, at) => `{"stack_id":${at % 500},"thread_id":"${at % 64}","timestamp":${1e9 + at / 2000}}`,
    );
    const profile = `{"samples":[${samples.join()}],"stacks":[${stacks.join()}],"frames":[${rows('{"function":"f"}', 5000)}]}`;
    expect(read('profile_chunk', chunk(profile))).toBeUndefined();
  });
});
