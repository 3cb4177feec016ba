import { expect, test } from 'vitest';
import { ByteSink } from './byte-sink.ts';
import type { Column } from './column.ts';
import { ColumnMemory } from './column-memory.ts';
import { DictionaryColumn } from './dictionary-column.ts';
import { NumberColumn } from './number-column.ts';
import { WideColumn } from './wide-column.ts';

test('gives what came back again, the right length, and keeps no more than its bound', () => {
  const memory = new ColumnMemory();
  const first = memory.take(1_000);
  expect(first.length).toBe(1_024);
  memory.give(first);
  expect(memory.take(513)).toBe(first);
  expect(memory.take(1_024)).not.toBe(first);
  for (let round = 0; round < 100; round++) memory.give(new Uint32Array(2 ** 18));
  expect(memory.keptBytes).toBe(12 * 2 ** 20);
});

const bytesOf = (column: Column): Buffer => {
  const sink = new ByteSink();
  column.encodePrefix(sink);
  column.encode(sink);
  return Buffer.concat(sink.finish());
};

test('columns in memory that others used say what was pushed', () => {
  const fill = (seed: number) => {
    const wide = new WideColumn('UInt64');
    const lateZero = new WideColumn('Int64');
    const zero = new WideColumn('Int64');
    const number = new NumberColumn('UInt32');
    const word = new DictionaryColumn();
    for (let row = 0; row < 3_000; row++) {
      wide.pushHalves(row * seed, seed);
      if (row % 2 === 0) zero.push(0);
      else zero.fill(0, 1);
      if (row < 2_000) lateZero.push(0);
      else lateZero.fill(-seed, 1);
      number.push(row * seed);
      word.push(`word ${(row * seed) % 7}`);
    }
    return [wide, lateZero, zero, number, word] as const;
  };
  const once = fill(3);
  const expected = once.map(bytesOf);
  expect(once[1].cell(1_999)).toBe(0n);
  expect(once[1].cell(2_000)).toBe(-3n);
  expect(once[2].isZero).toBe(true);
  expect(once[2].cell(2_999)).toBe(0n);
  for (const column of once) column.release();
  const other = fill(5);
  expect(fill(3).map(bytesOf)).toEqual(expected);
  expect(other.map(bytesOf)).not.toEqual(expected);
});
