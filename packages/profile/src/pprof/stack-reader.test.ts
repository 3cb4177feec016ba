import { expect, test } from 'vitest';
import type { StackIndex } from '../profile.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { decodePprof } from './decode-pprof.ts';
import { encodePprof } from './encode-pprof.ts';

/** `count` stacks of one root, each sampled once, and then all of them again. */
const twice = (count: number) => {
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
  const frameOf = (name: string) => builder.frame({ func: builder.func({ name }) });
  const root = builder.stack(-1 as StackIndex, frameOf('root'));
  const leaves = Array.from({ length: count }, (_, at) => builder.stack(root, frameOf(`leaf ${at}`)));
  for (const leaf of [...leaves, ...leaves]) builder.sample(leaf, [1]);
  return decodePprof(encodePprof(builder.finish()));
};

test.each([10, 64, 100, 2_000])('%i stacks that come again after all others are the stacks they were', (count) => {
  const { samples, stacks } = twice(count);
  expect(stacks.length).toBe(count + 1);
  expect(Array.from(samples.stack.subarray(count))).toEqual(Array.from(samples.stack.subarray(0, count)));
  expect(new Set(samples.stack).size).toBe(count);
});
