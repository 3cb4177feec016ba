import type { ValueType } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import {
  largestProfiles,
  newestProfiles,
  type ValuedProfile,
  type ValueRange,
  valuesOfProfiles,
} from '../../store/readers/search-profiles.ts';
import { unitsOf } from '../../store/readers/units-of.ts';
import type { ProjectId, Source } from '../../store/upload.ts';
import { decodeProfileCursor, encodeProfileCursor } from '../profile-cursor.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { typeOf } from '../selector/resolve-selector.ts';
import { decodeValueCursor, encodeValueCursor } from './value-cursor.ts';

export const profileOrders = ['start', 'value'] as const;
export type ProfileOrder = (typeof profileOrders)[number];

export interface SearchProfilesQuestion {
  readonly selection: Selection;
  readonly source?: Source | undefined;
  /** `start`: newest first. `value`: the largest first; needs a type. */
  readonly order: ProfileOrder;
  /** Only with order `value`. */
  readonly values: ValueRange;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface SearchProfilesAnswer {
  readonly profiles: readonly ValuedProfile[];
  /** Undefined when the selection names no type. */
  readonly type: ValueType | undefined;
  /** Cursor of the next page; undefined at the end. */
  readonly next: string | undefined;
}

/**
 * Profiles of a selection one by one, with their values of its type.
 * @throws HearthError `invalid_cursor`; `invalid_request` for an order by value without a type, a type in several units of which
 * none is named, and a pattern that is none
 */
export async function searchProfiles(
  source: RowSource,
  project: ProjectId,
  question: SearchProfilesQuestion,
  ask: Ask = {},
): Promise<SearchProfilesAnswer> {
  const { selection, limit, cursor } = question;
  const { type } = selection;
  const selected = { ...profileSelectionOf(selection), source: question.source };
  await checkLabels(source, selected.matchers, ask);
  const wanted = limit + 1;
  if (type === undefined) {
    assertByStart(question);
    const after = cursor === undefined ? undefined : decodeProfileCursor(cursor);
    const found = await newestProfiles(source, project, selected, { limit: wanted, after }, ask);
    const rows = found.map((profile) => ({ profile, value: undefined }));
    return { ...pageByStart(rows, limit), type: undefined };
  }
  const typed = { ...selected, type };
  const described = async () => typeOf({ ...selection, type }, await unitsOf(source, project, typed, ask));
  if (question.order === 'start') {
    assertByStart(question);
    const after = cursor === undefined ? undefined : decodeProfileCursor(cursor);
    const [found, valueType] = await Promise.all([
      newestProfiles(source, project, typed, { limit: wanted, after }, ask),
      described(),
    ]);
    const values = await valuesOfProfiles(source, project, typed, found.slice(0, limit), ask);
    const rows = found.map((profile) => ({ profile, value: values.get(profile.id) ?? 0n }));
    return { ...pageByStart(rows, limit), type: valueType };
  }
  const after = cursor === undefined ? undefined : decodeValueCursor(cursor);
  const page = { limit: wanted, after, values: question.values };
  const [rows, valueType] = await Promise.all([largestProfiles(source, project, typed, page, ask), described()]);
  const profiles = rows.slice(0, limit);
  const last = profiles.at(-1);
  const next =
    rows.length > limit && last !== undefined
      ? encodeValueCursor({ value: last.value ?? 0n, startMs: last.profile.startMs, id: last.profile.id })
      : undefined;
  return { profiles, type: valueType, next };
}

function assertByStart({ order, values, selection }: SearchProfilesQuestion): void {
  if (order === 'value' && selection.type === undefined) {
    throw new HearthError('invalid_request', { message: 'order: by value needs selector.type.' });
  }
  if (values.min === undefined && values.max === undefined) return;
  throw new HearthError('invalid_request', { message: 'minValue, maxValue: need selector.type and order by value.' });
}

function pageByStart(rows: readonly ValuedProfile[], limit: number): Pick<SearchProfilesAnswer, 'profiles' | 'next'> {
  const profiles = rows.slice(0, limit);
  const last = profiles.at(-1);
  return {
    profiles,
    next: rows.length > limit && last !== undefined ? encodeProfileCursor(last.profile) : undefined,
  };
}
