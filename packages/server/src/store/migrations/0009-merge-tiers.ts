import type { Migration } from './migration.ts';

/**
 * How many parts a merge takes at least, and how many times larger than its largest part its result must be. The engine lowers the
 * second from here with every part beyond ten that a partition has. With its own 5, and 2 from fifty parts on, every merge of small
 * parts took the large one of the merge before along: a row was merged half as often as there had been merges.
 */
interface Tier {
  readonly parts: number;
  readonly growBy: number;
}

/** Read by group, and each merge copies whole bodies. For 24 parts the engine asks for 18.9 times. */
const BODIES: Tier = { parts: 24, growBy: 28 };
/** Every part of a day costs a question one to two milliseconds; a few of each size are left at any time. */
const ASKED: Tier = { parts: 10, growBy: 9 };
/** Read at a start, or by people who look after the server. Each merge costs some ten milliseconds. For 16 parts it asks for 15.6. */
const RARELY_ASKED: Tier = { parts: 16, growBy: 18 };

/**
 * Parts are merged by tiers. A choice that holds a large part is not cut down to that one and one small part, as the engine does
 * when each of the small ones is less than a hundredth of all.
 */
export const mergeTiers: Migration = {
  number: 9,
  name: 'merge-tiers',
  statements: [
    tiers('originals', BODIES),
    ...['samples', 'profiles', 'totals', 'spans'].map((table) => tiers(table, ASKED)),
    ...['derived_groups', 'ingest_events'].map((table) => tiers(table, RARELY_ASKED)),
  ],
};

function tiers(table: string, { parts, growBy }: Tier): string {
  return `ALTER TABLE ${table} MODIFY SETTING min_parts_to_merge_at_once = ${parts}, merge_selector_base = ${growBy},
    merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0`;
}
