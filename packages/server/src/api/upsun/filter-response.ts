import { MAX_APPLICABLE_FILTERS } from '../../query/facets.ts';
import type { FacetCounts } from '../../store/readers/read-facets.ts';
import type { FilterResponse } from './schemas.ts';

/** A field that no selected profile has a value of is left out, as in the document's example. */
export function filterResponseOf(facets: readonly FacetCounts[]): FilterResponse {
  const listed = facets.filter(({ values }) => values.length > 0);
  return {
    fields: Object.fromEntries(
      listed.map(({ field, distinctValues, values }) => [
        field,
        {
          distinct_values: distinctValues,
          values: values.map(({ value, profiles }) => ({ value, count: profiles })),
        },
      ]),
    ),
    max_applicable_filters: MAX_APPLICABLE_FILTERS,
  };
}
