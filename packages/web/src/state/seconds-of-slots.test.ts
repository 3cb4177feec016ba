import { expect, test } from 'vitest';
import { secondsOfSlots } from './seconds-of-slots.ts';

test.each([
  ['a profile or more in each slot', [1, 2, 3], [60, 60, 60]],
  ['profiles that are longer than slots', [1, null, null, 1, null, 1], [180, 0, 0, 120, 0, 180]],
  ['a gap', [1, 1, 1, null, null, null, null, 1, 1], [60, 60, 60, 0, 0, 0, 0, 60, 60]],
  ['one alone', [null, 1, null], [0, 60, 0]],
  ['none', [null, null], [0, 0]],
])('%s', (_, sums, seconds) => {
  expect(secondsOfSlots(sums, 60)).toEqual(seconds);
});
