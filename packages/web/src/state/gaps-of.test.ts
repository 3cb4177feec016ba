import { describe, expect, it } from 'vitest';
import { gapsOf } from './gaps-of.ts';

const drawn = (text: string): (number | null)[] => [...text].map((letter) => (letter === '#' ? 1 : null));

describe('gapsOf', () => {
  it.each([
    ['##########', []],
    ['###.##..##', []],
    ['###...####', [[3, 6]]],
    ['...#######', [[0, 3]]],
    ['#...#...#...#...#', []],
    ['#...#...#...............#...#', [[9, 24]]],
    ['.....', [[0, 5]]],
  ])('%s', (slots, gaps) => {
    expect(gapsOf(drawn(slots))).toEqual(gaps);
  });
});
