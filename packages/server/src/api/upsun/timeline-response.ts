import { describeType, divideRounded } from '@hearth/profile';
import type { TimelineAnswer } from '../../query/timeline/ask-timeline.ts';
import type { SecondsRange } from './parse-range.ts';
import type { TimelineResponse } from './schemas.ts';

export interface TimelineFacts extends SecondsRange {
  readonly grain: number;
  /** Minutes. */
  readonly retention: number;
}

/**
 * Every slot that the range touches, in its order. A slot's value is its sum by its seconds, or by its profiles for a type that is
 * averaged; a slot without a profile has none, which is a gap and not a zero.
 */
export function timelineResponseOf(
  { type, groups }: Pick<TimelineAnswer, 'type' | 'groups'>,
  { fromSeconds, toSeconds, grain, retention }: TimelineFacts,
): TimelineResponse {
  const isSum = type.aggregation === 'sum';
  const unit = type.unit || describeType(type.type).unit;
  const found = new Map((groups[0]?.points ?? []).map((point) => [point.startMs, point]));
  const points: TimelineResponse['points'] = [];
  for (let timestamp = Math.floor(fromSeconds / grain) * grain; timestamp < toSeconds; timestamp += grain) {
    const point = found.get(timestamp * 1000);
    if (point === undefined || point.profiles === 0) points.push({ timestamp });
    else points.push({ timestamp, value: divideRounded(point.sum, BigInt(isSum ? grain : point.profiles)) });
  }
  return {
    from: fromSeconds,
    to: toSeconds,
    grain,
    unit: isSum ? `${unit}_per_second` : unit,
    aggregation_type: type.aggregation,
    retention,
    points,
  };
}
