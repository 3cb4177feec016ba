import { expect, it } from 'vitest';
import { threadNumbers } from './thread-numbers.ts';

it('keeps every digit of ids up to 2^64', () => {
  expect(threadNumbers(['9007199254740993', '18446744073709551615', '0', '140697309013696', '007'])).toEqual([
    '9007199254740993',
    '18446744073709551615',
    '0',
    '140697309013696',
    '7',
  ]);
});

it('gives other ids the smallest numbers that are free', () => {
  expect(threadNumbers(['main', '0', '', '18446744073709551616', '2', '-1'])).toEqual(['1', '0', '3', '4', '2', '5']);
});
