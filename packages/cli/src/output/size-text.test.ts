import { expect, it } from 'vitest';
import { sizeText } from './size-text.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 K'],
  [41_984, '41 K'],
  [1.5 * 2 ** 30, '1.5 G'],
  [2 ** 60, '1048576 T'],
])('%d bytes read %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
