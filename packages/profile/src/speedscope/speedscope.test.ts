import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import type { StackIndex } from '../profile.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { damaged, withOtherValues } from '../testing/damage.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { readFileFixture } from '../testing/read-file-fixture.ts';
import { readFixture } from '../testing/read-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { readSpeedscope } from './read-speedscope.ts';
import { writeSpeedscope } from './write-speedscope.ts';

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const frames = ['main', 'hash', 'render'].map((name) => ({ name }));
const fileOf = (...profiles: readonly object[]): Uint8Array => bytesOf({ profiles, shared: { frames } });
const sampled = { type: 'sampled', name: '', unit: 'none', startValue: 0, endValue: 3, samples: [[0]], weights: [3] };
const evented = (...events: readonly (readonly [string, number, number])[]) => ({
  type: 'evented',
  name: 'worker',
  unit: 'milliseconds',
  startValue: 0,
  endValue: 10,
  events: events.map(([type, frame, at]) => ({ type, frame, at })),
});
const samplesOf = (bytes: Uint8Array): string[] =>
  dumpProfile(readSpeedscope(bytes))
    .split('\n')
    .filter((line) => line.startsWith('type') || line.startsWith('sample'));

it('reads what py-spy wrote: both threads, their samples and times', () => {
  const profile = readSpeedscope(readFileFixture('py-spy.speedscope.json'));
  expect(profile.types.map(({ type, unit }) => `${type}/${unit}`)).toEqual(['samples/count', 'wall/nanoseconds']);
  expect(totalsOf(profile)).toEqual([538n, 5_380_000_000n]);
  expect(profile.durationNanos).toBe(2_940_000_000);
  const dump = dumpProfile(profile);
  expect(dump).toContain('{"thread name"="Thread 8930 \\"MainThread\\""}');
  expect(dump).toContain('score_fraud /srv/app/dd-python/work.py:21');
});

describe('evented profiles', () => {
  it('give the time between two events to what is open', () => {
    const profile = evented(
      ['O', 0, 0],
      ['O', 1, 2],
      ['C', 1, 5],
      ['C', 0, 6],
      ['O', 0, 8],
      ['O', 0, 8.25],
      ['C', 0, 9],
      ['C', 0, 9],
    );
    expect(samplesOf(fileOf(profile))).toEqual([
      'type wall/nanoseconds sum',
      'sample 3250000 main#1 {"thread name"=worker}',
      'sample 3000000 main#1;hash#2 {"thread name"=worker}',
      'sample 750000 main#1;main#1 {"thread name"=worker}',
    ]);
  });

  it.each<[string, object]>([
    ['a frame that stays open', evented(['O', 0, 0])],
    ['a frame that was not opened', evented(['C', 0, 0])],
    ['frames that cross', evented(['O', 0, 0], ['O', 1, 1], ['C', 0, 2], ['C', 1, 3])],
    ['time that goes back', evented(['O', 0, 5], ['C', 0, 4])],
    ['another kind of event', evented(['X', 0, 5])],
    ['no time', { ...evented(), events: [{ type: 'O', frame: 0 }] }],
  ])('with %s are refused', (_, profile) => {
    expect(() => readSpeedscope(fileOf(profile))).toThrow(expect.objectContaining({ code: 'bad_events' }));
  });
});

it('tells what weights are by their unit, and samples of all profiles stand side by side', () => {
  const profiles = [
    { ...sampled, name: 'a', samples: [[0, 1], [0], [0, 1]], weights: [1, 2, 3] },
    { ...sampled, name: 'b', unit: 'seconds', weights: [0.01] },
    { ...sampled, name: 'c', unit: 'bytes', samples: [[]], weights: [512] },
  ];
  expect(samplesOf(fileOf(...profiles))).toEqual([
    'type samples/count sum',
    'type wall/nanoseconds sum',
    'type alloc_space/bytes sum',
    'sample 4 0 0 main#1;hash#2 {"thread name"=a}',
    'sample 2 0 0 main#1 {"thread name"=a}',
    'sample 1 10000000 0 main#1 {"thread name"=b}',
    'sample 1 0 512 - {"thread name"=c}',
  ]);
});

it.each<[string, Uint8Array, string]>([
  ['no profiles', fileOf(), 'missing_types'],
  ['a unit that is not known', fileOf({ ...sampled, unit: 'furlongs' }), 'missing_types'],
  ['a kind that is not known', fileOf({ ...sampled, type: 'traced' }), 'missing_types'],
  ['fewer weights than samples', fileOf({ ...sampled, weights: [] }), 'value_count_mismatch'],
  ['no samples', fileOf({ ...sampled, samples: undefined }), 'value_count_mismatch'],
  ['a weight below 0', fileOf({ ...sampled, weights: [-1] }), 'value_out_of_range'],
  ['a weight beyond 2^53', fileOf({ ...sampled, weights: [1e17] }), 'value_out_of_range'],
  ['a frame that does not exist', fileOf({ ...sampled, samples: [[3]] }), 'index_out_of_range'],
  ['half a frame', fileOf({ ...sampled, samples: [[0.5]] }), 'index_out_of_range'],
  ['a stack that is too deep', fileOf({ ...sampled, samples: [Array(5000).fill(0)] }), 'too_deep'],
  ['a text that is too long', bytesOf({ shared: { frames: [{ name: 'x'.repeat(300_000) }] } }), 'string_too_long'],
  ['more profiles than threads', fileOf(...Array<object>(5000).fill(sampled)), 'too_many_threads'],
  ['something behind its end', new TextEncoder().encode('{"shared":{},"profiles":[]} x'), 'bad_json'],
])('%s is refused', (_, bytes, code) => {
  expect(() => readSpeedscope(bytes)).toThrow(expect.objectContaining({ name: 'ProfileFormatError', code }));
});

