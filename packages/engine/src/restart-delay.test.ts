import { expect, test } from 'vitest';
import { restartDelayMs } from './restart-delay.ts';

test('doubles from a tenth of a second to ten seconds and stays there', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 7, 8, 1_000_000].map(restartDelayMs);
  expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
});
