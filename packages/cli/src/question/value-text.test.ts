import { expect, it } from 'vitest';
import { columnText } from './value-text.ts';

const column = (values: readonly (number | string)[], unit: string): readonly string[] =>
  values.map(columnText(values, unit));

it('says a column of times in the unit of its largest', () => {
  expect(column([7_560e9, 2_964.68e9, 0, 1e6, 1.5e9], 'nanoseconds')).toEqual([
    '7560.00 s',
    '2964.68 s',
    '0',
    '<0.01 s',
    '1.50 s',
  ]);
  expect(column(['9007199254741000', 36e11], 'nanoseconds')).toEqual(['2502.00 h', '1.00 h']);
  expect(column([-2_500_000, 1_000], 'nanoseconds')).toEqual(['-2.50 ms', '<0.01 ms']);
  expect(column([12, 0], 'nanoseconds')).toEqual(['12 ns', '0 ns']);
});

it('does the same with bytes, and leaves counts as they are', () => {
  expect(column([3 * 2 ** 20, 2 ** 19, 10], 'bytes')).toEqual(['3.00 M', '0.50 M', '<0.01 M']);
  expect(column(['9007199254740993', 12], 'count')).toEqual(['9007199254740993', '12']);
});
