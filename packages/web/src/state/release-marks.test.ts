import { describe, expect, it } from 'vitest';
import type { TimelineGroup } from '../api/wire.ts';
import { joinedPoints, releaseMarks } from './release-marks.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
const group = (release: string | null, ...points: readonly (readonly [number, number])[]): TimelineGroup => ({
  labels: release === null ? null : [release],
  sum: points.reduce((sum, [, value]) => sum + value, 0),
  points: points.map(([minute, sum]) => ({ start: at(minute), sum, profiles: 1, mean: sum })),
});

describe('releaseMarks', () => {
  it('marks the first slot of each release that was not there from the beginning', () => {
    const groups = [group('3', [20, 1], [30, 1]), group('1', [0, 1], [10, 1]), group('2', [10, 1])];
    expect(releaseMarks(groups, Date.parse(at(0)))).toEqual([
      { release: '2', atMs: Date.parse(at(10)) },
      { release: '3', atMs: Date.parse(at(20)) },
    ]);
  });

  it('takes the first release that is seen for an old one, and marks none without a name', () => {
    expect(releaseMarks([group('1', [10, 1]), group('', [20, 1]), group(null, [30, 1])], Date.parse(at(0)))).toEqual(
      [],
    );
    expect(releaseMarks([], 0)).toEqual([]);
  });
});

describe('joinedPoints', () => {
  it('adds up the groups of a slot, means by their profiles', () => {
    const points = joinedPoints([group('1', [0, 4], [10, 6]), group('2', [10, 2])]);
    expect(points).toEqual([
      { start: at(0), sum: 4, profiles: 1, mean: 4 },
      { start: at(10), sum: 8, profiles: 2, mean: 4 },
    ]);
  });
});
