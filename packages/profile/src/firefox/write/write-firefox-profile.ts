import type { Profile } from '../../profile.ts';
import { SharedTables } from './shared-tables.ts';
import { threadsOf } from './threads-of.ts';

/** What a profile does not say about itself. */
export interface FirefoxDocument {
  /** Shown as the title. */
  readonly product: string;
  /** Which of the profile's values are the weights of its samples. */
  readonly column: number;
  /** Unix milliseconds; by default the profile's own. */
  readonly startMs?: number;
}

/**
 * All tables in `shared`, and no flags yet: the oldest version in which threads do not repeat tables. Newer profilers raise it
 * themselves.
 */
const VERSION = 66;
/** What Gecko's version was when the field lost its meaning; profilers want it to be there. */
const GECKO_VERSION = 24;
const CATEGORIES = [{ name: 'Other', color: 'grey', subcategories: ['Other'] }];

/**
 * A profile as the JSON of Firefox Profiler's processed format, which Firefox Profiler, its command line and `samply load` open.
 *
 * Threads are those that samples have in their labels; without any there is one. Samples of a merged profile have no times, so
 * each
 * begins where the one before it ended. Values that are times become stretches of a trace, bytes stay bytes, all else counts.
 */
export function writeFirefoxProfile(profile: Profile, { product, column, startMs }: FirefoxDocument): string {
  const { lo, hi } = profile.timeNanos;
  const tables = new SharedTables(profile);
  const threads = threadsOf(profile, column, product);
  return JSON.stringify({
    meta: {
      categories: CATEGORIES,
      debug: false,
      extensions: { baseURL: [], id: [], length: 0, name: [] },
      interval: 1,
      preprocessedProfileVersion: VERSION,
      processType: 0,
      product,
      startTime: startMs ?? (hi * 2 ** 32 + (lo >>> 0)) / 1e6,
      symbolicated: true,
      pausedRanges: [],
      version: GECKO_VERSION,
      usesOnlyOneStackType: true,
      doesNotUseFrameImplementation: true,
      sourceCodeIsNotOnSearchfox: true,
      markerSchema: [],
    },
    libs: tables.libs,
    shared: tables.tables,
    threads,
    pages: [],
    profilerOverhead: [],
    counters: [],
  });
}
