import { describe, expect, it } from 'vitest';
import { readProfile } from '../formats/read-profile.ts';
import { writeProfile } from '../formats/write-profile.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import type { Profile } from '../profile.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { parseEnvelope } from '../sentry/parse-envelope.ts';
import { parseSentryChunk } from '../sentry/parse-sentry-chunk.ts';
import { parseSentryProfile } from '../sentry/parse-sentry-profile.ts';
import { profileOfRecording } from '../sentry/profile-of-recording.ts';
import { writeSpeedscope } from '../speedscope/write-speedscope.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { ENVELOPE_FIXTURE_NAMES, readEnvelopeFixture } from '../testing/read-envelope-fixture.ts';
import { FILE_FIXTURE_NAMES, readFileFixture } from '../testing/read-file-fixture.ts';
import { FIREFOX_FIXTURE_NAMES, readFirefoxFixture } from '../testing/read-firefox-fixture.ts';
import { readFixture } from '../testing/read-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { profileOfThreads } from './profile-of-threads.ts';
import type { RecordedThreads } from './recorded-threads.ts';
import { shownThreads } from './shown-threads.ts';
import { threadsOfFile } from './threads-of-file.ts';
import { threadsOfProfile } from './threads-of-profile.ts';
import { threadsOfRecording } from './threads-of-recording.ts';

const sumOf = ({ threads }: RecordedThreads): number =>
  threads.reduce((sum, { samples }) => sum + samples.value.reduce((all, value) => all + value, 0), 0);

function expectInTime({ threads, hasTimes }: RecordedThreads): void {
  for (const { samples } of threads) {
    expect(samples.timeMs.length).toBe(hasTimes ? samples.length : 0);
    expect([...samples.timeMs]).toEqual([...samples.timeMs].sort((a, b) => a - b));
    expect(samples.durationMs.every((duration) => duration >= 0)).toBe(true);
  }
}

/** What threads hold of each type is what the merged profile holds. */
function expectTotals(threadsOf: (wanted: string) => RecordedThreads, merged: Profile): void {
  for (const [column, { type }] of merged.types.entries()) {
    const recorded = threadsOf(type);
    expect([type, sumOf(recorded)]).toEqual([type, Number(totalsOf(merged)[column])]);
    expectInTime(recorded);
  }
}

const recordings = ENVELOPE_FIXTURE_NAMES.flatMap((name) => {
  const item = parseEnvelope(readEnvelopeFixture(name)).items.find(({ type }) => type.startsWith('profile'));
  if (item === undefined) return [];
  const sent = item.type === 'profile' ? parseSentryProfile(item.payload) : parseSentryChunk(item.payload, {});
  return sent.state === 'decoded' ? [{ name, recording: sent.recording, platform: sent.platform }] : [];
});

describe('threads', () => {
  it.each(recordings)('of Sentry hold what the profile holds: $name', ({ recording, platform }) => {
    const merged = profileOfRecording(recording, platform).profile;
    expectTotals((wanted) => threadsOfRecording(recording, platform, wanted), merged);
  });

  it.each(FIREFOX_FIXTURE_NAMES)('of Firefox Profiler hold what the profile holds: %s', (name) => {
    const bytes = readFirefoxFixture(name);
    const recorded = threadsOfFile(bytes, 0);
    expect(recorded.hasTimes).toBe(true);
    expect(Math.min(...recorded.threads.map(({ samples }) => samples.timeMs[0]!))).toBe(0);
    expectTotals((wanted) => threadsOfFile(bytes, 0, wanted), readProfile(bytes).profile);
  });

  it.each(FILE_FIXTURE_NAMES)('of a file hold what the profile holds: %s', (name) => {
    const bytes = readFileFixture(name);
    expect(threadsOfFile(bytes, 0).hasTimes).toBe(name === 'node.cpuprofile');
    expectTotals((wanted) => threadsOfFile(bytes, 0, wanted), readProfile(bytes).profile);
  });

  it('of Datadog have times where its samples say them', () => {
    const profile = decodePprof(readFixture('dd-node-003-wall'));
    // In Node's profiles it is the end.
    const nanos = (BigInt(profile.timeNanos.hi) << 32n) | BigInt(profile.timeNanos.lo >>> 0);
    const startMs = (Number(nanos) - profile.durationNanos) / 1e6;
    const recorded = threadsOfProfile(profile, startMs, 'wall');
    expect(recorded).toMatchObject({ hasTimes: true, untimedSamples: 0, type: { type: 'wall' } });
    // CPU time of native threads, which have no samples of their own.
    expect(threadsOfProfile(profile, startMs, 'cpu').untimedSamples).toBe(1);
    expectInTime(recorded);
    for (const { samples, name, id } of recorded.threads) {
      expect([name, id].every((text) => text !== '')).toBe(true);
      expect(samples.timeMs[0]!).toBeGreaterThan(-1000);
      expect(samples.timeMs.at(-1)!).toBeLessThan(profile.durationNanos / 1e6);
    }
    expect(threadsOfProfile(decodePprof(readFixture('dd-go-002-cpu')), startMs).hasTimes).toBe(false);
  });

  it.each([
    ['thread name', 'thread id', 'process id'],
    ['thread_name', 'thread_id', 'process id'],
    ['thread.name', 'thread.id', 'process.pid'],
  ])('are told apart by %s, %s and %s, texts and numbers', (name, id, processId) => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
    const label = (key: string, number: number) => ({ key, number: { lo: number, hi: 0 } });
    builder.sample(-1, [1], [{ key: name, text: 'main' }, label(id, 7), label(processId, 4_000_000_000)]);
    builder.sample(
      -1,
      [2],
      [
        { key: name, text: 'worker' },
        { key: id, text: '8' },
      ],
    );
    builder.sample(-1, [3], [{ key: name, text: 'main' }, label(id, 7), label(processId, 4_000_000_000)]);
    const profile = builder.finish();
    const { threads } = threadsOfProfile(profile, 0);
    expect(threads.map((thread) => [thread.name, thread.id, thread.processId, [...thread.samples.value]])).toEqual([
      ['main', '7', '4000000000', [1, 3]],
      ['worker', '8', '', [2]],
    ]);
    const { profiles } = JSON.parse(writeSpeedscope(profile, { title: 'x', column: 0 })) as {
      profiles: readonly { name: string }[];
    };
    expect(profiles.map((one) => one.name)).toEqual(['main - samples (count)', 'worker - samples (count)']);
  });

  it('without a type take the likeliest, and refuse one that is not there', () => {
    const profile = profileFromText(['samples/count', 'cpu/nanoseconds', 'alloc_space/bytes'], 'main 1 2 3');
    expect(threadsOfProfile(profile, 0).type.type).toBe('cpu');
    expect(() => threadsOfProfile(profile, 0, 'wall')).toThrow('but: samples, cpu, alloc_space');
  });
});

