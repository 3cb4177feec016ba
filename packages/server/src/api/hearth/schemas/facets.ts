import { z } from 'zod';
import { MAX_APPLICABLE_FILTERS } from '../../../query/facets.ts';
import type { FacetField, FacetFilter } from '../../../store/readers/facet-field.ts';
import { type FacetCounts, MAX_FACET_VALUES } from '../../../store/readers/read-facets.ts';
import { listParameter } from './list-parameter.ts';
import { selectionBody } from './selection.ts';
import { timeParameter } from './time-parameter.ts';

/** Names of the fields here, and those of the store. */
const fieldNames = {
  app: 'app',
  environment: 'environment',
  release: 'release',
  type: 'type',
  runtime: 'runtime',
  runtimeVersion: 'runtime_version',
  runtimeArch: 'runtime_arch',
  runtimeOs: 'runtime_os',
  probeVersion: 'probe_version',
  host: 'host',
  source: 'source',
} as const satisfies Record<string, FacetField>;

type FieldName = keyof typeof fieldNames;
const names = Object.keys(fieldNames) as readonly FieldName[];

const only = listParameter.optional().meta({ description: 'Only these values; may be repeated.' });
const not = listParameter.optional().meta({ description: 'All but these values; may be repeated.' });

export const facetsQuery = z
  .strictObject({
    from: timeParameter.optional(),
    to: timeParameter.optional(),
    app: only,
    environment: only,
    release: only,
    type: only,
    runtime: only,
    runtimeVersion: only,
    runtimeArch: only,
    runtimeOs: only,
    probeVersion: only,
    host: only,
    source: only,
    appNot: not,
    environmentNot: not,
    releaseNot: not,
    typeNot: not,
    runtimeNot: not,
    runtimeVersionNot: not,
    runtimeArchNot: not,
    runtimeOsNot: not,
    probeVersionNot: not,
    hostNot: not,
    sourceNot: not,
  })
  .superRefine((query, context) => {
    for (const name of names) {
      if (query[name] === undefined || query[`${name}Not`] === undefined) continue;
      context.addIssue({ code: 'custom', path: [`${name}Not`], message: `cannot be combined with ${name}` });
    }
  });

export type FacetsQuery = z.output<typeof facetsQuery>;

/** The filters that the parameters say: of a field either what is kept or what is dropped. */
export function facetFiltersOf(query: FacetsQuery): readonly FacetFilter[] {
  return names.flatMap((name): readonly FacetFilter[] => {
    const field = fieldNames[name];
    const [kept, dropped] = [query[name], query[`${name}Not`]];
    if (kept !== undefined) return [{ field, mode: 'additive', values: kept }];
    return dropped === undefined ? [] : [{ field, mode: 'subtractive', values: dropped }];
  });
}

const counts = z.object({
  distinctValues: z.int().meta({ description: 'May exceed the number of values listed.' }),
  values: z.array(z.object({ value: z.string(), count: z.int().meta({ description: 'Profiles.' }) })),
});
const optionalCounts = counts.optional();

export const facetsBody = z.strictObject({
  selector: selectionBody,
  fields: z
    .array(z.enum(names))
    .min(1)
    .max(names.length)
    .default([...names]),
  limit: z
    .int()
    .min(1)
    .max(MAX_FACET_VALUES)
    .default(MAX_FACET_VALUES)
    .meta({ description: 'Values of each field; of more, the most frequent ones are listed.' }),
});

export const facetFieldsNamed = (wanted: readonly FieldName[]): readonly FacetField[] =>
  wanted.map((name) => fieldNames[name]);

export const facetsAnswer = z
  .object({
    fields: z
      .object(
        Object.fromEntries(names.map((name) => [name, optionalCounts])) as Record<FieldName, typeof optionalCounts>,
      )
      .meta({ description: 'Those that were asked for.' }),
    maxValues: z.int().meta({ description: 'Values that are listed of a field at most.' }),
    maxFilters: z.int().meta({ description: 'Values that one question may filter by, all fields together.' }),
  })
  .meta({ id: 'Facets' });

/** Values ascending. */
export function facetsAnswerOf(
  facets: readonly FacetCounts[],
  maxValues: number = MAX_FACET_VALUES,
): z.infer<typeof facetsAnswer> {
  const listed = names.flatMap((name) => {
    const found = facets.find(({ field }) => field === fieldNames[name]);
    if (found === undefined) return [];
    const { distinctValues, values } = found;
    return [[name, { distinctValues, values: values.map(({ value, profiles }) => ({ value, count: profiles })) }]];
  });
  return { fields: Object.fromEntries(listed) as object, maxValues, maxFilters: MAX_APPLICABLE_FILTERS };
}
