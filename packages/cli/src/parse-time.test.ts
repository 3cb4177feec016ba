import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error.ts';
import { parseExpiry } from './parse-expiry.ts';
import { parseTime } from './parse-time.ts';

const now = Date.UTC(2026, 10, 21, 12);

describe('parseTime', () => {
  it.each([
    ['now', '2026-11-21T12:00:00.000Z'],
    ['90s', '2026-11-21T11:58:30.000Z'],
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['7d', '2026-11-14T12:00:00.000Z'],
    ['1795262400', '2026-11-21T12:00:00.000Z'],
    ['1795262400.5', '2026-11-21T12:00:00.500Z'],
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T12:30:00+02:00', '2026-11-21T10:30:00.000Z'],
  ])('reads %s', (text, iso) => expect(parseTime(text, '--from', now)).toBe(iso));

  it.each([
    '',
    'yesterday',
    '2w',
    '-1h',
    '2026-99-99',
    '2026-02-30',
    '2026-02-30T10:00:00Z',
    '2026-02-30T10:00',
    '999999999d',
  ])('refuses %j', (text) => {
    expect(() => parseTime(text, '--from', now)).toThrow(CliError);
    expect(() => parseTime(text, '--from', now)).toThrow('--from: ');
  });
});

describe('parseExpiry', () => {
  it('counts from now', () => {
    expect(parseExpiry('12h', '--expires', now)).toBe('2026-11-22T00:00:00.000Z');
    expect(parseExpiry('90d', '--expires', now)).toBe('2027-02-19T12:00:00.000Z');
    expect(parseExpiry('2027-01-01T00:00:00Z', '--expires', now)).toBe('2027-01-01T00:00:00.000Z');
    expect(parseExpiry('2027-01-01T10:00', '--expires', now)).toBe(new Date('2027-01-01T10:00').toISOString());
    // The engine of JavaScript reads a bare number as a month.
    for (const text of ['never', '5', '2027-02-29', 'Jan 1 2027'])
      expect(() => parseExpiry(text, '--expires', now), text).toThrow(CliError);
  });
});
