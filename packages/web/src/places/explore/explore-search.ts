import { z } from 'zod';
import { functionSorts } from '../../stacks/function-rows.ts';
import { selectionSearch } from '../../state/place-search.ts';

const text = z.string().max(1_000);
/** Each is a question of its own. */
export const MAX_OPEN = 12;

const flag = z.literal('yes').optional().catch(undefined);

/** The state of the place: copying the address shares exactly what is on the screen. */
export const exploreSearch = selectionSearch.extend({
  view: z.enum(['flame', 'table', 'sandwich', 'profiles']).optional().catch(undefined),
  /** How the first view is split. */
  pane: z.enum(['split', 'graph', 'table']).optional().catch(undefined),
  /** Part of the range that is looked at, as `from..to` in Unix seconds. */
  brush: text.optional().catch(undefined),
  /** The frame that fills the width: the hash of its path. */
  zoom: text.optional().catch(undefined),
  /** Ids of nodes whose "other" is opened. */
  open: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .max(MAX_OPEN)
    .optional()
    .catch(undefined),
  /** The selected function: its name, and what tells it apart from others of that name. */
  fn: text.optional().catch(undefined),
  fnFile: text.optional().catch(undefined),
  fnModule: text.optional().catch(undefined),
  /** What is searched for: text, or `/pattern/`. */
  q: text.optional().catch(undefined),
  inverted: flag,
  flipped: flag,
  recursion: z.literal('collapsed').optional().catch(undefined),
  library: z.literal('collapsed').optional().catch(undefined),
  colour: z.enum(['package', 'file', 'self']).optional().catch(undefined),
  group: z.enum(['function', 'file', 'module', 'package']).optional().catch(undefined),
  sort: z.enum(functionSorts).optional().catch(undefined),
});

export type ExploreSearch = z.output<typeof exploreSearch>;
