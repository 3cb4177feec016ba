import { expect, test } from 'vitest';
import { OutputTail } from './output-tail.ts';

test('keeps the end, and only so much of it', () => {
  const tail = new OutputTail();
  for (let line = 0; line < 10_000; line += 1) tail.push(`line ${line}\n`);
  expect(tail.toString().endsWith('line 9998\nline 9999')).toBe(true);
  expect(tail.toString().length).toBeLessThanOrEqual(8 * 1024);
});
