import { expect, it } from 'vitest';
import { unixMsOf } from './unix-ms.ts';

it.each([
  ['1795230020', 1_795_230_020_000],
  ['1795230020.25', 1_795_230_020_250],
  ['1795230020123', 1_795_230_020_123],
  ['1795230020123456', 1_795_230_020_123],
  ['1795230025846581867', 1_795_230_025_846],
  ['0', 0],
])('%s', (text, ms) => {
  expect(unixMsOf('from', text)).toBe(ms);
});

it.each(['', 'now-1h', '-5', '1e9', 'NaN', '12345678901234567890'])('%j is refused', (text) => {
  expect(() => unixMsOf('from', text)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});