describe('shownThreads', () => {
  const bytes = readFirefoxFixture('samply-0.13.1-symbols-v75');
  const all = threadsOfFile(bytes, 0);
  const path = (shown: ReturnType<typeof shownThreads>, stack: number): readonly string[] => {
    const names: string[] = [];
    for (let at = stack; at >= 0; at = shown.stacks.parent[at]!) {
      names.unshift(shown.frames[shown.stacks.frame[at]!]!.function);
    }
    return names;
  };

  it('shows the same stacks, with parents first and nothing that is not needed', () => {
    const shown = shownThreads(all, {});
    const { stacks, functions, frames, strings } = all.profile;
    for (const [at, parent] of shown.stacks.parent.entries()) expect(parent).toBeLessThan(at);
    for (const [index, { samples }] of all.threads.entries()) {
      for (const [row, stack] of samples.stack.entries()) {
        const names: string[] = [];
        for (let node = stack; node >= 0; node = stacks.parent[node]!) {
          const func = frames.func[stacks.frame[node]!]!;
          names.unshift(func < 0 ? '' : strings[functions.name[func]!]!);
        }
        expect(path(shown, shown.threads[index]!.samples.stack[row]!)).toEqual(names);
      }
    }
    expect(shown.omittedSamples).toBe(0);
  });

  it('cuts to a thread, a time, and a number, and says how much is missing', () => {
    const counts = all.threads.map(({ samples }) => samples.length);
    const one = shownThreads(all, { thread: 0 });
    expect(one.threads.map(({ samples }) => samples.length)).toEqual(counts.map((count, at) => (at === 0 ? count : 0)));
    expect(one.threads.map(({ sampleCount }) => sampleCount)).toEqual(counts);
    const few = shownThreads(all, { maxSamples: 3 });
    expect(few.threads.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(3);
    expect(few.omittedSamples).toBe(counts.reduce((sum, count) => sum + count, 0) - 3);
    expect(few.stacks.parent.length).toBeLessThan(shownThreads(all, {}).stacks.parent.length);
    const { timeMs, durationMs } = all.threads[0]!.samples;
    const [fromMs, toMs] = [timeMs[2]!, timeMs[5]!];
    const window = shownThreads(all, { thread: 0, fromMs, toMs }).threads[0]!.samples;
    const expected = [...timeMs].filter((time, row) => time + durationMs[row]! > fromMs && time < toMs);
    expect([...window.timeMs]).toEqual(expected);
  });
});

describe('profileOfThreads', () => {
  it('has samples in time when they are written end to end', () => {
    const recorded = threadsOfFile(readFileFixture('node.cpuprofile'), 0);
    const text = new TextDecoder().decode(writeProfile(profileOfThreads(recorded, 1_795_211_421_439), 'firefox'));
    const document = JSON.parse(text) as {
      meta: { startTime: number };
      threads: readonly { samples: { time: number[]; weight: number[]; stack: (number | null)[] } }[];
    };
    expect(document.meta.startTime).toBe(1_795_211_421_439);
    const { time, stack } = document.threads[0]!.samples;
    const { samples } = recorded.threads[0]!;
    for (const [row, at] of samples.timeMs.entries()) {
      if (samples.durationMs[row] === 0) continue;
      const shown = time.findIndex((one) => Math.abs(one - at) < 0.001);
      expect(shown).toBeGreaterThanOrEqual(0);
      if (samples.stack[row] === -1) expect(stack[shown]).toBeNull();
    }
  });
});
