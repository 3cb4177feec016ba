import { expect, it } from 'vitest';
import { nextCut } from './next-cut.ts';

it.each([
  [0, 10_000],
  [5_000, 10_000],
  [5_001, 20_000],
  [10_000, 20_000],
  [10_003, 20_000],
  [1_795_168_814_999, 1_795_168_820_000],
])('a window that begins at %i ends at %i', (startMs, cutMs) => {
  expect(nextCut(startMs)).toBe(cutMs);
});
