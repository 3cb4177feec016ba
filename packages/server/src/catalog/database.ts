import type { ColumnBuilderCallback, Kysely } from 'kysely';
import type { CatalogSchema } from './schema.ts';

/** What the catalog needs to know of one kind of database; everything else is portable Kysely. */
export interface DialectGlue {
  /** Type and constraints of a primary key that the database numbers from 1 and never uses twice. */
  readonly numberedId: { readonly type: 'integer' | 'serial' | 'bigserial'; readonly column: ColumnBuilderCallback };
  /** Whether an error of the driver says that a unique constraint or primary key was hurt. */
  isUniqueViolation(error: unknown): boolean;
}

export interface CatalogDatabase {
  readonly db: Kysely<CatalogSchema>;
  readonly glue: DialectGlue;
}
