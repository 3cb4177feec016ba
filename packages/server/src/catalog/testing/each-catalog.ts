import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import type { Catalog } from '../catalog.ts';
import { CATALOG_FILE, catalogOf } from '../catalog.ts';
import type { CatalogDatabase } from '../database.ts';
import { openSqlite } from '../sqlite/open-sqlite.ts';

/** A clock that a test moves by hand. */
export interface TestClock {
  ms: number;
}

export interface CatalogUnderTest {
  /** Opens the catalog; again after `close` it finds what was there. */
  open(): Promise<Catalog>;
  /** The bare database, to look at what is stored. */
  database(): CatalogDatabase;
  readonly clock: TestClock;
}

/** Every kind of database a catalog can lie in; the same tests run over all. */
const kinds: Readonly<Record<string, (directory: string) => CatalogDatabase>> = {
  sqlite: (directory) => openSqlite(join(directory, CATALOG_FILE)),
};

/** Declares a contract suite: `suite` runs once per kind of database, and each `make` gives a fresh empty one. */
export function eachCatalog(name: string, suite: (make: () => CatalogUnderTest) => void): void {
  describe.each(Object.entries(kinds))(`${name} on %s`, (_kind, openDatabase) => {
    const ends: (() => Promise<void> | void)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    });
    suite(() => {
      const directory = mkdtempSync(join(tmpdir(), 'hearth-catalog-'));
      ends.push(() => {
        rmSync(directory, { recursive: true, force: true });
      });
      const clock: TestClock = { ms: Date.UTC(2026, 0, 2) };
      return {
        clock,
        open: async () => {
          const catalog = await catalogOf(openDatabase(directory), () => clock.ms);
          ends.push(() => catalog.close());
          return catalog;
        },
        database: () => {
          const database = openDatabase(directory);
          ends.push(() => database.db.destroy());
          return database;
        },
      };
    });
  });
}

const DAY_MS = 24 * 3_600_000;

/** Moves a clock on by days. */
export function passDays(clock: TestClock, days: number): void {
  clock.ms += days * DAY_MS;
}
