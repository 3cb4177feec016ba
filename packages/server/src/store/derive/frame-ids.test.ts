import { ProfileBuilder } from '@hearth/profile';
import { expect, test } from 'vitest';
import { frameIds } from './frame-ids.ts';

const idsOf = (scope: number): readonly string[] => {
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
  const names = ['', 'a', 'b', 'ab', 'é'];
  for (const name of names) {
    for (const file of names) {
      const func = builder.func({ name, file });
      for (const line of [0, 1, 2, 1 << 16, 2 ** 32 - 1]) {
        builder.frame({ func, line });
        builder.frame({ func, line, inApp: true });
        builder.frame({ func, line, inApp: false, inlined: true });
      }
    }
  }
  for (const file of ['lib.so', 'app']) {
    const mapping = builder.mapping({ file, start: { lo: 0x1000, hi: 1 } });
    builder.frame({ func: builder.func({ name: 'a' }), mapping });
    for (const lo of [0x1000, 0x1001, 0x2000]) for (const hi of [1, 2]) builder.frame({ mapping, address: { lo, hi } });
  }
  const { lo, hi, check } = frameIds(builder.finish(), scope);
  return Array.from(lo, (low, frame) => `${hi[frame]!.toString(16)}/${low.toString(16)}/${check[frame]!.toString(16)}`);
};

test('different content has another id, in every app; the same content the same one', () => {
  const ids = [...idsOf(1), ...idsOf(2)];
  const halves = ids.flatMap((id) => id.split('/').map((half, lane) => `${lane}:${half}`));
  expect(new Set(halves).size).toBe(ids.length * 3);
  expect(idsOf(1)).toEqual(ids.slice(0, ids.length / 2));
});

test('where the module was loaded does not matter', () => {
  const idAt = (hi: number): readonly number[] => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
    const mapping = builder.mapping({ file: 'lib.so', start: { lo: 0xfffff000, hi }, offset: { lo: 0x200, hi: 0 } });
    builder.frame({ mapping, address: { lo: 0x10, hi: hi + 1 } });
    const { lo, hi: high } = frameIds(builder.finish(), 1);
    return [lo[0]!, high[0]!];
  };
  expect(idAt(5)).toEqual(idAt(0x7fff));
});
