import { functionSorts } from '../../stacks/function-sorts.ts';
import { placeFields } from '../../state/place-search.ts';
import { type SearchOf, searchOf, textField, wordField } from '../../state/search-fields.ts';
import { parsePart } from './part-text.ts';

const text = textField();

/** The state of the place: what of one profile is looked at, and how. */
export const profileSearch = searchOf({
  ...placeFields,
  /** Over time when absent, where times were recorded. */
  view: wordField(['merged', 'table', 'sandwich']),
  type: text,
  /** Indexes of the threads that are shown, `0,3`; the busiest when absent. */
  threads: textField((indexes) => /^\d{1,5}(?:,\d{1,5}){0,99}$/.test(indexes)),
  /** Whose frames are drawn; all when absent. */
  code: wordField(['app', 'system']),
  /** The piece of time that is looked at, `from..to` in milliseconds since the start. */
  part: textField((value) => parsePart(value) !== undefined),
  /** The selected function, by name. */
  fn: text,
  /** The selected span: thread and node, `2.417`. */
  span: textField((id) => /^\d{1,5}\.\d{1,9}$/.test(id)),
  /** The frame that fills the width of the merged picture: the hash of its path. */
  zoom: text,
  q: text,
  sort: wordField(functionSorts),
});

export type ProfileSearch = SearchOf<typeof profileSearch>;
