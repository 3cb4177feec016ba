import { expect, it } from 'vitest';
import { rfc3339 } from './rfc3339.ts';

it.each([
  [1_795_231_457_759_385, '2026-11-21T03:24:17.759385Z'],
  [1_795_231_457_700_000, '2026-11-21T03:24:17.7Z'],
  [1_795_231_457_000_000, '2026-11-21T03:24:17Z'],
  [0, '1970-01-01T00:00:00Z'],
])('writes %d as %s', (micros, text) => {
  expect(rfc3339(micros)).toBe(text);
});
