import { seededRandom } from '@hearth/profile/testing';
import { expect, test } from 'vitest';
import { IdTable } from './id-table.ts';

test('knows what was added, however often it grew', () => {
  const random = seededRandom(1);
  const word = (): number => Math.floor(random() * 2 ** 32);
  const ids = Array.from({ length: 20_000 }, () => [word(), word(), word()] as const);
  const table = new IdTable();
  for (const [lo, hi, check] of ids) table.add(lo, hi, check, 10);
  expect(table.size).toBe(ids.length);
  for (const [lo, hi, check] of ids) {
    expect(table.find(lo, hi, check, 10)).toBe('known');
    expect(table.find(lo, hi, check, 11)).toBe('unknown');
    expect(table.find(lo, hi, check ^ 0x10000, 10)).toBe('collision');
    expect(table.find(lo ^ 1, hi ^ 1, check, 10)).toBe('unknown');
  }
});

test('keeps the later week and the first content', () => {
  const table = new IdTable();
  table.add(1, 2, 0x3000, 5);
  table.add(1, 2, 0x3000, 7);
  table.add(1, 2, 0x3000, 6);
  table.add(1, 2, 0x9000, 9);
  expect(table.find(1, 2, 0x3000, 7)).toBe('known');
  expect(table.find(1, 2, 0x3000, 8)).toBe('unknown');
  const other = new IdTable();
  other.addAll(table);
  expect(other.find(1, 2, 0x3000, 7)).toBe('known');
  expect(other.size).toBe(1);
});
