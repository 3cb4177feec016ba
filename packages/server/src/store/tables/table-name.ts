/** Tables that hold what uploads came to, in the order in which a group is written: what is referred to comes first. */
export const dimensionTables = ['frames', 'nodes', 'series'] as const;
export const factTables = ['samples', 'totals', 'profiles'] as const;

export type DimensionTable = (typeof dimensionTables)[number];
export type FactTable = (typeof factTables)[number];
export type StoreTable = DimensionTable | FactTable | 'originals' | 'derived_groups' | 'quarantine' | 'ingest_events';
