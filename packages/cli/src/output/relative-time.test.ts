import { describe, expect, it } from 'vitest';
import { relativeTime, relativeTimeOf } from './relative-time.ts';

const now = Date.UTC(2026, 10, 21, 12);

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [999, 'now'],
    [59_999, '59s ago'],
    [60_000, '1m ago'],
    [3 * 3_600_000, '3h ago'],
    [50 * 3_600_000, '2d ago'],
    [-90_000, 'in 2m'],
    [-(90 * 86_400_000 - 1000), 'in 90d'],
  ])('%d ms ago is %s', (ms, text) => expect(relativeTime(now - ms, now)).toBe(text));

  it('shows what it cannot read as it is', () => {
    expect(relativeTimeOf('2026-11-21T11:00:00Z', now)).toBe('1h ago');
    expect(relativeTimeOf('soon', now)).toBe('soon');
    expect(relativeTimeOf(null, now)).toBe('-');
  });
});
