import { describe, expect, it } from 'vitest';
import { changeText, countText, inScale, shareNumber, shortCount, tickTexts, valueText } from './number.ts';
import { rateUnit } from './rate.ts';
import { scaleOf } from './scale.ts';
import { agoText, durationText, momentText, spanText } from './time.ts';

describe('numbers', () => {
  it.each([
    [744.6e9, 'nanoseconds', '12.4 min'],
    [1_500, 'nanoseconds', '1.50 µs'],
    [12.4e9, 'nanoseconds', '12.4 s'],
    [90, 'milliseconds', '90.0 ms'],
    [1.8 * 2 ** 30, 'bytes', '1.80 GiB'],
    [6 * 2 ** 60, 'bytes', '6.00 EiB'],
    [1_954e6, 'nanoseconds', '1.95 s'],
    [4_300_000, 'count', '4\u2009300\u2009000'],
    [3, 'goroutines', '3 goroutines'],
  ])('says %d %s as %s', (value, unit, text) => {
    expect(valueText(value, unit)).toBe(text);
  });

  it('takes one unit for a column, from its largest value', () => {
    const scale = scaleOf('nanoseconds', 10_638e9);
    expect([10_638e9, 342e9, 1e9, 0].map((value) => inScale(value, scale))).toEqual(['177.3', '5.7', '< 0.1', '0']);
    expect(scale.unit).toBe('min');
  });

  it('groups digits, shortens headlines, and writes a true minus', () => {
    expect(countText(-1_063_825)).toBe('−1\u2009063\u2009825');
    expect(shortCount(1_834_000)).toBe('1.83 M');
    expect(shortCount(4_872)).toBe('4\u2009872');
    expect(shareNumber(0.2461)).toBe('24.6');
    expect(shareNumber(0.0001)).toBe('< 0.1');
  });

  it.each([
    [1.362, '+36.2 %'],
    [0.929, '−7.1 %'],
    [5.9, '× 5.90'],
    [Number.POSITIVE_INFINITY, 'new'],
  ])('says a change of %d as %s', (ratio, text) => {
    expect(changeText(ratio)).toBe(text);
  });

  it('writes ticks with the decimals that tell them apart', () => {
    expect(tickTexts([0, 0.05, 0.1])).toEqual(['0', '0.05', '0.10']);
    expect(tickTexts([0, 0.25, 0.5])).toEqual(['0', '0.25', '0.50']);
    expect(tickTexts([0, 500, 1_000])).toEqual(['0', '500', '1\u2009000']);
    expect(changeText(1.0001)).toBe('0.0 %');
  });

  it('says time by time as cores or threads', () => {
    expect(rateUnit('cpu', 'nanoseconds', 2e9)).toEqual({ factor: 1e-9, unit: 'cores' });
    expect(rateUnit('wall', 'nanoseconds', 2e9).unit).toBe('threads');
    expect(rateUnit('alloc_space', 'bytes', 5 * 2 ** 20).unit).toBe('MiB/s');
  });
});

describe('times', () => {
  const noon = new Date(2026, 10, 21, 12).getTime();

  it('says no zero behind the point, however a length comes about', () => {
    expect(durationText(6 * 3_600_000 - 40_000)).toBe('6 h');
    expect(durationText(2.5 * 3_600_000)).toBe('2.5 h');
  });

  it('says moments by their distance', () => {
    expect(momentText(noon, noon)).toBe('12:00:00');
    expect(momentText(noon - 86_400_000, noon)).toBe('Fri 20 Nov, 12:00');
    expect(momentText(new Date(2025, 0, 20).getTime(), noon)).toBe('2025-01-20');
    expect(agoText(noon - 8_000, noon)).toBe('8 s ago');
    expect(agoText(noon - 26 * 60_000, noon)).toBe('26 min ago');
  });

  it('says durations and spans', () => {
    expect(durationText(36 * 60_000)).toBe('36 min');
    expect(durationText(6 * 3_600_000)).toBe('6 h');
    expect(durationText(86_400_000)).toBe('24 h');
    expect(spanText(noon, noon + 36 * 60_000, noon)).toBe('12:00–12:36');
    expect(spanText(noon - 86_400_000, noon, noon)).toBe('Fri 20 Nov, 12:00 – Sat 21 Nov, 12:00');
  });
});
