import { relativeChange } from '@hearth/flamegraph';
import { describe, expect, it } from 'vitest';
import type { DiffAnswer } from '../../api/wire.ts';
import { beforeSpan, beforeWords, readBeforeRange } from './before-range.ts';
import { compareSearch } from './compare-search.ts';
import { compareTrees, isNoise, scalesOf } from './compare-tree.ts';
import { presetOf, presetSearch } from './presets.ts';
import { afterFilter, beforeFilter, swapped } from './side-search.ts';

const facts = (profiles: number): DiffAnswer['left']['facts'] => ({
  type: { name: 'cpu', unit: 'nanoseconds', aggregation: 'sum' },
  apps: ['search'],
  total: 0,
  profiles,
  samples: 0,
  withoutStack: 0,
  withoutSymbols: 0,
  resolution: 'raw',
});
const frame = (name: string) => ({ function: name, file: '', line: 0, module: '', address: '' });
/** root; main; main>score, main>decode, main>gone; B has twice the profiles. */
const answer: DiffAnswer = {
  rowsRead: 1,
  shape: {
    id: [],
    parent: [-1, 0, 1, 1, 1],
    frame: [-1, 0, 1, 2, 3],
    frames: ['main', 'score', 'decode', 'gone'].map(frame),
    available: 5,
  },
  left: {
    facts: facts(10),
    values: { self: [0, 0, 100, 100, 20], total: [220, 220, 100, 100, 20], other: [0, 0, 0, 0, 0] },
  },
  right: {
    facts: facts(20),
    values: { self: [0, 0, 400, 200, 0], total: [640, 640, 400, 200, 0], other: [0, 40, 0, 0, 0] },
  },
};

describe('comparing two sides', () => {
  it('by profile: what did the same work stays the same, what is gone is still drawn', () => {
    const { functions, columns } = compareTrees(answer, scalesOf(answer, false));
    const named = Object.fromEntries(functions.map(({ frame: index, self }) => [columns.frames[index]!.name, self]));
    expect(named['score']).toEqual({ before: 10, after: 20 });
    expect(named['decode']).toEqual({ before: 10, after: 10 });
    expect(named['gone']).toEqual({ before: 2, after: 0 });
    expect(columns.total[4]).toBe(1);
    // What the answer left out is a node of its own, and everything adds up.
    expect(columns.total.slice(2).reduce((sum, value) => sum + value)).toBeCloseTo(columns.total[1]!);
  });

  it('as added up: twice the uploads are twice the work', () => {
    const { functions } = compareTrees(answer, scalesOf(answer, true));
    expect(functions.find(({ frame: index }) => index === 2)?.self).toEqual({ before: 100, after: 200 });
  });

  it('tells the picture what is more, less and noise, and what was never there before', () => {
    const { diff } = compareTrees(answer, scalesOf(answer, false)).columns;
    const changes = [2, 3, 4, 5].map((node) => relativeChange(diff!.before[node]!, diff!.after[node]!));
    expect(changes).toEqual([1, 0, -1, Number.POSITIVE_INFINITY]);
    // The picture divides by the root's: there it must change nothing.
    expect([diff!.before[0], diff!.after[0]]).toEqual([1, 1]);
  });

  it('takes for noise what is little of itself or of the whole', () => {
    expect(isNoise({ before: 100, after: 101 }, 200)).toBe(true);
    expect(isNoise({ before: 0, after: 0.1 }, 200)).toBe(true);
    expect(isNoise({ before: 0, after: 10 }, 200)).toBe(false);
    expect(isNoise({ before: 10, after: 0 }, 200)).toBe(false);
  });
});

describe('the sides in the address', () => {
  const after = { fromMs: 10_000, toMs: 14_000 };
  it('says side A in few words where it follows from side B', () => {
    const hours = { fromMs: 0, toMs: 6 * 3_600_000 };
    expect(beforeWords(undefined, hours)).toBe('The 6 h before');
    expect(beforeWords(undefined, { fromMs: 0, toMs: 3_600_000 })).toBe('The hour before');
    expect(beforeWords('1d-ago', hours)).toBe('A day earlier');
    expect(beforeWords('7d-ago', hours)).toBe('A week earlier');
    expect(beforeWords('3h-ago', hours)).toBe('3 h earlier');
    expect(beforeWords('same', hours)).toBe('The same time');
    expect(beforeWords('1..2', hours)).toBeUndefined();
  });

  it('puts A where it is said', () => {
    expect(beforeSpan(undefined, after, 0)).toEqual({ fromMs: 6_000, toMs: 10_000 });
    expect(beforeSpan('same', after, 0)).toEqual(after);
    expect(beforeSpan('2s-ago', after, 0)).toEqual({ fromMs: 8_000, toMs: 12_000 });
    expect(beforeSpan('1..2', after, 0)).toEqual({ fromMs: 1_000, toMs: 2_000 });
    expect(readBeforeRange('soon')).toBeUndefined();
  });

  it('gives A the filters of B, but for what is said', () => {
    const search = compareSearch({ environment: 'production', beforeRelease: '1.0', release: '2.0' });
    expect(beforeFilter(search)).toEqual({ environment: 'production', release: '1.0', where: undefined });
    expect(beforeFilter(compareSearch({ release: '2.0', beforeRelease: '*' })).release).toBeUndefined();
  });

  it('swaps, and swapped twice is what it was', () => {
    const search = compareSearch({ release: '2.0', beforeRelease: '1.0', beforeWhere: ['host=a'] });
    const before = { fromMs: 6_000, toMs: 10_000 };
    const once = compareSearch({ ...search, ...swapped(search, before, after) });
    expect(afterFilter(once)).toEqual({ environment: undefined, release: '1.0', where: ['host=a'] });
    expect(beforeFilter(once)).toEqual({ environment: undefined, release: '2.0', where: [] });
    const twice = compareSearch({ ...once, ...swapped(once, after, before) });
    expect(beforeFilter(twice)).toEqual(beforeFilter(search));
    expect(afterFilter(twice)).toEqual(afterFilter(search));
  });

  it('offers presets where there are two things, and knows them again', () => {
    const offered = { releases: ['7.9.0', '7.15.0', '7.14.2'], environments: ['production'], hosts: ['a', 'b'] };
    const none = compareSearch({});
    expect(presetSearch('release', none, offered)).toMatchObject({ release: '7.15.0', beforeRelease: '7.14.2' });
    expect(presetSearch('environment', none, offered)).toBeUndefined();
    expect(presetSearch('host', none, offered)).toMatchObject({ where: ['host=a'], beforeWhere: ['host!=a'] });
    for (const name of ['previous', 'yesterday', 'week', 'release', 'host'] as const) {
      expect(presetOf(compareSearch({ ...none, ...presetSearch(name, none, offered) }))).toBe(name);
    }
  });
});
