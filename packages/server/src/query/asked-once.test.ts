import { expect, it } from 'vitest';
import { HearthError } from '../errors/hearth-error.ts';
import type { ProjectId } from '../store/upload.ts';
import { AskedOnce } from './asked-once.ts';

const PROJECT = 1 as ProjectId;

it('runs the same question once, and others by themselves: of another kind, project, deadline or whole number', async () => {
  const once = new AskedOnce();
  let runs = 0;
  const run = async (): Promise<number> => {
    runs += 1;
    const mine = runs;
    await new Promise((resolve) => setImmediate(resolve));
    return mine;
  };
  const question = { min: 2n ** 60n };
  const same = () => once.ask('a', PROJECT, question, {}, run);
  expect(await Promise.all([same(), same()])).toEqual([1, 1]);
  const all = await Promise.all([
    same(),
    once.ask('b', PROJECT, question, {}, run),
    once.ask('a', 2 as ProjectId, question, {}, run),
    once.ask('a', PROJECT, question, { timeoutMs: 1 }, run),
    once.ask('a', PROJECT, { min: 2n ** 60n + 1n }, {}, run),
    once.ask('a', PROJECT, question, { onProgress: () => undefined }, run),
  ]);
  expect(new Set(all).size).toBe(all.length);
});

it('says what makes a question smaller that was too big or too slow', async () => {
  const once = new AskedOnce();
  const failing = (code: 'query_timeout' | 'query_too_big', cause?: unknown) =>
    once.ask('a', PROJECT, code, {}, () => Promise.reject(new HearthError(code, { cause })));
  await expect(failing('query_timeout', new Error('slow'))).rejects.toThrow(
    'longer than its deadline: a shorter range',
  );
  await expect(failing('query_too_big', { code: 158 })).rejects.toThrow(/budget of rows \(\d+\): a shorter range/);
  await expect(failing('query_too_big', new Error('memory'))).rejects.toThrow('budget of memory');
  // One that says its own budget already.
  await expect(failing('query_too_big')).rejects.toThrow('more memory or rows than its budget');
});
