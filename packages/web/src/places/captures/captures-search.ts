import { captureStates } from '../../api/capture-wire.ts';
import { placeFields } from '../../state/place-search.ts';
import { type SearchOf, searchOf, textField, wholeField, wordField } from '../../state/search-fields.ts';

/** What the captures place keeps in its address. */
export const capturesSearch = searchOf({
  ...placeFields,
  /** The chosen host: `R` records it, and the list shows its recordings. */
  host: wholeField(0, 100_000),
  state: wordField(captureStates),
  /** How long to record. */
  seconds: wholeField(1, 86_400),
  /** The capture whose flame graph is open. */
  capture: textField((id) => /^[0-9a-f]{32}$/.test(id)),
});

export type CapturesSearch = SearchOf<typeof capturesSearch>;

export const DEFAULT_SECONDS = 60;
