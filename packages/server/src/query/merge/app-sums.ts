import { VALUE_WORDS, valuesByNode } from '../../store/readers/values-by-node.ts';
import type { ResolvedApp, ResolvedSelector } from '../selector/resolve-selector.ts';
import type { Grouping, PrefixTree } from '../tree/prefix-tree.ts';
import { type AppSums, addUp } from './add-up.ts';
import type { QuestionContext } from './question-context.ts';

/** Two questions to the engine at a time: it has its own threads for each, and memory is the sum of all. */
const APPS_AT_ONCE = 2;
/** Sample rows that one app's part of a question may read: an hour of a busy app is half a million, a month 400 million. */
export const MAX_ROWS_TO_READ = 2_000_000_000;

/** The selection's values by node, app by app. */
export async function sumsOfApps(
  context: QuestionContext,
  selection: ResolvedSelector,
  grouping: Grouping,
): Promise<readonly AppSums[]> {
  const answers: AppSums[] = [];
  const waiting = [...selection.apps.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      answers[next[0]] = await sumsOfApp(context, selection, next[1], grouping);
    }
  };
  await Promise.all(Array.from({ length: APPS_AT_ONCE }, work));
  return answers;
}

async function sumsOfApp(
  { source, trees, project, ask }: QuestionContext,
  { filter, stacks }: ResolvedSelector,
  { app, columns }: ResolvedApp,
  grouping: Grouping,
): Promise<AppSums> {
  const [values, known] = await Promise.all([
    valuesByNode(source, project, app, columns, filter, { ...ask, maxRowsToRead: MAX_ROWS_TO_READ }),
    trees.tree(project, app, ask.signal),
  ]);
  const tree = hasAll(known, values.words) ? known : await trees.extended(project, app, ask.signal);
  return addUp(tree, grouping, values.words, stacks);
}

function hasAll(tree: PrefixTree, words: Uint32Array): boolean {
  for (let at = 0; at < words.length; at += VALUE_WORDS) {
    if (tree.find(words[at]!, words[at + 1]!) < 0) return false;
  }
  return true;
}
