/** Tables that hold what uploads came to, in the order in which a group is written: what is referred to comes first. */
export const dimensionTables = ['frames', 'nodes', 'series'] as const;
export const factTables = ['samples', 'totals', 'spans', 'profiles'] as const;
/** What a rebuild derives again. Spans stay as they are: most of their originals are kept for a day only. */
export const rebuiltTables = [
  'samples',
  'totals',
  'profiles',
] as const satisfies readonly (typeof factTables)[number][];

export type DimensionTable = (typeof dimensionTables)[number];
export type FactTable = (typeof factTables)[number];
/** Made inside the engine from the others. */
export type RollupTable = 'rollups' | 'profile_counts' | 'rolled_totals' | 'rolled';
export type StoreTable =
  | DimensionTable
  | FactTable
  | 'originals'
  | 'derived_groups'
  | 'quarantine'
  | 'ingest_events'
  | RollupTable;
