import { expect, it } from 'vitest';
import { keptUntilMs, pinnedUntilMs } from './kept-until.ts';

it('keeps a whole day as long as its last moment', () => {
  const kept = (start: string, days: number) => new Date(keptUntilMs(Date.parse(start), days)).toISOString();
  expect(kept('2026-11-21T00:00:00Z', 1)).toBe('2026-11-23T00:00:00.000Z');
  expect(kept('2026-11-21T23:59:59Z', 1)).toBe('2026-11-23T00:00:00.000Z');
  expect(kept('2026-11-21T12:00:00Z', 30)).toBe('2026-12-22T00:00:00.000Z');
});

const startMs = Date.parse('2026-11-21T12:00:00Z');
const untilMs = Date.parse('2026-11-23T00:00:00Z');
const pin = { app: 'shop', fromMs: startMs, toMs: startMs + 1, profileId: undefined, createdMs: untilMs - 1 };

it.each([
  ['a pin of its range', pin, undefined],
  ['a pin of it alone', { ...pin, app: 'other', profileId: 'a' }, undefined],
  ['a pin of another profile', { ...pin, profileId: 'b' }, untilMs],
  ['a pin of another app', { ...pin, app: 'pay' }, untilMs],
  ['a range that ends with its start', { ...pin, fromMs: startMs - 1, toMs: startMs }, untilMs],
  ['a pin that came too late', { ...pin, createdMs: untilMs }, untilMs],
])('of %s', (_, one, expected) => {
  expect(pinnedUntilMs({ id: 'a', app: 'shop', startMs }, 1, [one])).toBe(expected);
});
