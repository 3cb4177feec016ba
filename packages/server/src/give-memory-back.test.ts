import { expect, test } from 'vitest';
import { MemoryGiver } from './give-memory-back.ts';

/** A giver whose looks are told how much was worked since the last one. */
function giverOf(): { readonly look: (workedMs: number) => number } {
  let cpuMs = 0;
  let collections = 0;
  const giver = new MemoryGiver({
    cpuMs: () => cpuMs,
    collect: () => {
      collections += 1;
      cpuMs += 100;
    },
  });
  const look = (workedMs: number): number => {
    cpuMs += workedMs;
    giver.look();
    return collections;
  };
  return { look };
}

test('collects once after work, when two looks in a row were quiet', () => {
  const { look } = giverOf();
  expect([1_500, 50, 200, 50, 50, 50, 50].map(look)).toEqual([0, 0, 0, 0, 1, 1, 1]);
  expect([2_000, 10, 10, 10].map(look)).toEqual([1, 1, 2, 2]);
});

test('leaves a server alone that did next to nothing, until that has added up', () => {
  const { look } = giverOf();
  const collections = Array.from({ length: 100 }, () => look(20));
  expect(collections[40]).toBe(0);
  expect(collections.at(-1)).toBe(2);
});
