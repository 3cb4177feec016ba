import { placeFields } from '../../state/place-search.ts';
import { flagField, type SearchOf, searchOf } from '../../state/search-fields.ts';

export const overviewSearch = searchOf({
  ...placeFields,
  /** How to connect a profiler is shown, though there are apps. */
  connect: flagField,
});

export type OverviewSearch = SearchOf<typeof overviewSearch>;

/** A day shows what is usual and what is not. */
export const OVERVIEW_RANGE = '24h';
