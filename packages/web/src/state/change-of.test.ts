import { describe, expect, it } from 'vitest';
import { changeOf } from './change-of.ts';
import { fillSlots } from './fill-slots.ts';

const around = (mean: number, count = 40): number[] =>
  Array.from({ length: count }, (_, index) => mean * (1 + 0.1 * Math.sin(index * 2.4)));

describe('changeOf', () => {
  it('sees a third more beyond a tenth of noise', () => {
    const change = changeOf(around(10), around(13.6));
    expect(change?.ratio).toBeCloseTo(1.36, 2);
    expect(change?.isBeyondNoise).toBe(true);
    expect(change?.margin).toBeGreaterThan(0.01);
    expect(change?.margin).toBeLessThan(0.1);
  });

  it('takes a hundredth for noise, and says nothing of a few slots', () => {
    expect(changeOf(around(10), around(10.1))?.isBeyondNoise).toBe(false);
    expect(changeOf(around(10, 5), around(20))).toBeUndefined();
    expect(changeOf([null, ...around(0)], around(20))).toBeUndefined();
  });
});

describe('fillSlots', () => {
  it('keeps slots without a profile as gaps', () => {
    const at = Date.UTC(2026, 10, 21, 12);
    const point = (minute: number, sum: number) => ({
      start: new Date(at + minute * 60_000).toISOString(),
      sum,
      profiles: 2,
      mean: sum / 2,
    });
    const span = { fromMs: at, toMs: at + 4 * 60_000 };
    expect(fillSlots([point(0, 8), point(3, 4)], span, 60).sums).toEqual([8, null, null, 4]);
    expect(fillSlots([point(0, 8)], span, 60, true).sums[0]).toBe(4);
  });
});
