import { expect, it } from 'vitest';
import { isPlainJson, withNumbers } from './named-numbers.ts';

const names = { format: { FORMAT_TREE: 2 } };
const numbers = (text: string): string => withNumbers(Buffer.from(text), names).toString();

it('takes names for their numbers, at any depth, and leaves all else', () => {
  expect(numbers('{"format":"FORMAT_TREE","left":{"format":"FORMAT_TREE"},"name":"FORMAT_TREE"}')).toBe(
    '{"format":2,"left":{"format":2},"name":"FORMAT_TREE"}',
  );
  for (const text of ['{"format":"?"}', '{"format":3}', '{"format":', '{ "start": "12345678901234567890" }', '']) {
    expect(numbers(text)).toBe(text);
  }
});

it('looks into plain JSON only', () => {
  expect(isPlainJson({ 'content-type': 'application/json; charset=utf-8' })).toBe(true);
  expect(isPlainJson({ 'content-type': 'application/json', 'content-encoding': 'identity' })).toBe(true);
  expect(isPlainJson({ 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBe(false);
  expect(isPlainJson({ 'content-type': 'application/grpc+json' })).toBe(false);
  expect(isPlainJson({})).toBe(false);
});
