import { describe, expect, it } from 'vitest';
import { grainOf } from './grain.ts';
import { parseRange } from './parse-range.ts';

const NOW = 1_795_262_400;
const DAY = 86_400;
const range = (query: Readonly<Record<string, string>>, now = NOW * 1000) => {
  const { fromSeconds, toSeconds } = parseRange(query, now, 30 * DAY);
  return [fromSeconds - NOW, toSeconds - NOW];
};

describe('the range of a question', () => {
  it('is the last thirty minutes, the present second among them', () => {
    expect(range({})).toEqual([-1800, 1]);
    expect(range({}, NOW * 1000 + 999)).toEqual([-1800, 1]);
  });

  it('is what was asked for where that lies in the past', () => {
    expect(range({ from: String(NOW - 3600), to: String(NOW - 60) })).toEqual([-3600, -60]);
    expect(range({ from: String(NOW - 365 * DAY), to: String(NOW - 364 * DAY) })).toEqual([-365 * DAY, -364 * DAY]);
  });

  it('ends with the present, and is no longer than it may be', () => {
    expect(range({ from: String(NOW - 60), to: String(NOW + 999) })).toEqual([-60, 1]);
    expect(range({ from: '0', to: String(NOW) })).toEqual([-30 * DAY, 0]);
    expect(range({ from: '-9223372036854775808', to: '9223372036854775807' })).toEqual([1 - 30 * DAY, 1]);
  });

  it('is empty where it begins after its end', () => {
    expect(range({ to: String(NOW - 3600) })).toEqual([-3600, -3600]);
    expect(range({ from: String(NOW + DAY) })).toEqual([1, 1]);
    expect(parseRange({ to: '-5' }, NOW * 1000, DAY)).toEqual({ fromSeconds: 0, toSeconds: 0 });
  });

  it('is refused where it lies in the future', () => {
    expect(() => range({ from: String(NOW + DAY + 1) })).toThrow("invalid 'from' parameter");
    expect(() => range({ from: '253370764800', to: '253402300799' })).toThrow("invalid 'from' parameter");
  });
});

describe('the grain', () => {
  it.each([
    [0, 60],
    [1800, 60],
    [18_000, 60],
    [18_001, 120],
    [DAY, 300],
    [DAY + 1, 300],
    [2 * DAY, 600],
    [3 * DAY, 900],
    [6 * DAY, 1800],
    [7 * DAY, 3600],
    [365 * DAY, 3600],
  ])('of %d seconds is %d', (seconds, grain) => {
    expect(grainOf(seconds)).toBe(grain);
  });

  it('grows with the range and divides an hour', () => {
    for (let seconds = 1, before = 60; seconds < 400 * DAY; seconds = Math.ceil(seconds * 1.3)) {
      expect(3600 % grainOf(seconds)).toBe(0);
      expect(grainOf(seconds)).toBeGreaterThanOrEqual(before);
      before = grainOf(seconds);
    }
  });
});
