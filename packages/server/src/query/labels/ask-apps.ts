import { listKinds } from '../../store/readers/list-kinds.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import type { LabelsContext } from './ask-labels.ts';
import { seriesInMemory } from './labels-in-memory.ts';

/** Apps that have values in a selection, ascending. @throws HearthError `invalid_request` for a pattern that is none */
export async function askApps(context: LabelsContext, selection: Selection): Promise<readonly string[]> {
  const { source, project, ask } = context;
  await checkLabels(source, selection.labels, ask);
  const selected = profileSelectionOf(selection);
  const known = await seriesInMemory(context, { selection: selected });
  const apps =
    known?.map(({ app }) => app) ??
    (await listKinds(source, project, selected, ask)).flatMap(({ app, kinds }) => (kinds.length === 0 ? [] : [app]));
  return [...new Set(apps)].sort();
}
