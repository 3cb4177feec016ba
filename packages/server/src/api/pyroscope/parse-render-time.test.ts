import { describe, expect, it } from 'vitest';
import { parseRenderTime } from './parse-render-time.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const parse = (text: string): number => parseRenderTime('from', text, NOW_MS);

describe('parseRenderTime', () => {
  it.each([
    ['now', NOW_MS],
    ['now-1h', NOW_MS - 3_600_000],
    ['now-15m', NOW_MS - 900_000],
    ['now-2d', NOW_MS - 172_800_000],
    ['now-250ms', NOW_MS - 250],
    [String(NOW_MS / 1000), NOW_MS],
    [String(NOW_MS + 7), NOW_MS + 7],
    [`${String(NOW_MS + 7)}999`, NOW_MS + 7],
    [`${String(NOW_MS + 7)}999999`, NOW_MS + 7],
    ['1795262400.25', NOW_MS + 250],
    ['20261121', Date.UTC(2026, 10, 21)],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  it.each(['', 'yesterday', 'now-1', 'now+1h', '20261341', '20260230', '-5', '1e9', '12345678901234567890'])(
    'refuses %j',
    (text) => {
      expect(() => parse(text)).toThrow('from: is no time.');
    },
  );
});
