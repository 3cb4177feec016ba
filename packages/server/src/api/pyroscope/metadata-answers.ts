import { HearthError } from '../../errors/hearth-error.ts';
import type { Selection } from '../../query/selection.ts';
import { MAX_LABEL_PAGE } from '../../store/readers/list-labels.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';
import { askedLabels, type CallContext, labelOfRange } from './asked-labels.ts';
import { isTypeLabel, type Label, labelAtPyroscope, SERVICE_NAME, typeLabels, typeLabelValue } from './label-names.ts';
import { parseTypeId, typeIdsOf } from './type-ids.ts';

/** Selectors of one call; what any of them selects is answered. */
const MAX_SELECTORS = 10;

export async function profileTypeIds(
  { questions, project, ask }: CallContext,
  range: TimeRange,
): Promise<readonly string[]> {
  return typeIdsOf(await questions.types(project, { ...range, labels: [] }, ask));
}

/** Names of labels, those of the type among them; none without a profile. */
export async function labelNames(
  context: CallContext,
  range: TimeRange,
  selectors: readonly string[],
): Promise<readonly string[]> {
  const { questions, project, ask } = context;
  const found = new Set<string>();
  for (const { selection } of await selectionsOf(context, range, selectors)) {
    const names = await allPages((cursor) =>
      questions.labels(project, { selection, limit: MAX_LABEL_PAGE, cursor }, ask),
    );
    if (names.length === 0 && (await questions.apps(project, selection, ask)).length === 0) continue;
    for (const name of [SERVICE_NAME, ...typeLabels]) found.add(name);
    for (const { name } of names) if (!name.startsWith('__')) found.add(labelAtPyroscope(name));
  }
  return [...found].sort();
}

/** Values of one label. */
export async function labelValues(
  context: CallContext,
  range: TimeRange,
  name: string,
  selectors: readonly string[],
): Promise<readonly string[]> {
  if (name === '') throw new HearthError('invalid_request', { message: 'name: the name of a label is missing.' });
  const { questions, project, ask } = context;
  const found = new Set<string>();
  for (const { selection, typeId } of await selectionsOf(context, range, selectors)) {
    if (isTypeLabel(name)) {
      const ids = typeIdsOf(await questions.types(project, selection, ask));
      for (const id of ids) if (typeId === undefined || typeId === id) found.add(typeLabelValue(name, id));
    } else if (name === SERVICE_NAME) {
      for (const app of await questions.apps(project, selection, ask)) found.add(app);
    } else {
      const label = await labelOfRange(context, range, name);
      const values = await allPages((cursor) =>
        questions.labelValues(project, { selection, name: label, limit: MAX_LABEL_PAGE, cursor }, ask),
      );
      for (const { value } of values) found.add(value);
    }
  }
  return [...found].sort();
}

/** Different values of some labels together, or of all labels that there are. */
export async function seriesLabels(
  context: CallContext,
  range: TimeRange,
  selectors: readonly string[],
  wanted: readonly string[],
): Promise<readonly (readonly Label[])[]> {
  const { questions, project, ask } = context;
  const names = wanted.length > 0 ? [...new Set(wanted)] : await labelNames(context, range, selectors);
  const ofProfiles = names.filter((name) => !isTypeLabel(name) && name !== SERVICE_NAME);
  const labels = await Promise.all(ofProfiles.map((name) => labelOfRange(context, range, name)));
  const sets = new Map<string, readonly Label[]>();
  for (const { selection, typeId } of await selectionsOf(context, range, selectors)) {
    for (const { app, values, types } of await questions.series(project, { selection, labels }, ask)) {
      const ids = typeIdsOf(types).filter((id) => typeId === undefined || typeId === id);
      for (const id of ids) {
        const set = names
          .map((name) => ({ name, value: labelValue(name, id) }))
          .filter(({ value }) => value !== '')
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        if (set.length > 0) sets.set(JSON.stringify(set), set);
      }
      function labelValue(name: string, id: string): string {
        if (isTypeLabel(name)) return typeLabelValue(name, id);
        return name === SERVICE_NAME ? app : (values[ofProfiles.indexOf(name)] ?? '');
      }
    }
  }
  return [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set);
}

interface AskedSelection {
  readonly selection: Selection;
  readonly typeId: string | undefined;
}

async function selectionsOf(
  context: CallContext,
  range: TimeRange,
  selectors: readonly string[],
): Promise<readonly AskedSelection[]> {
  if (selectors.length > MAX_SELECTORS) {
    throw new HearthError('invalid_request', {
      message: `matchers: has more than ${String(MAX_SELECTORS)} selectors.`,
    });
  }
  const asked = selectors.length === 0 ? [''] : selectors;
  return Promise.all(
    asked.map(async (text) => {
      const { apps, labels, typeId } = await askedLabels(context, range, text, 'matchers');
      const type = typeId === undefined ? {} : parseTypeId(typeId);
      return { selection: { ...range, ...type, apps, labels }, typeId };
    }),
  );
}

async function allPages<Item>(
  page: (cursor: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    all.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return all;
}
