import { functionSorts } from '../../stacks/function-sorts.ts';
import { selectionFields } from '../../state/place-search.ts';
import { flagField, listField, type SearchOf, searchOf, textField, wordField } from '../../state/search-fields.ts';

const text = textField();
/** Each is a question of its own. */
export const MAX_OPEN = 12;
const collapsed = wordField(['collapsed']);

/** The state of the place: copying the address shares exactly what is on the screen. */
export const exploreSearch = searchOf({
  ...selectionFields,
  view: wordField(['flame', 'table', 'sandwich', 'profiles']),
  /** How the first view is split. */
  pane: wordField(['split', 'graph', 'table']),
  /** Part of the range that is looked at, as `from..to` in Unix seconds. */
  brush: text,
  /** The frame that fills the width: the hash of its path. */
  zoom: text,
  /** Ids of nodes whose "other" is opened. */
  open: listField(
    textField((id) => /^[0-9a-f]{16}$/.test(id)),
    MAX_OPEN,
  ),
  /** The selected function: its name, and what tells it apart from others of that name. */
  fn: text,
  fnFile: text,
  fnModule: text,
  /** What is searched for: text, or `/pattern/`. */
  q: text,
  inverted: flagField,
  flipped: flagField,
  recursion: collapsed,
  library: collapsed,
  colour: wordField(['package', 'file', 'self']),
  group: wordField(['function', 'file', 'module', 'package']),
  sort: wordField(functionSorts),
  /** Of the profiles: the largest first instead of the newest. */
  order: wordField(['value']),
});

export type ExploreSearch = SearchOf<typeof exploreSearch>;
