import { expect, it } from 'vitest';
import { SharedAnswers, type SharedAsk } from './shared-answers.ts';

it('runs a question once for all who ask at the same time', async () => {
  const shared = new SharedAnswers();
  let runs = 0;
  const run = async (): Promise<number> => {
    await new Promise((resolve) => setImmediate(resolve));
    runs += 1;
    return runs;
  };
  const ask = (key: string) => shared.ask(key, {}, run);
  expect(await Promise.all([ask('a'), ask('a'), ask('a')])).toEqual([1, 1, 1]);
  expect(await ask('a')).toBe(2);
  expect((await Promise.all([ask('a'), ask('b')])).sort()).toEqual([3, 4]);
});

it('calls it off when the last who waits has left, and not before', async () => {
  const shared = new SharedAnswers();
  const signals: AbortSignal[] = [];
  const run = ({ signal }: { readonly signal: AbortSignal }): Promise<never> => {
    signals.push(signal);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('killed'))));
  };
  const [first, second] = [new AbortController(), new AbortController()];
  const answers = [first, second].map(({ signal }) => shared.ask('a', { signal }, run));
  first.abort(new Error('left'));
  await expect(answers[0]).rejects.toThrow('left');
  expect(signals[0]!.aborted).toBe(false);
  second.abort(new Error('left too'));
  await expect(answers[1]).rejects.toThrow('left too');
  expect(signals[0]!.aborted).toBe(true);
  // Whoever comes now is not told of an end that was not theirs.
  const third = new AbortController();
  const late = shared.ask('a', { signal: third.signal }, run);
  expect(signals).toHaveLength(2);
  third.abort(new Error('done'));
  await expect(late).rejects.toThrow('done');
});

it('tells all who wait how far it is, and those who left no more', async () => {
  const shared = new SharedAnswers();
  const seen: string[] = [];
  let tell: (statement: string) => void = () => undefined;
  let finish: (value: number) => void = () => undefined;
  const run = async ({ onProgress }: SharedAsk): Promise<number> => {
    tell = (statement) => onProgress({ statement, rowsRead: 1, rowsToRead: 2 });
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const leaver = new AbortController();
  const listen = (name: string) => ({
    onProgress: ({ statement }: { statement: string }) => seen.push(name + statement),
  });
  const staying = shared.ask('a', listen('1'), run);
  const leaving = shared.ask('a', { ...listen('2'), signal: leaver.signal }, run);
  tell('x');
  leaver.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  tell('y');
  finish(7);
  expect(await staying).toBe(7);
  expect(seen).toEqual(['1x', '2x', '1y']);
});
