import type { ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { checkPatterns } from '../../store/readers/check-patterns.ts';
import { countedSums } from '../../store/readers/counted-sums.ts';
import { describeSelection } from '../../store/readers/describe-selection.ts';
import { asksForSeries, type SampleFilter } from '../../store/readers/sample-filter.ts';
import { isOfProfile, MAX_TIMELINE_ROWS, timelineCounts } from '../../store/readers/timeline-rows.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { afterCheck, filterOf, patternsOf, typeOf } from '../selector/resolve-selector.ts';
import type { FunctionStacks } from '../selector/resolve-stacks.ts';
import type { Selector } from '../selector/selector.ts';
import { askOfSort } from '../selector/wall-sort.ts';
import { GroupedSlots, type GroupSlots, type Slot } from './grouped-slots.ts';
import { addSums, type SlotGrouping, sumsOfFiltered, sumsOfTotals } from './slot-sums.ts';

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
  /** Only the values of one function; of everything when absent. */
  readonly only?: FunctionStacks | undefined;
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
  const { selector, stepMs, groupBy } = question;
  const { fromMs = 0, toMs = 0 } = selector;
  if ((toMs - fromMs) / stepMs > MAX_SLOTS) {
    throw new HearthError('invalid_range', {
      message: `step: the range has more than ${String(MAX_SLOTS)} slots; take a longer step or a shorter range.`,
    });
  }
  const known = filterOf(selector);
  const grouping = { stepMs, groupBy, firstSlot: Math.floor(fromMs / stepMs) };
  const {
    slots,
    units,
    points,
    profiles: counted,
    isOfAll,
  } = await afterCheck(
    checkPatterns(source, patternsOf(selector), ask),
    askOfSort(context, known, selector, (apps, isMixed, asker) =>
      readSlots({ ...context, ask: asker }, question, { ...known, apps }, grouping, isMixed),
    ),
  );
  if (Math.max(slots.length, points) > MAX_TIMELINE_ROWS) {
    throw new HearthError('query_too_big', {
      message: `The timeline has more than ${String(MAX_TIMELINE_ROWS)} points (budget: points); take a longer step or fewer groups.`,
    });
  }
  const all = slots.sorted();
  const shown = all.slice(0, MAX_TIMELINE_GROUPS);
  const rest = restOf(all.slice(MAX_TIMELINE_GROUPS));
  const groupOf = ({ labels, sum, slots: own }: Omit<GroupSlots, 'labels'> & Pick<TimelineGroup, 'labels'>) => ({
    labels,
    sum,
    points: own.map(({ slot, sum: ofSlot, profiles }) => ({
      startMs: (slot + grouping.firstSlot) * stepMs,
      sum: ofSlot,
      profiles,
    })),
  });
  return {
    type: typeOf(selector, units),
    stepMs,
    total: all.reduce((sum, group) => sum + group.sum, 0n),
    profiles: counted,
    groups: [...shown, ...rest].map(groupOf),
    available: all.length,
    resolution: isOfAll ? 'profiles' : 'samples',
  };
}

interface ReadSlots {
  readonly slots: GroupedSlots;
  readonly units: readonly string[];
  /** Slots of groups that have a profile. */
  readonly points: number;
  readonly profiles: number;
  readonly isOfAll: boolean;
}

async function readSlots(
  context: QuestionContext,
  { selector, only, groupBy }: TimelineQuestion,
  filter: SampleFilter,
  grouping: SlotGrouping,
  isMixed: boolean,
): Promise<ReadSlots> {
  const { source, project, ask } = context;
  const { focus = [], ignore = [] } = selector.stacks ?? {};
  const isOfAll = only === undefined && focus.length === 0 && ignore.length === 0 && !isMixed;
  if (isOfAll && groupBy.every(isOfProfile) && !asksForSeries(filter)) {
    const read = await readAtOnce(context, filter, grouping);
    if (read !== undefined) return read;
  }
  const slots = new GroupedSlots();
  const [units, counts, counted] = await Promise.all([
    isOfAll ? sumsOfTotals(context, filter, grouping, slots) : sumsOfFiltered(context, selector, only, grouping, slots),
    timelineCounts(source, project, filter, grouping, ask),
    // A profile is in one group only while those are told apart by what all of it has.
    groupBy.every(isOfProfile) ? undefined : describeSelection(source, project, filter, ask),
  ]);
  for (const { slot, group, profiles } of counts) {
    slots.addProfiles(slots.group(group), slot - grouping.firstSlot, profiles);
  }
  const profiles = (counted ?? counts).reduce((sum, one) => sum + one.profiles, 0);
  return { slots, units, points: counts.length, profiles, isOfAll };
}

/** Sums and numbers of profiles with one question. Undefined when there are too many slots of series for it. */
async function readAtOnce(
  context: QuestionContext,
  filter: SampleFilter,
  grouping: SlotGrouping,
): Promise<ReadSlots | undefined> {
  const { source, project, ask } = context;
  const bySeries = grouping.groupBy.length > 0;
  const read = await countedSums(source, project, filter, { ...grouping, bySeries }, ask);
  if (read === undefined) return undefined;
  const { sums, counts } = read;
  const slots = new GroupedSlots();
  await addSums(context, sums, grouping, slots);
  const groups = counts.groups.map((labels) => slots.group(labels));
  let profiles = 0;
  for (let row = 0; row < counts.length; row++) {
    slots.addProfiles(groups[counts.group[row]!]!, counts.slot[row]!, counts.profiles[row]!);
    profiles += counts.profiles[row]!;
  }
  return { slots, units: sums.units, points: counts.length, profiles, isOfAll: true };
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
