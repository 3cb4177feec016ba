/** Fields that are columns of `profiles`, in the order answers list them. */
export const facetColumns = [
  'app',
  'environment',
  'runtime',
  'runtime_version',
  'runtime_arch',
  'runtime_os',
  'probe_version',
  'host',
  'release',
  'source',
] as const;
export type FacetColumn = (typeof facetColumns)[number];

/** What profiles can be told apart by. A profile has one value of each column and any number of types. */
export const facetFields = [...facetColumns, 'type'] as const;
export type FacetField = (typeof facetFields)[number];

/**
 * Narrows by one field. `additive` keeps only the listed values, so a profile that lacks the label goes;
 * `subtractive` drops the listed ones, so it stays. '' stands for "lacks the label" and is never listed.
 */
export interface FacetFilter {
  readonly field: FacetField;
  readonly mode: 'additive' | 'subtractive';
  /** Kept verbatim; an empty list narrows nothing. */
  readonly values: readonly string[];
}
