import type { CatalogDatabase } from './database.ts';

/** What every part of the catalog works with. */
export interface CatalogContext extends CatalogDatabase {
  /** Unix milliseconds. */
  readonly now: () => number;
}
