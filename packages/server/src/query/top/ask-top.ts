import type { FrameText } from '../../store/readers/frames-by-id.ts';
import { type AnswerFacts, factsOf } from '../merge/answer-facts.ts';
import { frameTexts } from '../merge/frame-texts.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { selectedSums } from '../merge/selected-sums.ts';
import type { Selector } from '../selector/selector.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import { sumsByKey } from './sums-by-key.ts';

export const MAX_TOP = 1_000;
export const DEFAULT_TOP = 50;

export interface TopQuestion {
  readonly selector: Selector;
  readonly grouping: Grouping;
  readonly sort: 'self' | 'total';
  /** 1 .. {@link MAX_TOP} */
  readonly limit: number;
}

export interface TopFunction {
  readonly frame: FrameText;
  /** Values of samples that end in it. */
  readonly self: bigint;
  /** Values of samples that have it anywhere, each once. */
  readonly total: bigint;
}

export interface TopAnswer {
  readonly facts: AnswerFacts;
  /** Largest first. */
  readonly functions: readonly TopFunction[];
  /** Functions that have a value, shown or not. */
  readonly available: number;
  /** What the functions that are not shown, and samples without a stack, have themselves. */
  readonly otherSelf: bigint;
}

/** The functions (or lines) that take most. */
export async function askTop(context: QuestionContext, question: TopQuestion): Promise<TopAnswer> {
  const { selector, grouping, sort, limit } = question;
  const { selection, apps } = await selectedSums(context, selector, grouping);
  const { keys: joined, self, total, all } = sumsByKey(apps);
  const facts = factsOf(selection, apps, all);
  const order = { self, total }[sort];
  const other = { self: total, total: self }[sort];
  const keys = Array.from({ length: joined.length }, (_, key) => key)
    .filter((key) => !self.isZero(key) || !total.isZero(key))
    .sort(
      (a, b) => order.approximate(b) - order.approximate(a) || other.approximate(b) - other.approximate(a) || a - b,
    );
  const shown = keys.slice(0, limit);
  const shownSelf = shown.map((key) => self.exact(key));
  const otherSelf = facts.total - shownSelf.reduce((sum, value) => sum + value, 0n);
  const frames = await frameTexts(context, joined, shown, grouping);
  return {
    facts,
    functions: shown.map((key, at) => ({ frame: frames[at]!, self: shownSelf[at]!, total: total.exact(key) })),
    available: keys.length,
    otherSelf,
  };
}