it('has limits of samples, events, nodes and frames', () => {
  const withLimits = (limits: object) => () =>
    readSpeedscope(
      fileOf({
        ...sampled,
        samples: [
          [0, 1],
          [0, 2],
        ],
        weights: [1, 1],
      }),
      {
        ...DEFAULT_IMPORT_LIMITS,
        ...limits,
      },
    );
  expect(withLimits({ samples: 1 })).toThrow(expect.objectContaining({ code: 'too_many_samples' }));
  expect(withLimits({ stacks: 2 })).toThrow(expect.objectContaining({ code: 'too_many_stacks' }));
  expect(withLimits({ frames: 2 })).toThrow(expect.objectContaining({ code: 'too_many_frames' }));
  expect(withLimits({ totalStringBytes: 8 })).toThrow(expect.objectContaining({ code: 'strings_too_big' }));
  expect(withLimits({ samples: 2, stacks: 3, frames: 3 })).not.toThrow();
});

it('takes or refuses damaged files', () => {
  const file = fileOf(sampled, evented(['O', 0, 0], ['C', 0, 3]), {
    ...sampled,
    unit: 'seconds',
    hearth: { type: 'cpu' },
  });
  const text = new TextDecoder().decode(file);
  const bytes = fc.oneof(
    damaged(file),
    withOtherValues(text).map((changed) => new TextEncoder().encode(changed)),
  );
  fc.assert(
    fc.property(bytes, (content) => {
      try {
        readSpeedscope(content);
      } catch (error) {
        if (!(error instanceof ProfileFormatError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

describe('writing', () => {
  it.each(['go-cpu', 'go-heap', 'go-mutex', 'go-threadcreate', 'dd-python-003-profile', 'dd-node-003-wall'])(
    '%s comes back with all types and totals',
    (name) => {
      const profile = decodePprof(readFixture(name));
      const again = readSpeedscope(new TextEncoder().encode(writeSpeedscope(profile, { title: name, column: 0 })));
      const totals = totalsOf(profile);
      const expected = profile.types.flatMap(({ type, unit }, column) =>
        totals[column] === 0n ? [] : [[`${type}/${unit}`, totals[column]!] as const],
      );
      const read = totalsOf(again).map((total, column) => {
        const { type, unit } = again.types[column]!;
        return [`${type}/${unit}`, total] as const;
      });
      expect(read).toEqual(expected);
    },
  );

  it('names threads and types, and shows the chosen type first', () => {
    const profile = profileFromText(
      ['samples/count', 'cpu/nanoseconds'],
      'main;hash (h.js:3) {thread name=a} 1 10\nmain {thread id=7} 2 0',
    );
    const document = JSON.parse(writeSpeedscope(profile, { title: 'orders', column: 1 })) as {
      profiles: { name: string; unit: string }[];
      activeProfileIndex: number;
      shared: object;
    };
    expect(document.profiles.map(({ name, unit }) => `${name}: ${unit}`)).toEqual([
      'a - samples (count): none',
      '7 - samples (count): none',
      'a - cpu (nanoseconds): nanoseconds',
    ]);
    expect(document.activeProfileIndex).toBe(2);
    expect(document.shared).toEqual({ frames: [{ name: 'main' }, { name: 'hash', file: 'h.js', line: 3 }] });
  });

  it('has one row for a function, whichever of its lines and addresses were seen', () => {
    const rowsOf = (text: string): unknown =>
      (
        JSON.parse(writeSpeedscope(profileFromText(['cpu/nanoseconds'], text), { title: '', column: 0 })) as {
          readonly shared: { readonly frames: unknown };
        }
      ).shared.frames;
    expect(rowsOf('main (m.c:1);hash (h.c:3) 1\nmain (m.c:1);hash (h.c:4) 2')).toEqual([
      { name: 'main', file: 'm.c', line: 1 },
      { name: 'hash', file: 'h.c' },
    ]);
    expect(rowsOf('hash (a.c:1) 1\nhash (b.c:1) 2')).toHaveLength(2);
  });

  it('refuses a small profile that would make a file without end', () => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
    const frame = builder.frame({ func: builder.func({ name: 'f' }) });
    let stack: StackIndex | -1 = -1;
    for (let depth = 0; depth < 4096; depth++) stack = builder.stack(stack, frame);
    for (let sample = 0; sample < 5000; sample++) builder.sample(stack, [1]);
    expect(() => writeSpeedscope(builder.finish(), { title: '', column: 0 })).toThrow(
      expect.objectContaining({ code: 'not_writable' }),
    );
  });

  it('refuses values below 0', () => {
    const profile = profileFromText(['samples/count'], 'main -1');
    expect(() => writeSpeedscope(profile, { title: '', column: 0 })).toThrow(
      expect.objectContaining({ code: 'not_writable' }),
    );
  });
});
