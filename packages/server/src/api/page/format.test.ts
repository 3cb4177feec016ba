import { expect, it } from 'vitest';
import { ago, countText, spanText } from './format.ts';

it('says how long in one unit', () => {
  expect([-5, 0, 59_999, 60_000, 3_599_999, 3_600_000, 47 * 3_600_000, 48 * 3_600_000].map(spanText)).toEqual([
    '0 s',
    '0 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h',
    '47 h',
    '2 d',
  ]);
});

it('says how long ago, or in how long', () => {
  expect(ago(1_000, 61_000).text).toContain('>1 min ago<');
  expect(ago(61_000, 1_000).text).toContain('>in 1 min<');
});

it('groups digits', () => {
  expect([0, 999, 1_000, 1_234_567].map(countText)).toEqual(['0', '999', '1\u202f000', '1\u202f234\u202f567']);
});
