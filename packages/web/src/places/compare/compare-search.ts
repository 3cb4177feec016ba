import { selectionFields } from '../../state/place-search.ts';
import { listField, type SearchOf, searchOf, textField, wordField } from '../../state/search-fields.ts';
import { readBeforeRange } from './before-range.ts';

const text = textField();

/** Said of a filter of side A: any, whatever side B has. */
export const ANY = '*';

/**
 * The state of the place. Side B is the selection that every place has, so that one comes from Explore with it; side A
 * is the same but for what `before…` says.
 */
export const compareSearch = searchOf({
  ...selectionFields,
  /** `same`, `1d-ago`, or a range; the period before when absent. */
  beforeRange: textField((value) => readBeforeRange(value) !== undefined),
  beforeEnvironment: text,
  beforeRelease: text,
  beforeWhere: listField(text, 20),
  /** Values by profile when absent. */
  mode: wordField(['absolute']),
  by: wordField(['total']),
  rows: wordField(['all']),
  zoom: text,
  fn: text,
  q: text,
});

export type CompareSearch = SearchOf<typeof compareSearch>;
