import { expect, it } from 'vitest';
import { keptUntilMs } from './kept-until.ts';

it('keeps a whole day as long as its last moment', () => {
  const kept = (start: string, days: number) => new Date(keptUntilMs(Date.parse(start), days)).toISOString();
  expect(kept('2026-11-21T00:00:00Z', 1)).toBe('2026-11-23T00:00:00.000Z');
  expect(kept('2026-11-21T23:59:59Z', 1)).toBe('2026-11-23T00:00:00.000Z');
  expect(kept('2026-11-21T12:00:00Z', 30)).toBe('2026-12-22T00:00:00.000Z');
});
