import type { ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { checkPatterns } from '../../store/readers/check-patterns.ts';
import { describeSelection } from '../../store/readers/describe-selection.ts';
import { isSeriesColumn } from '../../store/readers/label-matcher.ts';
import { MAX_TIMELINE_ROWS, type TimelineRows, timelineRows } from '../../store/readers/timeline-rows.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { filterOf, typeOf } from '../selector/resolve-selector.ts';
import type { Selector } from '../selector/selector.ts';

/** Twice the pixels of a wide screen; the same bound as Prometheus has. */
export const MAX_SLOTS = 11_000;
export const MAX_GROUP_LABELS = 3;
/** Lines beyond it nobody can tell apart; they are one. */
export const MAX_TIMELINE_GROUPS = 100;

export interface TimelineQuestion {
  /** Must have both ends of its range. */
  readonly selector: Selector;
  /** Whole milliseconds. Slots are aligned to 1970 in UTC. */
  readonly stepMs: number;
  /** `app`, or names of labels; at most {@link MAX_GROUP_LABELS}. */
  readonly groupBy: readonly string[];
}

/** What the profiles that begin in a slot come to; their mean is the sum by the number of profiles. */
export interface TimelinePoint {
  readonly startMs: number;
  readonly sum: bigint;
  readonly profiles: number;
}

export interface TimelineGroup {
  /** In the order of `groupBy`; undefined for all groups that are not among the largest. */
  readonly labels: readonly string[] | undefined;
  readonly sum: bigint;
  /** By time; slots without a profile are left out. */
  readonly points: readonly TimelinePoint[];
}

export interface TimelineAnswer {
  readonly type: ValueType;
  readonly stepMs: number;
  readonly total: bigint;
  readonly profiles: number;
  /** Largest first. */
  readonly groups: readonly TimelineGroup[];
  /** Groups that there are. */
  readonly available: number;
  readonly resolution: 'profiles';
}

/** @throws HearthError `invalid_range` for too many slots, `query_too_big` for too many slots with groups */
export async function askTimeline(
  { source, project, ask }: QuestionContext,
  { selector, stepMs, groupBy }: TimelineQuestion,
): Promise<TimelineAnswer> {
  const { fromMs = 0, toMs = 0 } = selector;
  if ((toMs - fromMs) / stepMs > MAX_SLOTS) {
    throw new HearthError('invalid_range', {
      message: `step: the range has more than ${String(MAX_SLOTS)} slots; take a longer step or a shorter range.`,
    });
  }
  const filter = filterOf(selector);
  await checkPatterns(source, filter.matchers, ask);
  const [rows, counted] = await Promise.all([
    timelineRows(source, project, filter, { stepMs, groupBy }, ask),
    // A profile is in one group only while those are told apart by what all of it has.
    groupBy.every(isOfProfile) ? undefined : describeSelection(source, project, filter, ask),
  ]);
  const type = typeOf(selector, rows.units);
  const profiles = (counted ?? rows.counts).reduce((sum, one) => sum + one.profiles, 0);
  if (Math.max(rows.sums.length, rows.counts.length) > MAX_TIMELINE_ROWS) {
    throw new HearthError('query_too_big', {
      message: `The timeline has more than ${String(MAX_TIMELINE_ROWS)} points (budget: points); take a longer step or fewer groups.`,
    });
  }
  const all = groupsOf(rows, stepMs);
  const groups = all.length <= MAX_TIMELINE_GROUPS ? all : withRest(all);
  const total = all.reduce((sum, group) => sum + group.sum, 0n);
  return { type, stepMs, total, profiles, groups, available: all.length, resolution: 'profiles' };
}

const isOfProfile = (name: string): boolean => name === 'app' || isSeriesColumn(name);

interface Slot {
  sum: bigint;
  profiles: number;
}

function groupsOf({ sums, counts }: TimelineRows, stepMs: number): readonly TimelineGroup[] {
  const groups = new Map<string, { readonly labels: readonly string[]; readonly slots: Map<number, Slot> }>();
  const slotOf = (labels: readonly string[], slot: number): Slot => {
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { labels, slots: new Map<number, Slot>() };
    groups.set(key, group);
    const found = group.slots.get(slot) ?? { sum: 0n, profiles: 0 };
    group.slots.set(slot, found);
    return found;
  };
  for (const { slot, group, sum } of sums) slotOf(group, slot).sum += sum;
  for (const { slot, group, profiles } of counts) slotOf(group, slot).profiles += profiles;
  return [...groups.values()].map(({ labels, slots }) => groupOf(labels, slots, stepMs)).sort(bySize);
}

function groupOf(
  labels: readonly string[] | undefined,
  slots: ReadonlyMap<number, Slot>,
  stepMs: number,
): TimelineGroup {
  return {
    labels,
    sum: [...slots.values()].reduce((total, { sum }) => total + sum, 0n),
    points: [...slots]
      .sort(([a], [b]) => a - b)
      .map(([slot, { sum, profiles }]) => ({ startMs: slot * stepMs, sum, profiles })),
  };
}

const bySize = (a: TimelineGroup, b: TimelineGroup): number => (a.sum === b.sum ? 0 : a.sum < b.sum ? 1 : -1);

function withRest(groups: readonly TimelineGroup[]): readonly TimelineGroup[] {
  const rest = new Map<number, Slot>();
  for (const { points } of groups.slice(MAX_TIMELINE_GROUPS)) {
    for (const { startMs, sum, profiles } of points) {
      const slot = rest.get(startMs) ?? { sum: 0n, profiles: 0 };
      rest.set(startMs, { sum: slot.sum + sum, profiles: slot.profiles + profiles });
    }
  }
  // Its slots are times already.
  return [...groups.slice(0, MAX_TIMELINE_GROUPS), groupOf(undefined, rest, 1)];
}
