import type { Migration } from './migration.ts';

/** Each takes the rows of some 20 inserts into one part, and leaves that part alone until there are others of its size. */
const ORIGINAL_PARTS_PER_MERGE = 24;
const SMALL_PARTS_PER_MERGE = 16;

/**
 * How many times larger than its largest part the result of a merge must be, which the engine lowers from here with every part beyond
 * ten that a partition has: 18.9 for 24 parts, 15.6 for 16. With its own 5, and 2 from fifty parts on, every merge of small parts took
 * the large one of the merge before along: a row was merged half as often as there had been merges.
 */
const ORIGINALS_GROW_BY = 28;
const SMALL_GROW_BY = 18;

/**
 * Parts are merged by tiers. A choice that holds a large part is not cut down to that one and one small part, as the engine does
 * when each of the small ones is less than a hundredth of all.
 */
export const mergeTiers: Migration = {
  number: 9,
  name: 'merge-tiers',
  statements: [
    tiers('originals', ORIGINAL_PARTS_PER_MERGE, ORIGINALS_GROW_BY),
    ...['samples', 'profiles', 'totals', 'spans', 'derived_groups', 'ingest_events'].map((table) =>
      tiers(table, SMALL_PARTS_PER_MERGE, SMALL_GROW_BY),
    ),
  ],
};

function tiers(table: string, parts: number, growBy: number): string {
  return `ALTER TABLE ${table} MODIFY SETTING min_parts_to_merge_at_once = ${parts}, merge_selector_base = ${growBy},
    merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0`;
}
