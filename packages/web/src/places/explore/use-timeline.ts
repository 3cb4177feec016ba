import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { timelineQuery } from '../../api/queries.ts';
import type { TimelineAnswer, TimelinePoint } from '../../api/wire.ts';
import { selectorOf } from '../../state/place-search.ts';
import { joinedPoints, type ReleaseMark, releaseMarks } from '../../state/release-marks.ts';
import type { Span } from '../../state/time-range.ts';
import { exploreTimeline, timelineSlots } from './explore-questions.ts';
import type { ExploreSearch } from './explore-search.ts';

/** What the timeline shows. */
export interface TimelineData {
  /** Of whole slots at its beginning. */
  readonly span: Span;
  readonly answer: TimelineAnswer | undefined;
  readonly points: readonly TimelinePoint[];
  readonly marks: readonly ReleaseMark[];
  /** The same length of time before, its points; undefined until they are there. */
  readonly before: readonly TimelinePoint[] | undefined;
  /** How far `before` lies back: whole slots. */
  readonly shiftMs: number;
  /** The length of what was asked for, by which the time before is called. */
  readonly lengthMs: number;
  readonly error: Error | null;
  readonly refetch: () => void;
}

/**
 * Asks for the values over time, grouped by release: that one answer holds the line and when each release came. Only where the
 * selection leaves releases or stacks out, the marks are a question of their own. The period before is asked for last.
 */
export function useTimeline(
  project: string,
  search: ExploreSearch,
  type: string | undefined,
  asked: Span,
): TimelineData {
  const { stepSeconds, span: aligned } = timelineSlots(asked);
  const { fromMs, toMs } = aligned;
  const span = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const shiftMs = Math.ceil((toMs - fromMs) / (stepSeconds * 1000)) * stepSeconds * 1000;
  const earlier = { fromMs: fromMs - shiftMs, toMs: toMs - shiftMs };
  const name = type ?? '';
  const all = { ...search, release: undefined, focus: undefined, hide: undefined };
  const isAsked = type !== undefined;
  const line = useQuery({ ...exploreTimeline(project, search, name, { span, stepSeconds }), enabled: isAsked });
  const releases = useQuery({
    ...exploreTimeline(project, all, name, { span, stepSeconds }),
    enabled: isAsked && line.data !== undefined,
  });
  const before = useQuery({
    ...timelineQuery(project, selectorOf(search, name, earlier), stepSeconds),
    enabled: isAsked && line.data !== undefined && !line.isPlaceholderData,
  });
  const groups = line.data?.groups;
  return {
    span,
    answer: line.data,
    points: useMemo(() => joinedPoints(groups ?? []), [groups]),
    marks: useMemo(() => releaseMarks(releases.data?.groups ?? [], fromMs), [releases.data, fromMs]),
    before: before.isPlaceholderData ? undefined : before.data?.groups[0]?.points,
    shiftMs,
    lengthMs: asked.toMs - asked.fromMs,
    error: line.error,
    refetch: () => void line.refetch(),
  };
}
