import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashSet } from './hash-set.ts';

test('has what was added and nothing else, through growing and at both ends of the range', () => {
  const hashes = fc.array(fc.oneof(fc.integer(), fc.integer({ min: -20, max: 20 })), { maxLength: 3_000, size: 'max' });
  fc.assert(
    fc.property(hashes, fc.array(fc.integer()), (added, others) => {
      const set = new HashSet();
      for (const hash of added) set.add(hash);
      // 0 and 1 share a slot: 0 marks a free one.
      const expected = new Set(added.map((hash) => hash >>> 0 || 1));
      expect(set.size).toBe(expected.size);
      for (const hash of added) expect(set.has(hash)).toBe(true);
      for (const hash of others) expect(set.has(hash)).toBe(expected.has(hash >>> 0 || 1));
    }),
    { numRuns: 20 },
  );
});

test('takes six to nine bytes for each of many', () => {
  const set = new HashSet(1_000);
  let word = 1;
  for (let count = 0; count < 100_000; count++) {
    word = (Math.imul(word, 0x5bd1e995) + 0x9e3779b1) | 0;
    set.add(word);
  }
  expect(set.bytes / set.size).toBeGreaterThan(5.6);
  expect(set.bytes / set.size).toBeLessThan(9);
});
