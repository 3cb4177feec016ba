import { expect, it } from 'vitest';
import { CpuMeter } from './cpu-meter.ts';

it('says how many cores were busy between two looks, and only when that changed', () => {
  const meter = new CpuMeter();
  expect(meter.look(7, 1_000, 0)).toBeUndefined();
  expect(meter.look(7, 1_740, 5_000)).toBe(1.5);
  expect(meter.look(7, 2_490, 10_000)).toBeUndefined();
  expect(meter.look(7, 2_492, 15_000)).toBe(0);
  expect(meter.look(7, 2_492, 20_000)).toBeUndefined();
});

it('begins anew with another process, and takes no clock that stands still', () => {
  const meter = new CpuMeter();
  meter.look(7, 0, 0);
  expect(meter.look(7, 500, 5_000)).toBe(1);
  expect(meter.look(8, 100_000, 10_000)).toBeUndefined();
  expect(meter.look(8, 100_500, 10_000)).toBeUndefined();
  expect(meter.look(8, 101_000, 15_000)).toBe(1);
});
