import { expect, it } from 'vitest';
import { MessageBudget } from './message-budget.ts';

it('lets a burst through, then so many a second, and saves up no more than a burst', () => {
  let nowMs = 0;
  const budget = new MessageBudget(5, 2, () => nowMs);
  const through = (asked: number) => Array.from({ length: asked }, () => budget.take()).filter(Boolean).length;
  expect(through(10)).toBe(5);
  nowMs += 499;
  expect(through(10)).toBe(0);
  nowMs += 501;
  expect(through(10)).toBe(2);
  nowMs += 3_600_000;
  expect(through(10)).toBe(5);
  // A clock that is set back gives nothing away.
  nowMs -= 10_000;
  expect(through(10)).toBe(0);
});
