import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import type { Profile, StackIndex } from '../profile.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { generatePprof } from '../testing/generate-pprof.ts';
import { generateProfile } from '../testing/generate-profile.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { decodePprof } from './decode-pprof.ts';
import { encodePprof } from './encode-pprof.ts';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const halves = fc.record({ lo: uint32, hi: uint32 });
const value = fc.oneof(fc.nat(300), fc.maxSafeInteger(), fc.constantFrom(2 ** 53, -(2 ** 53), 2 ** 49, -1, 0));
const label = fc.oneof(
  fc.record({ key: fc.string(), text: fc.string({ unit: 'grapheme' }) }),
  fc.record({ key: fc.string(), number: halves, unit: fc.constantFrom('', 'bytes', 'nanoseconds') }),
);
const frame = fc.record({
  name: fc.string({ unit: 'grapheme' }),
  file: fc.constantFrom('', 'a.js', 'b.js'),
  line: uint32,
  column: fc.nat(3),
  mapping: fc.boolean(),
  symbol: fc.boolean(),
  inlined: fc.boolean(),
  address: fc.constantFrom({ lo: 0, hi: 0 }, { lo: 1, hi: 0xffffffff }),
});
const anyProfile: fc.Arbitrary<Profile> = fc
  .record({
    frames: fc.array(frame, { minLength: 1, maxLength: 8 }),
    samples: fc.array(
      fc.record({
        stack: fc.array(fc.nat(7), { maxLength: 12 }),
        values: fc.tuple(value, value),
        labels: fc.array(label, { maxLength: 4 }),
      }),
      { maxLength: 12 },
    ),
    timeNanos: halves,
    period: value,
    comments: fc.array(fc.string(), { maxLength: 3 }),
  })
  .map(({ frames, samples, timeNanos, period, comments }) => {
    const builder = new ProfileBuilder([
      { type: 'samples', unit: 'count', aggregation: 'sum' },
      { type: 'inuse_space', unit: 'bytes', aggregation: 'avg' },
    ]);
    const rows = frames.map(({ name, file, line, column, mapping, symbol, address, inlined }) =>
      builder.frame({
        address,
        ...(symbol && { func: builder.func({ name, file }), line, column, inlined }),
        ...(mapping && { mapping: builder.mapping({ file: 'lib.so', start: address }) }),
      }),
    );
    for (const { stack, values, labels } of samples) {
      let node: StackIndex | -1 = -1;
      for (const [depth, at] of stack.entries()) {
        const row = rows[at % rows.length]!;
        // An inlined frame needs a caller that it was inlined into.
        node = builder.stack(node, depth === 0 && frames[at % rows.length]!.inlined ? builder.frame({ line: 1 }) : row);
      }
      builder.sample(node, values, labels);
    }
    return builder.finish({ timeNanos, period, comments });
  });

/**
 * The dump without what encoding may change: an inlined frame takes address and mapping of the frame that it was inlined into, and
 * is another frame in each location.
 */
function dumpOf(profile: Profile): string {
  const lines = dumpProfile(profile)
    .replaceAll(/ (?:@0x[0-9a-f]+|in lib\.so)/g, '')
    .replaceAll(/#\d+/g, '#')
    .split('\n');
  return lines.filter((text, at) => !text.startsWith('frame ') || lines.indexOf(text) === at).join('\n');
}

describe('what is encoded can be decoded', () => {
  test('any profile', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const again = decodePprof(encodePprof(profile));
        expect(dumpOf(again)).toBe(dumpOf(profile));
        expect(again.samples.values).toEqual(profile.samples.values);
        expect(encodePprof(decodePprof(encodePprof(again)))).toEqual(encodePprof(again));
      }),
      { numRuns: 500 },
    );
  });

  test('a generated one', () => {
    const shape = { samples: 3000, stacks: 500, timeline: true, endpoints: 3 };
    expect(dumpProfile(decodePprof(generatePprof(shape)))).toBe(dumpProfile(generateProfile(shape)));
  });

  test('inlined frames become lines of one location', () => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
    const named = (name: string, inlined = false) => builder.frame({ func: builder.func({ name }), line: 1, inlined });
    const main = builder.stack(-1, named('main'));
    const outer = builder.stack(main, named('outer'));
    const inner = builder.stack(outer, named('inner', true));
    builder.sample(builder.stack(inner, named('leaf')), [1]);
    builder.sample(outer, [2]);
    const { frames, samples, stacks } = decodePprof(encodePprof(builder.finish()));
    // main; outer alone; outer with inner; leaf: a location that ends earlier is another location.
    expect(frames.length).toBe(5);
    expect(samples.length).toBe(2);
    expect(stacks.length).toBe(5);
  });

  test('types that are not among the strings are added', () => {
    const profile = profileFromText(['cpu/nanoseconds'], 'main 1', { comments: ['hello'] });
    expect(profile.strings).not.toContain('cpu');
    expect(decodePprof(encodePprof(profile))).toMatchObject({
      types: [{ type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' }],
      comments: ['hello'],
    });
  });
});

test('the generator gives the same profile for the same seed', () => {
  expect(generatePprof({ seed: 5, samples: 50 })).toEqual(generatePprof({ seed: 5, samples: 50 }));
  expect(generatePprof({ seed: 6, samples: 50 })).not.toEqual(generatePprof({ seed: 5, samples: 50 }));
});
