import { isGuessRight } from '../selector/known-columns.ts';
import { type ResolvedSelector, resolveSelector, unresolvedSelector } from '../selector/resolve-selector.ts';
import type { Selector } from '../selector/selector.ts';
import { tracedSums } from '../spans/traced-sums.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import type { AppSums } from './add-up.ts';
import { sumsOfApps } from './app-sums.ts';
import type { QuestionContext } from './question-context.ts';

/** What a selector comes to, with the values of its apps. */
export interface SelectedSums {
  readonly selection: ResolvedSelector;
  /** In the order of the selection's apps. */
  readonly apps: readonly AppSums[];
}

/** Resolves a selector and adds its values up; both at once where it is known from before in which columns the values stand. */
export async function selectedSums(
  context: QuestionContext,
  selector: Selector,
  grouping: Grouping,
): Promise<SelectedSums> {
  const { source, project, ask, columns } = context;
  if (selector.spans !== undefined) return tracedSums(context, selector, selector.spans, grouping);
  const guess = selector.stacks === undefined ? columns.guess(project, selector) : undefined;
  const wrong = new AbortController();
  const guessed =
    guess === undefined
      ? undefined
      : sumsOfApps(stoppable(context, wrong), unresolvedSelector(selector, guess), grouping);
  // Whether it failed matters only if the guess was right.
  guessed?.catch(() => undefined);
  try {
    const selection = await resolveSelector(source, project, selector, ask, context);
    columns.learn(project, selector, selection.apps);
    if (guess !== undefined && guessed !== undefined && isGuessRight(guess, selection.apps)) {
      return { selection, apps: await guessed };
    }
    wrong.abort();
    return { selection, apps: await sumsOfApps(context, selection, grouping) };
  } catch (error) {
    wrong.abort();
    throw error;
  }
}

function stoppable(context: QuestionContext, { signal }: AbortController): QuestionContext {
  const { ask } = context;
  const either = ask.signal === undefined ? signal : AbortSignal.any([ask.signal, signal]);
  return { ...context, ask: { ...ask, signal: either } };
}
