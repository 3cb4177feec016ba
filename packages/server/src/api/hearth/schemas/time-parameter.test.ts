import { expect, it } from 'vitest';
import { parseTime } from './time-parameter.ts';

const noon = Date.UTC(2026, 10, 21, 12);

it.each([
  ['2026-11-21T12:00:00Z', noon],
  ['2026-11-21t12:00:00z', noon],
  ['2026-11-21T13:00:00.5+01:00', noon + 500],
  ['2026-11-21T12:00:00.123456789Z', noon + 123],
  [String(noon / 1000), noon],
  [`${String(noon / 1000)}.25`, noon + 250],
  ['-1', -1_000],
  ['253402300799', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ['253402300800', undefined],
  ['-62167219200', Date.parse('0000-01-01T00:00:00Z')],
  ['999999999999', undefined],
  ['-99999999999', undefined],
  ['0000-01-01T00:00:00+01:00', undefined],
  ['2026-11-21', undefined],
  ['2026-11-21T12:00:00', undefined],
  ['2026-13-21T12:00:00Z', undefined],
  ['2026-02-30T12:00:00Z', undefined],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2025-02-29T00:00:00Z', undefined],
  ['1e9', undefined],
  ['now', undefined],
  ['', undefined],
])('reads %s', (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});
