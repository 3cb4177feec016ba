import { HearthError } from '../errors/hearth-error.ts';
import { type FacetField, type FacetFilter, facetFields } from '../store/readers/facet-field.ts';
import type { ProfileFilter } from '../store/readers/profile-filter.ts';
import { type ProfileSelection, selectionConditions } from '../store/readers/profile-selection.ts';
import { type FacetCounts, readFacets } from '../store/readers/read-facets.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { checkLabels } from './selection.ts';

/** Filter values in one question, all fields together: the number Upsun's API names, and announces in its answers. */
export const MAX_APPLICABLE_FILTERS = 45;

export interface FacetsQuestion extends ProfileFilter {
  readonly facets: readonly FacetFilter[];
  /** Upsun's face applies all filters to all fields; `/api/v1` leaves out a field's own. */
  readonly ownFilter: 'applied' | 'left_out';
  /** Narrows as well, each part of it as a filter of its own field. */
  readonly selection?: ProfileSelection | undefined;
  /** All when absent. */
  readonly fields?: readonly FacetField[] | undefined;
  /** Values of each field; as many as an answer can hold when absent. */
  readonly limit?: number | undefined;
}

/**
 * Counts of profiles by the values of each field, over the profiles that pass the filters; each profile once per field,
 * values ascending. Throws `invalid_request` past {@link MAX_APPLICABLE_FILTERS}.
 */
export async function askFacets(
  source: RowSource,
  project: ProjectId,
  question: FacetsQuestion,
  ask: Ask = {},
): Promise<readonly FacetCounts[]> {
  const values = question.facets.reduce((sum, facet) => sum + facet.values.length, 0);
  if (values > MAX_APPLICABLE_FILTERS) {
    throw new HearthError('invalid_request', {
      message: `At most ${String(MAX_APPLICABLE_FILTERS)} filter values fit in one question.`,
    });
  }
  const { selection } = question;
  if (selection !== undefined) await checkLabels(source, selection.matchers, ask);
  return readFacets(
    source,
    project,
    {
      filter: question,
      facets: question.facets,
      ownFilter: question.ownFilter,
      conditions: selection === undefined ? undefined : selectionConditions(project, selection),
      fields: question.fields ?? facetFields,
      limit: question.limit,
    },
    ask,
  );
}
