import { expect, test } from 'vitest';
import { LastingAnswers } from './lasting-answers.ts';

const KIB = 1024;

/** Notes what had to be read. */
function answers(budgetBytes: number) {
  const read: string[] = [];
  const memory = new LastingAnswers<Uint8Array>(({ length }) => length, budgetBytes);
  const ask = (key: string | undefined, bytes = 10) =>
    memory.of(key, async () => {
      read.push(key ?? '');
      return new Uint8Array(bytes);
    });
  return { memory, read, ask };
}

test('an answer is read once, and one without a key each time', async () => {
  const { read, ask } = answers(100 * KIB);
  expect(await ask('a')).toBe(await ask('a'));
  await ask(undefined);
  await ask(undefined);
  expect(read).toEqual(['a', '', '']);
});

test('what was unused for longest goes, and what is larger than a quarter of the budget is not kept', async () => {
  const { memory, read, ask } = answers(10 * KIB);
  for (const key of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'b']) await ask(key, 2 * KIB);
  expect(read).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
  await ask('large', 3 * KIB);
  await ask('large', 3 * KIB);
  expect(read.slice(6)).toEqual(['large', 'large']);
  expect(memory.bytes).toBeLessThanOrEqual(10 * KIB);
});

test('an answer that could not be read is read again', async () => {
  const { memory } = answers(10 * KIB);
  await expect(
    memory.of('a', async () => {
      throw new Error('the engine is away');
    }),
  ).rejects.toThrow('away');
  expect(await memory.of('a', async () => new Uint8Array(1))).toHaveLength(1);
});

test('of two that read the same at once one is kept and counted', async () => {
  const { memory } = answers(10 * KIB);
  const read = async (): Promise<Uint8Array> => new Uint8Array(100);
  await Promise.all([memory.of('a', read), memory.of('a', read)]);
  const { bytes } = memory;
  await memory.of('a', read);
  expect(memory.bytes).toBe(bytes);
  expect(bytes).toBeLessThan(2 * 302);
});
