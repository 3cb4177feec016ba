import { MAX_APPLICABLE_FILTERS } from '../../query/facets.ts';
import type { FacetField, FacetFilter } from '../../store/readers/facet-field.ts';
import { type QueryString, valuesOf } from './query-string.ts';
import { UpsunParameterError } from './upsun-parameter-error.ts';

/** The fields of Upsun's API, in the order of its document; they are the names of the store. */
export const upsunFields = [
  'runtime',
  'runtime_version',
  'runtime_arch',
  'runtime_os',
  'probe_version',
] as const satisfies readonly FacetField[];

const INVALID = 'Invalid filters';

/**
 * Reads `X_mode` and the values of X, which come as `X[]`, `X` or `X[0]`. Mode 1 keeps only the listed values, -1 drops
 * them; left out it is 1. Without values there is no filter, whatever the mode. Throws `Invalid filters` for another
 * mode and for more values than may be applied at once.
 */
export function parseFilters(query: QueryString): readonly FacetFilter[] {
  const filters = upsunFields.flatMap((field): readonly FacetFilter[] => {
    const mode = parseMode(valuesOf(query, `${field}_mode`));
    const values = filterValues(query, field);
    return values.length === 0 ? [] : [{ field, mode, values }];
  });
  const count = filters.reduce((sum, { values }) => sum + values.length, 0);
  if (count > MAX_APPLICABLE_FILTERS) throw new UpsunParameterError(INVALID);
  return filters;
}

function parseMode(values: readonly string[]): FacetFilter['mode'] {
  const [mode, ...others] = values;
  if (others.length === 0) {
    if (mode === undefined || mode === '1') return 'additive';
    if (mode === '-1') return 'subtractive';
  }
  throw new UpsunParameterError(INVALID);
}

/** Verbatim; a form's empty field is no value. */
function filterValues(query: QueryString, field: string): readonly string[] {
  return Object.keys(query)
    .filter((name) => name.startsWith(field) && /^(?:\[\d*\])?$/.test(name.slice(field.length)))
    .flatMap((name) => valuesOf(query, name))
    .filter((value) => value !== '');
}
