import { listKinds } from '../../store/readers/list-kinds.ts';
import { listSeries } from '../../store/readers/list-series.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { type KeptType, typesOfKind } from './kept-type.ts';

/** The one type whose name depends on who measured it. */
const GOROUTINE = 'goroutine';

/** The types that profiles of a selection have, by app, runtime and kind. @throws HearthError `invalid_request` for a pattern that is none */
export async function askTypes(
  source: RowSource,
  project: ProjectId,
  selection: Selection,
  ask: Ask = {},
): Promise<readonly KeptType[]> {
  await checkLabels(source, selection.labels, ask);
  const selected = profileSelectionOf(selection);
  const rows = await listKinds(source, project, selected, ask);
  const types = rows.flatMap(({ app, runtime, kinds }) =>
    kinds.flatMap((kind) => typesOfKind(kind).map((type): KeptType => ({ app, runtime, scope: '', ...type }))),
  );
  if (types.every(({ type }) => type !== GOROUTINE)) return types;
  const series = await listSeries(source, project, { ...selected, type: GOROUTINE }, [], ask);
  return types.flatMap((kept) => {
    if (kept.type !== GOROUTINE) return [kept];
    const own = series.filter(({ app, runtime }) => app === kept.app && runtime === kept.runtime);
    return own.map(({ scope }) => ({ ...kept, scope }));
  });
}
