import { HearthError } from '../../errors/hearth-error.ts';
import { decimalId } from '../../store/readers/id-list.ts';
import { rolledTotals } from '../../store/readers/rolled-totals.ts';
import type { SampleFilter } from '../../store/readers/sample-filter.ts';
import {
  MAX_SERIES_SLOTS,
  type SumsBySeries,
  type SumsBySeriesQuestion,
  sumsBySeries,
} from '../../store/readers/sums-by-series.ts';
import { type TimelineGrouping, timelineSums } from '../../store/readers/timeline-rows.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { resolveSelector } from '../selector/resolve-selector.ts';
import { type FunctionStacks, type ResolvedStacks, resolveStacks } from '../selector/resolve-stacks.ts';
import type { Selector } from '../selector/selector.ts';
import { PairIndex } from '../tree/pair-index.ts';
import type { GroupedSlots } from './grouped-slots.ts';
import { labelOfSeries } from './label-of-series.ts';
import { sumsOfMarked } from './sums-of-marked.ts';

const HOUR_MS = 3_600_000;

export interface SlotGrouping extends TimelineGrouping {
  /** Number of the slot that is 0 in `GroupedSlots`. */
  readonly firstSlot: number;
}

/** What of `totals` is to be added up: numbers of profiles come from elsewhere where labels of samples tell groups apart. */
export type AddedTotals = 'sums' | 'sums and profiles';

/** Adds up `totals` by slot and group. Resolves with the units that the values come in. */
export async function sumsOfTotals(
  context: QuestionContext,
  filter: SampleFilter,
  grouping: SlotGrouping,
  added: AddedTotals,
  slots: GroupedSlots,
): Promise<readonly string[]> {
  const { source, project, ask } = context;
  const pieces = await piecesOfTotals(context, filter, { ...grouping, bySeries: grouping.groupBy.length > 0 });
  if (pieces.every((sums) => sums !== undefined)) {
    for (const sums of pieces) await addSums(context, sums, grouping, added, slots);
    return [...new Set(pieces.flatMap(({ units }) => units))].sort();
  }
  const joined = await timelineSums(source, project, filter, grouping, ask);
  for (const { slot, group, sum, profiles } of joined.sums) {
    const low = Number(BigInt.asUintN(32, sum));
    const counted = added === 'sums' ? 0 : profiles;
    slots.addSum(slots.group(group), slot - grouping.firstSlot, low, Number(sum >> 32n), counted);
  }
  return joined.units;
}

/** Of slots of whole hours, those that are rolled are read so. Undefined where a piece has too many slots of series. */
async function piecesOfTotals(
  { source, project, ask, rolled }: QuestionContext,
  filter: SampleFilter,
  question: SumsBySeriesQuestion,
): Promise<readonly (SumsBySeries | undefined)[]> {
  const isOfHours = question.stepMs % HOUR_MS === 0 && filter.profiles === undefined;
  const plan = isOfHours ? rolled?.planTotals(project, filter.apps, filter.fromMs, filter.toMs) : undefined;
  if (plan === undefined || plan.hours.length === 0) {
    return [await sumsBySeries(source, project, filter, question, ask)];
  }
  return Promise.all([
    rolledTotals(source, project, filter, question, plan, ask),
    ...plan.totals.map((range) => sumsBySeries(source, project, { ...filter, ...range }, question, ask)),
  ]);
}

/** Of the stacks of a selector those of one function, and those that begin with some. */
export interface StackChoice {
  readonly only: FunctionStacks | undefined;
  /** Functions from the root; none for all. */
  readonly callSite: readonly string[];
}

/** Adds up samples whose stacks pass. Resolves with the unit. @throws HearthError `query_too_big` for too many slots of series */
export async function sumsOfFiltered(
  context: QuestionContext,
  selector: Selector,
  { only, callSite }: StackChoice,
  grouping: SlotGrouping,
  slots: GroupedSlots,
): Promise<readonly string[]> {
  const { source, project, ask } = context;
  const [selection, stacks] = await Promise.all([
    resolveSelector(source, project, { ...selector, stacks: undefined }, ask),
    resolveStacks(source, project, selector.apps, selector.stacks ?? {}, ask, only),
  ]);
  const bySeries = grouping.groupBy.length > 0;
  for (const sums of await sumsOfMarked(context, selection, stacks ?? ALL_STACKS, callSite, {
    ...grouping,
    bySeries,
  })) {
    if (sums === undefined) {
      throw new HearthError('query_too_big', {
        message: `The timeline reads more than ${String(MAX_SERIES_SLOTS)} slots of series (budget: points); take a longer step or a shorter range.`,
      });
    }
    await addSums(context, sums, grouping, 'sums', slots);
  }
  return [selection.type.unit];
}

const ALL_STACKS: ResolvedStacks = { frames: new Uint32Array(), focus: 0, ignore: 0, hide: 0, self: 0 };

/** Adds rows up by slot and the group of their series. */
async function addSums(
  { series, project, ask }: QuestionContext,
  sums: SumsBySeries,
  { groupBy }: SlotGrouping,
  added: AddedTotals,
  slots: GroupedSlots,
): Promise<void> {
  const ids = new PairIndex();
  const ofRow = Uint32Array.from({ length: sums.length }, (_, row) =>
    ids.add(sums.seriesLow[row]!, sums.seriesHigh[row]!),
  );
  const decimal = Array.from({ length: ids.length }, (_, at) => decimalId(ids.low[at]!, ids.high[at]!));
  const texts = groupBy.length === 0 ? decimal.map(() => undefined) : await series.of(project, decimal, ask);
  const groups = texts.map((text) => slots.group(groupBy.map((name) => labelOfSeries(text, name))));
  for (let row = 0; row < sums.length; row++) {
    const profiles = added === 'sums' ? 0 : sums.profiles[row]!;
    slots.addSum(groups[ofRow[row]!]!, sums.slot[row]!, sums.sumLow[row]!, sums.sumHigh[row]!, profiles);
  }
}
