import { expect, it } from 'vitest';
import { clockVerdict } from './clock-verdict.ts';

it.each([
  ['what is received as soon as it ends', 200, 900, 4_000, undefined],
  ['clocks that are kept', -1_900, -400, 300, undefined],
  ['profiles that end in the future', -49_000, -48_000, -46_500, 'ahead'],
  ['a clock that is steadily behind', 299_000, 300_000, 302_000, 'behind'],
  ['an import of a day', 3_600_000, 40_000_000, 80_000_000, undefined],
  ['a client that holds back for a minute', 50_000, 60_000, 70_000, undefined],
] as const)('says of %s', (_, low, median, high, verdict) => {
  expect(clockVerdict({ low, median, high })).toBe(verdict);
});
