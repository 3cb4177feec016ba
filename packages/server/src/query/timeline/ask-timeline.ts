import type { ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { checkPatterns } from '../../store/readers/check-patterns.ts';
import { describeSelection } from '../../store/readers/describe-selection.ts';
import { asksForSeries, type SampleFilter } from '../../store/readers/sample-filter.ts';
import { isOfProfile, MAX_TIMELINE_ROWS, timelineCounts } from '../../store/readers/timeline-rows.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { afterCheck, filterOf, patternsOf, typeOf } from '../selector/resolve-selector.ts';
import type { FunctionStacks } from '../selector/resolve-stacks.ts';
import type { Selector } from '../selector/selector.ts';
import { askOfSort } from '../selector/wall-sort.ts';
import { GroupedSlots, type GroupSlots, type Slot } from './grouped-slots.ts';
import { type SlotGrouping, sumsOfFiltered, sumsOfTotals } from './slot-sums.ts';

/** Twice the pixels of a wide screen; the same bound as Prometheus has. */
export const MAX_SLOTS = 11_000;
export const MAX_GROUP_LABELS = 3;
/** Lines beyond it nobody can tell apart; they are one, unless more are asked for. */
export const USUAL_TIMELINE_GROUPS = 100;
/** As many as a project may have apps: who lists all of them with what they take needs a group of each. */
export const MAX_TIMELINE_GROUPS = 1_000;

export interface TimelineQuestion {
  /** Must have both ends of its range. */
  readonly selector: Selector;
  /** Whole milliseconds. Slots are aligned to 1970 in UTC. */
  readonly stepMs: number;
  /** `app`, or names of labels; at most {@link MAX_GROUP_LABELS}. */
  readonly groupBy: readonly string[];
  /** How many groups are told apart, the largest; at most {@link MAX_TIMELINE_GROUPS}. {@link USUAL_TIMELINE_GROUPS} when absent. */
  readonly maxGroups?: number | undefined;
  /** Only the values of one function; of everything when absent. */
  readonly only?: FunctionStacks | undefined;
  /** Only of stacks that begin with these functions, from the root. */
  readonly callSite?: readonly string[] | undefined;
}

/** What the profiles that begin in a slot come to; their mean is the sum by the number of profiles. */
export interface TimelinePoint {
  readonly startMs: number;
  readonly sum: bigint;
  /** Also those that lack what is asked about. */
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
  /** `samples` when it is about some stacks only. */
  readonly resolution: 'profiles' | 'samples';
}

/** @throws HearthError `invalid_range` for too many slots, `query_too_big` for too many slots with groups */
export async function askTimeline(context: QuestionContext, question: TimelineQuestion): Promise<TimelineAnswer> {
  const { source, ask } = context;
  const { selector, stepMs, groupBy, maxGroups = USUAL_TIMELINE_GROUPS } = question;
  const { fromMs = 0, toMs = 0 } = selector;
  if (selector.spans !== undefined) {
    throw new HearthError('invalid_request', { message: 'spans: a timeline cannot be narrowed to spans.' });
  }
  if ((toMs - fromMs) / stepMs > MAX_SLOTS) {
    throw new HearthError('invalid_range', {
      message: `step: the range has more than ${String(MAX_SLOTS)} slots; take a longer step or a shorter range.`,
    });
  }
  const known = filterOf(selector);
  const grouping = { stepMs, groupBy, firstSlot: Math.floor(fromMs / stepMs) };
  const { slots, units, profiles, isOfAll } = await afterCheck(
    checkPatterns(source, patternsOf(selector), ask),
    askOfSort(context, known, selector, (apps, isMixed, asker) =>
      readSlots({ ...context, ask: asker }, question, { ...known, apps }, grouping, isMixed),
    ),
  );
  if (slots.length > MAX_TIMELINE_ROWS) {
    throw new HearthError('query_too_big', {
      message: `The timeline has more than ${String(MAX_TIMELINE_ROWS)} points (budget: points); take a longer step or fewer groups.`,
    });
  }
  const all = slots.sorted();
  const shown = all.slice(0, maxGroups);
  const rest = restOf(all.slice(maxGroups));
  const groupOf = ({ labels, sum, slots: own }: Omit<GroupSlots, 'labels'> & Pick<TimelineGroup, 'labels'>) => ({
    labels,
    sum,
    points: own.map(({ slot, sum: ofSlot, profiles: ofPoint }) => ({
      startMs: (slot + grouping.firstSlot) * stepMs,
      sum: ofSlot,
      profiles: ofPoint,
    })),
  });
  return {
    type: typeOf(selector, units),
    stepMs,
    total: all.reduce((sum, group) => sum + group.sum, 0n),
    profiles,
    groups: [...shown, ...rest].map(groupOf),
    available: all.length,
    resolution: isOfAll ? 'profiles' : 'samples',
  };
}

interface ReadSlots {
  readonly slots: GroupedSlots;
  readonly units: readonly string[];
  readonly profiles: number;
  readonly isOfAll: boolean;
}

async function readSlots(
  context: QuestionContext,
  { selector, only, groupBy, callSite = [] }: TimelineQuestion,
  filter: SampleFilter,
  grouping: SlotGrouping,
  isMixed: boolean,
): Promise<ReadSlots> {
  const { source, project, ask } = context;
  const { focus = [], ignore = [] } = selector.stacks ?? {};
  const isOfSome = only !== undefined || callSite.length > 0 || focus.length > 0 || ignore.length > 0;
  const isOfAll = !isOfSome && !isMixed;
  const slots = new GroupedSlots();
  const isByProfile = groupBy.every(isOfProfile);
  // Rows of totals are of a profile's series, and its columns are the same in all of them. Of named profiles they know no ids.
  if (isOfAll && isByProfile && !asksForSeries(filter) && filter.profiles === undefined) {
    const units = await sumsOfTotals(context, filter, grouping, 'sums and profiles', slots);
    return { slots, units, profiles: slots.profiles, isOfAll };
  }
  const [units, counts, counted] = await Promise.all([
    isOfAll
      ? sumsOfTotals(context, filter, grouping, 'sums', slots)
      : sumsOfFiltered(context, selector, { only, callSite }, grouping, slots),
    timelineCounts(source, project, filter, grouping, ask),
    // A profile is in one group only while those are told apart by what all of it has.
    isByProfile ? undefined : describeSelection(source, project, filter, ask),
  ]);
  for (const { slot, group, profiles } of counts) {
    slots.addProfiles(slots.group(group), slot - grouping.firstSlot, profiles);
  }
  const profiles = (counted ?? counts).reduce((sum, one) => sum + one.profiles, 0);
  return { slots, units, profiles, isOfAll };
}

/** One group of all that are not shown; none when there are none. */
function restOf(groups: readonly GroupSlots[]) {
  if (groups.length === 0) return [];
  const rest = new Map<number, Slot>();
  for (const { slot, sum, profiles } of groups.flatMap(({ slots }) => slots)) {
    const known = rest.get(slot) ?? { slot, sum: 0n, profiles: 0 };
    rest.set(slot, { slot, sum: known.sum + sum, profiles: known.profiles + profiles });
  }
  const slots = [...rest.values()].sort((a, b) => a.slot - b.slot);
  return [{ labels: undefined, sum: groups.reduce((sum, group) => sum + group.sum, 0n), slots }];
}
