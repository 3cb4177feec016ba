import { generateProfile, profileFromText } from '@hearth/profile/testing';
import { expect, test } from 'vitest';
import { frameIds } from './frame-ids.ts';
import { IdTable } from './id-table.ts';
import { nodeIds } from './node-ids.ts';

const idsOf = (text: string, scope = 7): readonly string[] => {
  const profile = profileFromText(['samples/count'], text);
  const { lo, hi } = nodeIds(profile.stacks, frameIds(profile, scope), scope);
  return Array.from(lo, (low, stack) => `${hi[stack]!.toString(16)}/${low.toString(16)}`);
};

test('a path has one id, whatever profile it comes in', () => {
  const [main, handle, work] = idsOf('main;handle;work 1');
  expect(idsOf('main;idle 1\nmain;handle;work 1')).toEqual(expect.arrayContaining([main, handle, work]));
});

test('another order, depth, frame or app is another node', () => {
  const ids = [
    ...idsOf('a;b 1'),
    ...idsOf('b;a 1'),
    ...idsOf('a;a;a 1').slice(1),
    ...idsOf('a (x.js:1) 1'),
    ...idsOf('a (x.js:2) 1'),
  ];
  expect(new Set([...ids, ...idsOf('a;b 1', 8)]).size).toBe(ids.length + 2);
});

test('a hundred thousand nodes have as many ids, evenly spread', () => {
  const table = new IdTable();
  let nodes = 0;
  const buckets = new Float64Array(64);
  for (let seed = 1; seed <= 12; seed++) {
    const { stacks, ...rest } = generateProfile({ seed, stacks: 600, depth: 60, functions: 4000 });
    const scope = seed;
    const { lo, hi } = nodeIds(stacks, frameIds({ stacks, ...rest }, scope), scope);
    for (let stack = 0; stack < lo.length; stack++) {
      table.add(lo[stack]!, hi[stack]!, 0, 0);
      buckets[hi[stack]! >>> 26]! += 1;
    }
    nodes += lo.length;
  }
  expect(table.size).toBe(nodes);
  const mean = nodes / buckets.length;
  for (const bucket of buckets) expect(Math.abs(bucket / mean - 1)).toBeLessThan(0.15);
});
