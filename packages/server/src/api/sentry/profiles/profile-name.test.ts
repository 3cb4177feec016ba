import { expect, it } from 'vitest';
import { PROFILE_NAME, parseProfileName } from './profile-name.ts';

const HEX = '9b29bbe17e9d4ee3a6d0fe9b2e8a3b1c';

it.each([
  [HEX, { hex: HEX }],
  [HEX.toUpperCase(), { hex: HEX }],
  ['9B29BBE1-7e9d-4ee3-a6d0-fe9b2e8a3b1c', { hex: HEX }],
  ['12345678901234567890123456789012', { hex: '12345678901234567890123456789012' }],
  ['42', { number: 42 }],
  ['9007199254740991', { number: 9_007_199_254_740_991, spanId: '9007199254740991' }],
  ['9007199254740993', { number: Number.NaN, spanId: '9007199254740993' }],
  ['99999999999999999999', { number: Number.NaN }],
  ['A744a6cdc17a40c8', { spanId: 'a744a6cdc17a40c8' }],
  ['9b29bbe17-e9d4-ee3a-6d0f-e9b2e8a3b1c', undefined],
  [`${HEX}0`, undefined],
  ['--------------------------------', undefined],
])('reads %s', (text, name) => {
  expect(parseProfileName(text)).toEqual(name);
  expect(new RegExp(PROFILE_NAME).test(text)).toBe(true);
});

it.each(['', 'abc', 'a744a6cdc17a40c', `${HEX}00000`, '12 ', '-1', `g${HEX.slice(1)}`])('does not route %s', (text) => {
  expect(new RegExp(PROFILE_NAME).test(text)).toBe(false);
});
