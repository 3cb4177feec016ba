import { expect, it } from 'vitest';
import { millis } from './millis.ts';

it('says milliseconds in the unit that suits them, without zeros at the end', () => {
  expect([0, 0.4, 12, 409, 1474, 10_400, 300_000].map(millis)).toEqual([
    '0 ms',
    '0.40 ms',
    '12 ms',
    '409 ms',
    '1.47 s',
    '10.4 s',
    '5 min',
  ]);
});
