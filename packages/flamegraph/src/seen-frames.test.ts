import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlameLayout } from './flame-layout.ts';
import { MIN_FRAME_PX, SeenFrames, type Window } from './seen-frames.ts';
import { randomTree } from './testing/random-tree.ts';

/** What a walk over all nodes would draw. */
function naive(layout: FlameLayout, { from, to, widthPx, rows }: Window) {
  const scale = widthPx / (to - from);
  const frames = new Map<number, readonly [level: number, left: number, right: number]>();
  /** Pixels of each row that hold a narrow frame. */
  const narrow = new Set<string>();
  for (let level = rows[0]; level < rows[1]; level++) {
    for (const node of layout.row(level)) {
      const left = (layout.startOf(node) - from) * scale;
      const width = layout.columns.total[node]! * scale;
      // What has no width, or begins just behind the edge, may lie below something grey.
      if (width < MIN_FRAME_PX && left >= 0 && left < widthPx + 2)
        narrow.add(`${String(level)}:${String(Math.floor(left))}`);
      if (left < widthPx && left + width > 0 && width >= MIN_FRAME_PX)
        frames.set(node, [level, Math.max(0, left), Math.min(widthPx, left + width)]);
    }
  }
  return { frames, narrow };
}

/** Pixels of each row that are grey. */
function greyPixels(seen: SeenFrames): Set<string> {
  const pixels = new Set<string>();
  for (let at = 0; at < seen.greys; at++) {
    for (let level = seen.greyLevels[at]!; level < seen.greyEnds[at]!; level++) {
      for (let column = seen.greyLefts[at]!; column < seen.greyRights[at]!; column++) {
        pixels.add(`${String(level)}:${String(column)}`);
      }
    }
  }
  return pixels;
}

const beside = (pixel: string, columns: number): string => {
  const [level, column] = pixel.split(':');
  return `${level!}:${String(Number(column) + columns)}`;
};

describe('SeenFrames', () => {
  const windows = fc.record({
    seed: fc.integer(),
    left: fc.double({ min: 0, max: 0.9, noNaN: true }),
    share: fc.double({ min: 0.001, max: 1, noNaN: true }),
    firstRow: fc.integer({ min: 0, max: 4 }),
    rowCount: fc.integer({ min: 1, max: 8 }),
  });

  it('finds each wide frame once, and pixels of narrow ones, as a walk over all does', () => {
    // One for all, as in the page: what was found before must not be found again.
    const seen = new SeenFrames();
    const property = fc.property(windows, ({ seed, left, share, firstRow, rowCount }) => {
      const layout = new FlameLayout(randomTree({ nodes: 1_500, frames: 20, depth: 8, seed }));
      const from = layout.total * left;
      const to = Math.min(layout.total, from + layout.total * share);
      const rows = [firstRow, Math.min(layout.rowCount, firstRow + rowCount)] as const;
      const window = { from, to, widthPx: 200, rows };
      if (!(to > from)) return;
      seen.find(layout, window);
      const expected = naive(layout, window);
      const frames = [...seen.nodes.subarray(seen.begin, seen.length)];
      expect(frames).toEqual([...new Set(frames)]);
      expect(new Set(frames)).toEqual(new Set(expected.frames.keys()));
      frames.forEach((node, index) => {
        const at = seen.begin + index;
        const [level, left, right] = expected.frames.get(node)!;
        expect([seen.levels[at], seen.lefts[at], seen.rights[at]]).toEqual([level, left, right]);
      });
      // A column of grey stands below its topmost frame; what is below that may begin up to its width further right.
      for (const pixel of greyPixels(seen)) {
        const [level] = pixel.split(':');
        expect(Number(level)).toBeGreaterThanOrEqual(rows[0]);
        expect(Number(level)).toBeLessThan(rows[1]);
        expect([0, 1, 2].some((columns) => expected.narrow.has(beside(pixel, columns)))).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('leaves no row of narrow frames white, down to the deepest of each column', () => {
    const layout = new FlameLayout(flatTree({ leaves: 50, chain: 5 }));
    const seen = new SeenFrames();
    seen.find(layout, { from: 0, to: layout.total, widthPx: 40, rows: [0, 4] });
    expect([...seen.nodes.subarray(seen.begin, seen.length)]).toEqual([0]);
    expect(seen.greys).toBe(1);
    expect([seen.greyLefts[0], seen.greyRights[0], seen.greyLevels[0], seen.greyEnds[0]]).toEqual([0, 40, 1, 4]);
  });

  it('finds nothing in an empty tree, beside the picture and in a range without width', () => {
    const layout = new FlameLayout(randomTree({ nodes: 50, frames: 5, depth: 5, seed: 1 }));
    const seen = new SeenFrames();
    const rows = [0, 5] as const;
    seen.find(layout, { from: 0, to: layout.total, widthPx: 100, rows });
    expect(seen.length).toBeGreaterThan(0);
    seen.find(layout, { from: layout.total, to: 2 * layout.total, widthPx: 100, rows });
    expect([seen.length, seen.greys]).toEqual([0, 0]);
    seen.find(layout, { from: 5, to: 5, widthPx: 100, rows });
    expect([seen.length, seen.greys]).toEqual([0, 0]);
    const none = new Int32Array(0);
    const empty = { parent: none, frame: none, self: new Float64Array(0), total: new Float64Array(0), frames: [] };
    seen.find(new FlameLayout(empty), { from: 0, to: 1, widthPx: 100, rows });
    expect([seen.length, seen.greys]).toEqual([0, 0]);
  });

  it('looks at a small part of a row of a hundred thousand narrow frames', () => {
    const layout = new FlameLayout(flatTree({ leaves: 100_000, chain: 1 }));
    let steps = 0;
    const lastAtOrBefore = layout.lastAtOrBefore.bind(layout);
    layout.lastAtOrBefore = (...given) => {
      steps++;
      return lastAtOrBefore(...given);
    };
    const seen = new SeenFrames();
    seen.find(layout, { from: 0, to: layout.total, widthPx: 1_000, rows: [0, 2] });
    expect([seen.greyLefts[0], seen.greyRights[0]]).toEqual([0, 1_000]);
    expect(steps).toBeLessThanOrEqual(1_002);
  });
});

/** A root that calls so many functions of the same value; below each is a chain. */
function flatTree({ leaves, chain }: { readonly leaves: number; readonly chain: number }) {
  const length = leaves * chain + 1;
  const parent = Int32Array.from({ length }, (_, node) => (node <= leaves ? 0 : node - leaves));
  parent[0] = -1;
  const frame = new Int32Array(length).fill(0);
  frame[0] = -1;
  const self = Float64Array.from(parent, (_, node) => Number(node > length - 1 - leaves));
  const total = new Float64Array(length).fill(1);
  total[0] = leaves;
  return { parent, frame, self, total, frames: [{ name: 'leaf', file: '', line: 0, module: '' }] };
}
