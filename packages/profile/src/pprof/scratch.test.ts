import { expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { generatePprof } from '../testing/generate-pprof.ts';
import { decodePprof } from './decode-pprof.ts';
import { Scratch } from './scratch.ts';

test('hands out columns of zeros that do not touch each other, within its buffer and beyond', () => {
  const scratch = new Scratch();
  for (let round = 0; round < 3; round++) {
    scratch.reset();
    const columns = [1, 7, 1000, 40_000, 300_000, 3_000_000, 5].map((length, index) =>
      index % 2 === 0 ? scratch.uint32(length) : scratch.int32(length),
    );
    for (const column of columns) expect(column.every((value) => value === 0)).toBe(true);
    for (const [index, column] of columns.entries()) column.fill(index + 1);
    for (const [index, column] of columns.entries()) expect(column.every((value) => value === index + 1)).toBe(true);
  }
});

test('a profile stays what it is while others are decoded, also after one that was refused', () => {
  const shapes = [{ seed: 1 }, { seed: 2, functions: 3_000, stacks: 900, samples: 900 }, { seed: 3, timeline: true }];
  const encoded = shapes.map((shape) => generatePprof(shape));
  const profiles = encoded.map((bytes) => decodePprof(bytes));
  const dumps = profiles.map(dumpProfile);
  for (const bytes of encoded) {
    expect(() => decodePprof(bytes.subarray(0, bytes.length - 3))).toThrow();
    decodePprof(bytes);
  }
  expect(profiles.map(dumpProfile)).toEqual(dumps);
});
