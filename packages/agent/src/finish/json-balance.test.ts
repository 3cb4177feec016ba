import { expect, it } from 'vitest';
import { JsonBalance } from './json-balance.ts';

function complete(text: string, pieceLength: number): boolean {
  const balance = new JsonBalance();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceLength) balance.take(bytes.subarray(at, at + pieceLength));
  return balance.complete;
}

const whole = JSON.stringify({ a: ['}"{', '\\', '\\"', 'é\u2028'], b: { c: [[1, 2], {}] }, 'd"': '' });

it.each([1, 2, 3, 7, 1_000])('tells a whole object from a cut-off one, in pieces of %d', (pieceLength) => {
  expect(complete(whole, pieceLength)).toBe(true);
  expect(complete(` ${whole}\n`, pieceLength)).toBe(true);
  for (let length = 0; length < whole.length; length++) {
    expect(complete(whole.slice(0, length), pieceLength), whole.slice(0, length)).toBe(false);
  }
});

it.each(['', '[]', 'x', '{}{}', '{} x'])('takes nothing but one object: %s', (text) => {
  expect(complete(text, 100)).toBe(false);
});
