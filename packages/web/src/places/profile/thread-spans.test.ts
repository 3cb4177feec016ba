import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePart, partText } from './part-text.ts';
import { stackPaths, threadSpans } from './thread-spans.ts';

const frames = ['main', 'load', 'parse', 'save'].map((name) => ({ name, file: '', line: 0, module: '' }));
/** 0 main, 1 main;load, 2 main;load;parse, 3 main;save */
const stacks = { parent: [-1, 0, 1, 0], frame: [0, 1, 2, 3] };
const all = stackPaths(stacks, () => true);
const samplesOf = (rows: readonly (readonly [number, number, number])[]) => ({
  timeMs: rows.map(([time]) => time),
  durationMs: rows.map(([, duration]) => duration),
  stack: rows.map(([, , stack]) => stack),
  value: rows.map(() => 1),
});
const named = ({ columns }: ReturnType<typeof threadSpans>): readonly (readonly [string, number, number])[] =>
  [...columns.frame.keys()]
    .slice(1)
    .map((node) => [frames[columns.frame[node]!]!.name, columns.start![node]!, columns.total[node]!]);

describe('threadSpans', () => {
  it('joins neighbours, and begins anew after idle time and gaps', () => {
    const spans = threadSpans(
      samplesOf([
        [0, 10, 2],
        [10, 10, 1],
        [20, 10, 3],
        [30, 20, -1],
        [50, 10, 3],
        [90, 10, 3],
      ]),
      frames,
      all,
      { extentMs: 120, intervalMs: 10 },
    );
    expect(named(spans)).toEqual([
      ['main', 0, 30],
      ['load', 0, 20],
      ['parse', 0, 10],
      ['save', 20, 10],
      ['main', 50, 10],
      ['save', 50, 10],
      ['main', 90, 10],
      ['save', 90, 10],
    ]);
    expect(spans.stretches).toEqual([
      { fromMs: 30, toMs: 50, kind: 'idle' },
      { fromMs: 60, toMs: 90, kind: 'unknown' },
      { fromMs: 100, toMs: 120, kind: 'unknown' },
    ]);
    expect(spans.busyMs).toBe(50);
  });

  it('draws only the frames that are wanted, and calls nothing idle for it', () => {
    const paths = stackPaths(stacks, (frame) => frame !== 0);
    const spans = threadSpans(
      samplesOf([
        [0, 10, 0],
        [10, 10, 1],
      ]),
      frames,
      paths,
      { extentMs: 20, intervalMs: 10 },
    );
    expect(named(spans)).toEqual([['load', 10, 10]]);
    expect(spans.stretches).toEqual([]);
  });

  it('loses and invents no time, whatever the samples', () => {
    const rows = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.integer({ min: -1, max: 3 })));
    fc.assert(
      fc.property(rows, (steps) => {
        let at = 0;
        const samples = steps.map(([gap, duration, stack]) => {
          const time = at + gap;
          at = time + duration;
          return [time, duration, stack] as const;
        });
        const { columns, stretches, busyMs } = threadSpans(samplesOf(samples), frames, all, {
          extentMs: at,
          intervalMs: null,
        });
        const self = columns.self.reduce((sum, value) => sum + value, 0);
        const still = stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
        expect(self).toBe(busyMs);
        expect(busyMs + still).toBe(at);
        for (let node = 1; node < columns.parent.length; node++) {
          const above = columns.parent[node]!;
          expect(columns.start![node]!).toBeGreaterThanOrEqual(columns.start![above]!);
          const end = columns.start![node]! + columns.total[node]!;
          expect(end).toBeLessThanOrEqual(columns.start![above]! + columns.total[above]!);
        }
      }),
    );
  });
});

describe('a part in the address', () => {
  it('is read as it was written, and nonsense is not', () => {
    expect(parsePart(partText({ from: 12.3456, to: 400 }))).toEqual({ from: 12.346, to: 400 });
    for (const text of ['', '5..5', '9..1', '-1..2', 'a..b', '1..']) expect(parsePart(text)).toBeUndefined();
  });
});
