import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlameLayout } from './flame-layout.ts';
import { randomTree } from './testing/random-tree.ts';
import { MIN_FRAME_PX, visitRow, type Window } from './visit-row.ts';

/** What a walk over all nodes of the row would draw. */
function naive(layout: FlameLayout, level: number, { from, to, widthPx }: Window) {
  const scale = widthPx / (to - from);
  const boxes = new Set<number>();
  const columns = new Set<number>();
  for (const node of layout.row(level)) {
    const x = (layout.start[node]! - from) * scale;
    const width = layout.columns.total[node]! * scale;
    if (layout.start[node]! >= to || x + width <= 0 || width === 0) continue;
    if (width >= MIN_FRAME_PX) boxes.add(node);
    else if (x >= 0) columns.add(Math.floor(x));
  }
  return { boxes, columns };
}

describe('visitRow', () => {
  it('draws each wide frame once, and marks pixels of narrow ones, as a walk over all does', () => {
    const property = fc.property(
      fc.integer(),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (seed, left, share) => {
        const layout = new FlameLayout(randomTree({ nodes: 1_500, frames: 20, depth: 8, seed }));
        const from = layout.total * left;
        const window = { from, to: Math.min(layout.total, from + layout.total * share), widthPx: 200 };
        if (!(window.to > window.from)) return;
        for (let level = 0; level < layout.rowCount; level++) {
          const expected = naive(layout, level, window);
          const boxes: number[] = [];
          const columns = new Set<number>();
          visitRow(layout, level, window, {
            box: (node) => boxes.push(node),
            thin: (begin, end) => {
              for (let column = begin; column < end; column++) columns.add(column);
            },
          });
          expect(boxes).toEqual([...new Set(boxes)]);
          expect(new Set(boxes)).toEqual(expected.boxes);
          // A pixel is marked by its first narrow frame: none may be marked without one.
          for (const column of columns) expect(expected.columns).toContain(column);
          for (const column of expected.columns) expect([...columns, column - 1]).toContain(column);
        }
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('looks at a small part of a row of a hundred thousand narrow frames', () => {
    const layout = new FlameLayout(flatTree(100_000));
    let steps = 0;
    const lastAtOrBefore = layout.lastAtOrBefore.bind(layout);
    layout.lastAtOrBefore = (...given) => {
      steps++;
      return lastAtOrBefore(...given);
    };
    let marked = 0;
    visitRow(
      layout,
      1,
      { from: 0, to: layout.total, widthPx: 1_000 },
      {
        box: () => undefined,
        thin: (from, to) => {
          marked += to - from;
        },
      },
    );
    expect(marked).toBe(1_000);
    expect(steps).toBeLessThanOrEqual(1_002);
  });
});

function flatTree(leaves: number) {
  const parent = new Int32Array(leaves + 1).fill(0);
  parent[0] = -1;
  const frame = new Int32Array(leaves + 1).fill(0);
  frame[0] = -1;
  const self = new Float64Array(leaves + 1).fill(1);
  self[0] = 0;
  const total = self.slice();
  total[0] = leaves;
  return { parent, frame, self, total, frames: [{ name: 'leaf', file: '', line: 0, module: '' }] };
}
