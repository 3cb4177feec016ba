import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LargestFirst } from './largest-first.ts';

it('gives the largest of those that are in it, whenever they came', () => {
  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 30 }), { freq: 2 }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (given) => {
      const heap = new LargestFirst();
      const weights: number[] = [];
      let inside: number[] = [];
      for (const weight of given) {
        if (weight !== null) {
          inside.push(weights.length);
          heap.push(weights.length, weight);
          weights.push(weight);
          continue;
        }
        const popped = heap.pop();
        const largest = Math.max(...inside.map((thing) => weights[thing]!));
        expect(popped < 0 ? Number.NEGATIVE_INFINITY : weights[popped]).toBe(largest);
        inside = inside.filter((thing) => thing !== popped);
        expect(heap.length).toBe(inside.length);
      }
    }),
  );
});
