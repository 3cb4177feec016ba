import { placeFields } from '../../state/place-search.ts';
import { flagField, type SearchOf, searchOf, textField, wordField } from '../../state/search-fields.ts';

export const sections = ['project', 'keys', 'tokens', 'retention', 'pins', 'captures', 'projects', 'erase'] as const;
export type Section = (typeof sections)[number];

/** What the settings keep in their address. */
export const settingsSearch = searchOf({
  ...placeFields,
  section: wordField(sections),
  /** The form of a new token is open: for people and programs, or for agents. */
  make: wordField(['token', 'agent']),
  /** The pipeline of a new agent's token. */
  pipeline: textField(undefined, 63),
  /** Tokens and keys that do not work any more are shown instead of the others. */
  ended: flagField,
});

export type SettingsSearch = SearchOf<typeof settingsSearch>;
