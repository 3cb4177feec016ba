import { expect, it } from 'vitest';
import { parseProfileRef } from './find-profile.ts';

const hex = '0123456789abcdef0123456789abcdef';

it.each([
  [hex, { kind: 'id', hex }],
  [hex.toUpperCase(), { kind: 'id', hex }],
  ['01234567-89ab-cdef-0123-456789abcdef', { kind: 'id', hex }],
  ['1'.repeat(32), { kind: 'id', hex: '1'.repeat(32) }],
  ['42', { kind: 'numeric', number: 42 }],
  ['9007199254740991', { kind: 'numeric', number: 2 ** 53 - 1 }],
  ['9007199254740992', undefined],
  ['1'.repeat(31), undefined],
  [`${hex}0`, undefined],
  ['', undefined],
  ["1' OR 1=1", undefined],
])('reads %s', (text, ref) => {
  expect(parseProfileRef(text)).toEqual(ref);
});
