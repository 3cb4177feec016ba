import { searchOf, textField } from '../../state/search-fields.ts';

export const signInSearch = searchOf({
  /** Where to go afterwards; only within this application. */
  back: textField((address) => /^\/(?!\/)/.test(address), 4_000),
});
