import { expect, test } from 'vitest';
import { secondsOfSlots } from './seconds-of-slots.ts';

test.each([
  ['a profile or more in each slot', [1, 2, 3], [60, 60, 60]],
  ['profiles that are longer than slots', [1, null, null, 1, null, null, 1], [180, 0, 0, 180, 0, 0, 180]],
  ['a gap', [1, 1, 1, null, null, null, null, 1, 1], [60, 60, 60, 0, 0, 0, 0, 60, 60]],
  ['one alone', [null, 1, null], [0, 60, 0]],
  ['none', [null, null], [0, 0]],
])('%s', (_, sums, seconds) => {
  expect(secondsOfSlots(sums, 60)).toEqual(seconds);
});

test('profiles whose distance is no whole number of slots all stand for the same time', () => {
  const starts = Array.from({ length: 20 }, (_, index) => Math.floor((index * 300 + 60) / 120));
  const sums = Array.from({ length: 52 }, (_, slot) => (starts.includes(slot) ? 1 : null));
  const seconds = secondsOfSlots(sums, 120).filter((one) => one > 0);
  expect(seconds).toHaveLength(20);
  for (const one of seconds) expect(Math.abs(one - 300)).toBeLessThan(20);
});
