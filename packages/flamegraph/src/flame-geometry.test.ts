import { describe, expect, it } from 'vitest';
import { FlameGeometry } from './flame-geometry.ts';

const extent = {
  widthPx: 424,
  heightPx: 200,
  rowPx: 20,
  rowCount: 30,
  firstLevel: 0,
  isFlipped: false,
  scrollPx: 0,
} as const;

describe('FlameGeometry', () => {
  it.each([
    ['icicle', extent],
    ['flame, root at the bottom', { ...extent, isFlipped: true, scrollPx: 150 }],
    ['scrolled', { ...extent, scrollPx: 90 }],
    ['without its root', { ...extent, firstLevel: 1 } as const],
  ])('finds the row at each height where it is drawn: %s', (_mode, given) => {
    const geometry = new FlameGeometry(given);
    const [from, to] = geometry.rows;
    expect(to).toBeGreaterThan(from);
    for (let level = from; level < to; level++) expect(geometry.levelAt(geometry.rowTop(level) + 1)).toBe(level);
  });

  it('draws a range of values as far as it is seen', () => {
    const geometry = new FlameGeometry(extent);
    expect(geometry.span(0, 100, { from: 0, to: 100 })).toEqual({ left: 12, width: 400 });
    expect(geometry.span(0, 100, { from: 50, to: 60 })).toEqual({ left: 12, width: 400 });
    expect(geometry.span(10, 10, { from: 0, to: 100 })).toEqual({ left: 52, width: 40 });
    expect(geometry.shareAt(212)).toBe(0.5);
    expect(geometry.shareAt(5)).toBeUndefined();
  });

  it('scrolls as little as needed', () => {
    const geometry = new FlameGeometry(extent);
    expect(geometry.scrollToSee(2)).toBe(0);
    expect(geometry.scrollToSee(20)).toBe(8 + 21 * 20 - 200 + 8);
  });
});
