import { needsKind } from '@hearth/profile';
import type { SeriesText } from '../../store/readers/load-series.ts';
import { asWrittenInKind, type ProfileSelection } from '../../store/readers/profile-selection.ts';
import { typesBySeries } from '../../store/readers/types-by-series.ts';
import type { LabelsContext } from '../labels/ask-labels.ts';
import { isPattern, passes } from '../labels/labels-in-memory.ts';
import { ownLabel } from '../timeline/label-of-series.ts';

/** What Pyroscope's own client for Go is told by. */
const SCOPE_LABEL = 'otel.scope.name';

/** A series with the types that it has values of. */
export interface TypedSeries {
  readonly text: SeriesText;
  /** Label `otel.scope.name`. */
  readonly scope: string;
  readonly types: readonly SeriesType[];
  /** Names of all types that the app has under this runtime. */
  readonly kindTypes: readonly string[];
}

/** As kinds write it. */
interface SeriesType {
  readonly type: string;
  readonly unit: string;
}

/**
 * The series of a selection with their types; their labels are taken from memory. Undefined where the engine has to say more: for
 * patterns, without a range, for a named type (which says nothing of those beside it), for very many series, and where only kinds
 * tell what a type is called.
 */
export async function typesInMemory(
  { source, project, series, ask }: LabelsContext,
  selection: ProfileSelection,
): Promise<readonly TypedSeries[] | undefined> {
  const { fromMs, toMs, type, profiles, matchers } = selection;
  if (fromMs === undefined || toMs === undefined || type !== undefined || profiles !== undefined) return undefined;
  if (selection.source !== undefined || matchers.some(isPattern)) return undefined;
  const rows = await typesBySeries(source, project, selection, ask);
  if (rows === undefined) return undefined;
  const typesOf = new Map<string, SeriesType[]>();
  for (const row of rows) {
    const own = typesOf.get(row.series) ?? [];
    typesOf.set(row.series, own);
    own.push({ type: asWrittenInKind(row.type), unit: asWrittenInKind(row.unit) });
  }
  const texts = await series.of(project, [...typesOf.keys()], ask);
  const ofApps = new Map<string, Set<string>>();
  const found = [...typesOf.values()].flatMap((types, at) => {
    const text = texts[at];
    if (text === undefined) return [];
    const key = JSON.stringify([text.app, text.columns.runtime]);
    const kindTypes = ofApps.get(key) ?? new Set();
    ofApps.set(key, kindTypes);
    for (const { type: name } of types) kindTypes.add(name);
    return [{ text, types, kindTypes }];
  });
  if ([...ofApps.values()].some((types) => needsKind([...types]))) return undefined;
  return found
    .filter(({ text }) => matchers.every((matcher) => passes(text, matcher)))
    .map((one) => ({ ...one, scope: ownLabel(one.text, SCOPE_LABEL), kindTypes: [...one.kindTypes] }));
}
