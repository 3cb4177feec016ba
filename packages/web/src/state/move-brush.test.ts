import { describe, expect, it } from 'vitest';
import { firstBrush, movedBrush } from './move-brush.ts';

const range = { fromMs: 0, toMs: 1_000 };

describe('brushing by keyboard', () => {
  it('begins with the last quarter', () => {
    expect(firstBrush(range, 50)).toEqual({ fromMs: 750, toMs: 1_000 });
    expect(firstBrush({ fromMs: 0, toMs: 1_030 }, 50)).toEqual({ fromMs: 750, toMs: 1_000 });
  });

  it('moves by slots and stops at the ends', () => {
    const brush = { fromMs: 100, toMs: 300 };
    expect(movedBrush(brush, range, 50, 1, false)).toEqual({ fromMs: 150, toMs: 350 });
    expect(movedBrush(brush, range, 50, -9, false)).toEqual({ fromMs: 0, toMs: 200 });
    expect(movedBrush(brush, range, 50, 99, false)).toEqual({ fromMs: 800, toMs: 1_000 });
  });

  it('resizes at its end and keeps a slot', () => {
    const brush = { fromMs: 100, toMs: 300 };
    expect(movedBrush(brush, range, 50, 2, true)).toEqual({ fromMs: 100, toMs: 400 });
    expect(movedBrush(brush, range, 50, -9, true)).toEqual({ fromMs: 100, toMs: 150 });
    expect(movedBrush(brush, range, 50, 99, true)).toEqual({ fromMs: 100, toMs: 1_000 });
  });
});
