import { z } from 'zod';
import { placeSearch } from '../../state/place-search.ts';

export const overviewSearch = placeSearch.extend({
  /** How to connect a profiler is shown, though there are apps. */
  connect: z.literal('yes').optional().catch(undefined),
});

export type OverviewSearch = z.output<typeof overviewSearch>;

/** A day shows what is usual and what is not. */
export const OVERVIEW_RANGE = '24h';
