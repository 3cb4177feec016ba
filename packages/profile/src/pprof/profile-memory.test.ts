import { expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { generatePprof } from '../testing/generate-pprof.ts';
import { decodePprof } from './decode-pprof.ts';
import { dropProfileMemory, releaseProfile, whenReleased } from './profile-memory.ts';

const encoded = Array.from({ length: 12 }, (_, seed) =>
  generatePprof({ seed: seed + 1, samples: 50 + seed * 40, stacks: 40 + seed * 30, functions: 100 + seed * 200 }),
);
const expected = encoded.map((bytes) => dumpProfile(decodePprof(bytes)));

test('decodes the same into memory that was given back, of smaller and larger profiles and of refused ones', () => {
  for (let round = 0; round < 3; round++) {
    for (const [index, bytes] of [...encoded.entries()].reverse()) {
      const profile = decodePprof(bytes);
      expect(() => decodePprof(bytes.subarray(0, bytes.length - 3))).toThrow();
      expect(dumpProfile(profile)).toBe(expected[index]);
      releaseProfile(profile);
    }
  }
});

test('uses the memory of a profile again only when it was given back, and once', () => {
  dropProfileMemory();
  const [first, second, third, fourth] = encoded.map((bytes) => decodePprof(bytes)) as [Kept, Kept, Kept, Kept];
  releaseProfile(first);
  releaseProfile({ ...first, comments: [] });
  const next = decodePprof(encoded[0]!);
  const other = decodePprof(encoded[0]!);
  expect(next.stacks.parent.buffer).toBe(first.stacks.parent.buffer);
  expect(other.stacks.parent.buffer).not.toBe(first.stacks.parent.buffer);
  expect([second, third, fourth, next, other].map(dumpProfile)).toEqual([
    ...expected.slice(1, 4),
    expected[0],
    expected[0],
  ]);
});

test('tells when a profile is released, once, whichever of the profiles made of it is', () => {
  const profile = decodePprof(encoded[0]!);
  let told = 0;
  whenReleased({ ...profile, comments: [] }, () => {
    told += 1;
  });
  expect(told).toBe(0);
  releaseProfile(profile);
  releaseProfile({ ...profile, comments: [] });
  expect(told).toBe(1);
});

type Kept = ReturnType<typeof decodePprof>;
