import { describe, expect, it } from 'vitest';
import type { FlameTheme, Paint } from './flame-theme.ts';
import { FIRST_LOOKS, MORE_LOOKS, NodePaints } from './node-paints.ts';
import { randomTree } from './testing/random-tree.ts';

const paint = (fill: string): Paint => ({ fill, ink: '' });
const theme: FlameTheme = {
  app: Array.from({ length: 12 }, (_, hue) => paint(`app ${String(hue)}`)),
  library: Array.from({ length: 12 }, (_, hue) => paint(`library ${String(hue)}`)),
  runtime: paint('runtime'),
  kernel: paint('kernel'),
  root: paint('root'),
  other: paint('other'),
  match: paint('match'),
  rest: paint('rest'),
  less: [],
  more: [],
  noise: paint('noise'),
  heat: [paint('cold')],
  hatch: '',
  hover: '',
  selected: '',
  font: '',
};
const columns = randomTree({ nodes: 6_000, frames: FIRST_LOOKS + MORE_LOOKS + 1, depth: 40, seed: 5 });

const nodes = Int32Array.from(columns.parent, (_, node) => node);
const WIDE_PX = 30;
/** All narrow, but for the last ten. */
const rights = Float64Array.from(nodes, (node) => (node < nodes.length - 10 ? 1 : 2 * WIDE_PX));

const fills = (paints: NodePaints): string[] => {
  const into = new Uint8Array(nodes.length);
  paints.paint({ nodes, lefts: new Float64Array(nodes.length), rights, begin: 0, length: nodes.length }, into, WIDE_PX);
  return Array.from(into, (paint) => paints.palette[paint]!.fill);
};

describe('NodePaints', () => {
  it('looks at so many new frames a picture, and has painted all of them after some', () => {
    const paints = new NodePaints(columns, theme, 'package');
    const first = fills(paints);
    expect(paints.isPending).toBe(true);
    expect(first[0]).toBe('root');
    expect(first).toContain('rest');
    expect(first.slice(1, FIRST_LOOKS - 10)).not.toContain('rest');
    expect(first.slice(-10)).not.toContain('rest');
    fills(paints);
    const last = fills(paints);
    expect(paints.isPending).toBe(false);
    expect(last).not.toContain('rest');
    first.forEach((fill, node) => {
      if (fill !== 'rest') expect(last[node]).toBe(fill);
    });
  });

  it('never waits where no frame is looked at', () => {
    const matches = { frames: new Uint8Array(columns.frames.length), nodes: 0, total: 0, before: 0, after: 0 };
    matches.frames[columns.frame[1]!] = 1;
    const searched = new NodePaints(columns, theme, 'package', matches);
    expect(new Set(fills(searched))).toEqual(new Set(['match', 'rest']));
    expect(searched.isPending).toBe(false);
    expect(new NodePaints(columns, theme, 'self').isPending).toBe(false);
  });
});
