import { describe, expect, it } from 'vitest';
import { parseTimeRange } from './time-range.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const parse = (query: Readonly<Record<string, unknown>>) => parseTimeRange(query, NOW_MS);

describe('a time range', () => {
  it.each([
    ['60s', 60_000],
    ['30m', 1_800_000],
    ['24h', 86_400_000],
    ['14d', 14 * 86_400_000],
    ['1w', 7 * 86_400_000],
    ['90', 90_000],
  ])('looks back %s', (statsPeriod, ms) => {
    expect(parse({ statsPeriod })).toEqual({ fromMs: NOW_MS - ms, toMs: NOW_MS });
  });

  it('looks back 90 days when it is told nothing', () => {
    expect(parse({})).toEqual({ fromMs: NOW_MS - 90 * 86_400_000, toMs: NOW_MS });
  });

  it.each([
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21T10:00', Date.UTC(2026, 10, 21, 10)],
    ['2026-11-21T10:00:01.5', Date.UTC(2026, 10, 21, 10, 0, 1, 500)],
    ['2026-11-21 10:00:01Z', Date.UTC(2026, 10, 21, 10, 0, 1)],
    ['2026-11-21T10:00:01.000001+01:00', Date.UTC(2026, 10, 21, 9, 0, 1) + 0.001],
    ['2026-11-21T10:00:01-0130', Date.UTC(2026, 10, 21, 11, 30, 1)],
    ['1795231457.5', 1_795_231_457_500],
  ])('reads %s', (start, ms) => {
    expect(parse({ start, end: '2099-01-01' }).fromMs).toBeCloseTo(ms, 6);
  });

  it.each([
    [{ start: '2026-11-21' }, 'start and end are both required'],
    [{ start: '2026-11-21', end: '2026-11-20' }, 'start must be before end'],
    [{ start: 'yesterday', end: '2026-11-20' }, "'yesterday' is not a valid ISO8601 date query"],
    [{ start: '2026-02-30', end: '2026-11-20' }, "'2026-02-30' is not a valid ISO8601 date query"],
    [{ start: '2026-13-40', end: '2026-11-20' }, "'2026-13-40' is not a valid ISO8601 date query"],
    [{ statsPeriod: '1y' }, "Invalid statsPeriod: '1y'"],
    [{ statsPeriod: '-1d' }, "Invalid statsPeriod: '-1d'"],
  ])('refuses %j', (query, message) => {
    expect(() => parse(query)).toThrow(message);
  });
});
