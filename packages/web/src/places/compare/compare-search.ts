import { z } from 'zod';
import { selectionSearch } from '../../state/place-search.ts';
import { readBeforeRange } from './before-range.ts';

const text = z.string().min(1).max(1_000);

/** Said of a filter of side A: any, whatever side B has. */
export const ANY = '*';

/**
 * The state of the place. Side B is the selection that every place has, so that one comes from Explore with it; side A
 * is the same but for what `before…` says.
 */
export const compareSearch = selectionSearch.extend({
  /** `same`, `1d-ago`, or a range; the period before when absent. */
  beforeRange: text
    .refine((value) => readBeforeRange(value) !== undefined)
    .optional()
    .catch(undefined),
  beforeEnvironment: text.optional().catch(undefined),
  beforeRelease: text.optional().catch(undefined),
  beforeWhere: z.array(text).max(20).optional().catch(undefined),
  /** Values by profile when absent. */
  mode: z.literal('absolute').optional().catch(undefined),
  by: z.literal('total').optional().catch(undefined),
  rows: z.literal('all').optional().catch(undefined),
  zoom: text.optional().catch(undefined),
  fn: text.optional().catch(undefined),
  q: text.optional().catch(undefined),
});

export type CompareSearch = z.output<typeof compareSearch>;
