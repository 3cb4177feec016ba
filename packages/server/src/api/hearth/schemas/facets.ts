import { z } from 'zod';
import type { FacetField, FacetFilter } from '../../../store/readers/facet-field.ts';
import type { FacetCounts } from '../../../store/readers/read-facets.ts';
import { listParameter } from './list-parameter.ts';
import { timeParameter } from './time-parameter.ts';

/** Names of the fields here, and those of the store. */
const fieldNames = {
  runtime: 'runtime',
  runtimeVersion: 'runtime_version',
  runtimeArch: 'runtime_arch',
  runtimeOs: 'runtime_os',
  probeVersion: 'probe_version',
  host: 'host',
  release: 'release',
} as const satisfies Record<string, FacetField>;

type FieldName = keyof typeof fieldNames;
const names = Object.keys(fieldNames) as readonly FieldName[];

const only = listParameter.optional().meta({ description: 'Only these values; may be repeated.' });
const not = listParameter.optional().meta({ description: 'All but these values; may be repeated.' });

export const facetsQuery = z
  .strictObject({
    from: timeParameter.optional(),
    to: timeParameter.optional(),
    app: z.string().optional(),
    environment: z.string().optional(),
    type: z.string().optional(),
    runtime: only,
    runtimeVersion: only,
    runtimeArch: only,
    runtimeOs: only,
    probeVersion: only,
    host: only,
    release: only,
    runtimeNot: not,
    runtimeVersionNot: not,
    runtimeArchNot: not,
    runtimeOsNot: not,
    probeVersionNot: not,
    hostNot: not,
    releaseNot: not,
  })
  .superRefine((query, context) => {
    for (const name of names) {
      if (query[name] === undefined || query[`${name}Not`] === undefined) continue;
      context.addIssue({ code: 'custom', path: [`${name}Not`], message: `cannot be combined with ${name}` });
    }
  });

export type FacetsQuery = z.output<typeof facetsQuery>;

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

export const facetsAnswer = z
  .object({
    fields: z.object({
      runtime: counts,
      runtimeVersion: counts,
      runtimeArch: counts,
      runtimeOs: counts,
      probeVersion: counts,
      host: counts,
      release: counts,
    }),
    maxFilters: z.int().meta({ description: 'Values that one question may filter by, all fields together.' }),
  })
  .meta({ id: 'Facets' });

export function facetFieldsOf(facets: readonly FacetCounts[]): z.infer<typeof facetsAnswer>['fields'] {
  const of = (name: FieldName): z.infer<typeof counts> => {
    const found = facets.find(({ field }) => field === fieldNames[name]);
    return {
      distinctValues: found?.distinctValues ?? 0,
      values: (found?.values ?? []).map(({ value, profiles }) => ({ value, count: profiles })),
    };
  };
  return {
    runtime: of('runtime'),
    runtimeVersion: of('runtimeVersion'),
    runtimeArch: of('runtimeArch'),
    runtimeOs: of('runtimeOs'),
    probeVersion: of('probeVersion'),
    host: of('host'),
    release: of('release'),
  };
}
