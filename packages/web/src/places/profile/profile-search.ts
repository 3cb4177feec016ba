import { z } from 'zod';
import { placeSearch } from '../../state/place-search.ts';
import { parsePart } from './part-text.ts';

const text = z.string().max(1_000);

/** The state of the place: what of one profile is looked at, and how. */
export const profileSearch = placeSearch.extend({
  /** Over time when absent, where times were recorded. */
  view: z.enum(['merged', 'table', 'sandwich']).optional().catch(undefined),
  type: text.optional().catch(undefined),
  /** Indexes of the threads that are shown, `0,3`; the busiest when absent. */
  threads: z
    .string()
    .regex(/^\d{1,5}(?:,\d{1,5}){0,99}$/)
    .optional()
    .catch(undefined),
  /** Whose frames are drawn; all when absent. */
  code: z.enum(['app', 'system']).optional().catch(undefined),
  /** The piece of time that is looked at, `from..to` in milliseconds since the start. */
  part: text
    .refine((value) => parsePart(value) !== undefined)
    .optional()
    .catch(undefined),
  /** The selected function, by name. */
  fn: text.optional().catch(undefined),
  /** The selected span: thread and node, `2.417`. */
  span: z
    .string()
    .regex(/^\d{1,5}\.\d{1,9}$/)
    .optional()
    .catch(undefined),
  /** The frame that fills the width of the merged picture: the hash of its path. */
  zoom: text.optional().catch(undefined),
  q: text.optional().catch(undefined),
  sort: z.enum(['self', 'total', 'name']).optional().catch(undefined),
});

export type ProfileSearch = z.output<typeof profileSearch>;
