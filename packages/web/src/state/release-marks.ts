import { type TimelineGroup, type TimelinePoint, toNumber } from '../api/wire.ts';

/** A release that began to report within a range. */
export interface ReleaseMark {
  readonly release: string;
  /** Begin of the first slot that has a profile of it, Unix milliseconds. */
  readonly atMs: number;
}

/** More flags than this hide the line: the newest ones are shown. */
const MAX_MARKS = 8;

/**
 * When each release of a timeline grouped by release was first seen, the earliest first. What reports from the first slots on was
 * there before: it is no mark.
 *
 * @param firstMs begin of the first slot that could tell
 */
export function releaseMarks(groups: readonly TimelineGroup[], firstMs: number): readonly ReleaseMark[] {
  const marks: ReleaseMark[] = [];
  for (const { labels, points } of groups) {
    const release = labels?.[0] ?? '';
    const atMs = Math.min(...points.map(({ start }) => Date.parse(start)));
    if (release !== '' && Number.isFinite(atMs)) marks.push({ release, atMs });
  }
  const earliest = Math.max(firstMs, Math.min(...marks.map(({ atMs }) => atMs)));
  return marks
    .filter(({ atMs }) => atMs > earliest)
    .sort((left, right) => left.atMs - right.atMs)
    .slice(-MAX_MARKS);
}

/** The points of all groups as one: what the timeline would be without groups. */
export function joinedPoints(groups: readonly TimelineGroup[]): readonly TimelinePoint[] {
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) return only.points;
  const slots = new Map<string, { sum: number; profiles: number }>();
  for (const { points } of groups) {
    for (const { start, sum, profiles } of points) {
      const slot = slots.get(start) ?? { sum: 0, profiles: 0 };
      slots.set(start, { sum: slot.sum + toNumber(sum), profiles: slot.profiles + profiles });
    }
  }
  return [...slots]
    .map(([start, { sum, profiles }]) => ({ start, sum, profiles, mean: profiles === 0 ? null : sum / profiles }))
    .sort((left, right) => (left.start < right.start ? -1 : 1));
}
