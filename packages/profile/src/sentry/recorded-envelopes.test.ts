import { describe, expect, it } from 'vitest';
import {
  ENVELOPE_FIXTURE_NAMES,
  readEnvelopeFixture,
  readExpectedEnvelopes,
} from '../testing/read-envelope-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { encodeEnvelope } from './encode-envelope.ts';
import type { EnvelopeItem } from './envelope.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { parseSentryChunk } from './parse-sentry-chunk.ts';
import { parseSentryProfile } from './parse-sentry-profile.ts';
import { profileOfRecording } from './profile-of-recording.ts';
import type { SentryChunk } from './sentry-chunk.ts';
import type { SentryProfile } from './sentry-profile.ts';
import { framesOfStack, type SentryRecording } from './sentry-recording.ts';

const expected = readExpectedEnvelopes();
/** Samples of the application on a thread whose id the SDK's worker was given after it ended. */
const TAKEN_OVER: Readonly<Record<string, number>> = { 'python-004': 37, 'python-008': 51 };
const PROFILES = ENVELOPE_FIXTURE_NAMES.filter((name) => expected[name]?.recording !== undefined);

it('has every recorded envelope', () => {
  expect(ENVELOPE_FIXTURE_NAMES).toEqual(Object.keys(expected).sort());
  expect(PROFILES).toHaveLength(13);
});

describe.each(ENVELOPE_FIXTURE_NAMES)('%s', (name) => {
  it('holds the items that the recorder saw, and comes back from its encoding', () => {
    const envelope = parseEnvelope(readEnvelopeFixture(name));
    expect(envelope.items.map(({ type, payload }) => [type, payload.length])).toEqual(expected[name]?.items);
    const again = parseEnvelope(encodeEnvelope(envelope));
    expect(again.headers).toEqual(envelope.headers);
    expect(again.items.map((item) => item.payload)).toEqual(envelope.items.map((item) => item.payload));
  });
});

describe.each(PROFILES)('%s', (name) => {
  const decoded = decode(name);
  const { recording } = decoded;
  const truth = expected[name]!.recording!;

  it('has the samples, stacks and frames that the recorder counted', () => {
    const { samples, stacks, frames } = truth;
    expect(recording.samples.length).toBe(samples);
    expect(recording.stacks.length).toBe(stacks);
    expect(recording.frames.length).toBe(frames);
    const { elapsedNanos } = recording.samples;
    expect(Math.abs((elapsedNanos.at(-1)! - elapsedNanos[0]!) / 1e9 - truth.seconds)).toBeLessThan(0.0051);
    expect(countBy(recording, (sample) => threadName(recording, sample))).toEqual(truth.threads);
  });

  it('spends its samples in the functions that the recorder saw at the leaves', () => {
    const leaves = countBy(recording, (sample) => leafName(recording, sample));
    for (const [leaf, percent] of Object.entries(truth.leafPercents)) {
      expect(Math.abs((100 * leaves[leaf]!) / truth.samples - percent), leaf).toBeLessThan(0.051);
    }
  });

  it('reads the same with white space, which takes another way', () => {
    const { type, headers, payload } = profileItem(name);
    const spaced = JSON.stringify(JSON.parse(new TextDecoder().decode(payload)), null, 1);
    expect(decodeItem({ type, headers, payload: new TextEncoder().encode(spaced) })).toEqual(decoded);
  });

  it('becomes a profile whose values add up', () => {
    const own = Object.entries(truth.threads).filter(([thread]) => /^sentry(-sdk)?\./.test(thread));
    const ownSamples = own.reduce((sum, [, count]) => sum + count, 0) - (TAKEN_OVER[name] ?? 0);
    const { profile, ownThreadSamples, startMs, endMs } = profileOfRecording(recording, decoded.platform);
    expect(ownThreadSamples).toBe(ownSamples);
    expect(profile.types.map(({ type }) => type)).toEqual(
      decoded.platform === 'node' ? ['samples', 'wall', 'cpu'] : ['samples', 'wall'],
    );
    const [samples, wall, cpu] = totalsOf(profile);
    expect(samples).toBe(BigInt(truth.samples - ownSamples));
    expect(Number(wall) / 1e6).toBeLessThanOrEqual((endMs - startMs) * Object.keys(truth.threads).length);
    expect(Number(wall) / 1e6).toBeGreaterThan((endMs - startMs) / 2);
    if (cpu !== undefined) {
      const idle = truth.leafPercents['(idle)']! / 100;
      expect(Number(cpu) / Number(wall)).toBeGreaterThan(1 - 2 * idle);
      expect(cpu).toBeLessThan(wall!);
    }
  });

  it('has measurements within its own time', () => {
    for (const { times } of decoded.measurements) {
      const isElapsed = recording.samples.timeSeconds === undefined;
      const elapsed = Array.from(times, (time) => (isElapsed ? time / 1e9 : time - recording.startMs / 1000));
      expect(Math.min(...elapsed)).toBeGreaterThanOrEqual(-0.01);
      expect(Math.max(...elapsed)).toBeLessThanOrEqual(truth.seconds + 0.2);
    }
  });
});

function decode(name: string): SentryProfile | SentryChunk {
  const decoded = decodeItem(profileItem(name));
  if (decoded.state !== 'decoded') throw new Error('not decoded');
  return decoded;
}

function profileItem(name: string): EnvelopeItem {
  return parseEnvelope(readEnvelopeFixture(name)).items.find(({ type }) => type.startsWith('profile'))!;
}

function decodeItem(item: EnvelopeItem): ReturnType<typeof parseSentryProfile | typeof parseSentryChunk> {
  if (item.type === 'profile') return parseSentryProfile(item.payload);
  return parseSentryChunk(item.payload, { platform: item.headers['platform'] as string });
}

function countBy(recording: SentryRecording, nameOf: (sample: number) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let sample = 0; sample < recording.samples.length; sample++) {
    const name = nameOf(sample);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function threadName(recording: SentryRecording, sample: number): string {
  return recording.threads?.get(recording.threadIds[recording.samples.thread[sample]!]!)?.name ?? '(no name)';
}

function leafName(recording: SentryRecording, sample: number): string {
  const leaf = framesOfStack(recording.stacks, recording.samples.stack[sample]!)[0];
  return (leaf === undefined ? '' : recording.frames[leaf]!.function) || '(empty)';
}
