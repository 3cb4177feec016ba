/** What one profile of Firefox Profiler's format may hold. Past a limit the whole profile is refused with the code named. */
export interface FirefoxLimits {
  /** of all threads; `too_many_samples` */
  readonly samples: number;
  /** rows of all stack tables, and nodes of the tree that is made of them; `too_many_stacks` */
  readonly stacks: number;
  /** frames of one stack, inlined ones included; `too_deep` */
  readonly depth: number;
  /** `too_many_frames` */
  readonly frames: number;
  /** rows of functions, native symbols, resources and sources, each; `too_many_functions` */
  readonly functions: number;
  /** `too_many_strings` */
  readonly strings: number;
  /** one string; `string_too_long` */
  readonly stringBytes: number;
  /** all strings; `strings_too_big` */
  readonly totalStringBytes: number;
  /** `too_many_mappings` */
  readonly libs: number;
  /** `too_many_threads` */
  readonly threads: number;
}

/** The agent's own bound: ten hours of one busy CPU at 100 Hz, a file of about 100 MB. 28 bytes a sample: 112 MB. */
export const MAX_FIREFOX_SAMPLES = 4_000_000;
/** 12 bytes a row while reading. A stack is a row with its parent, so a minute of 1000 Hz on 32 threads has fewer. */
export const MAX_FIREFOX_STACKS = 2_000_000;
/** As for other formats: async-profiler cuts at 2048, Python's recursion limit is 1000. */
export const MAX_FIREFOX_DEPTH = 4096;
/** Distinct addresses, again in each thread before version 60. */
export const MAX_FIREFOX_FRAMES = 2_000_000;
export const MAX_FIREFOX_FUNCTIONS = 1_000_000;
/** Names again in each thread before version 56. */
export const MAX_FIREFOX_STRINGS = 1_000_000;
/** Names of C++ templates reach tens of kilobytes. */
export const MAX_FIREFOX_STRING_BYTES = 262_144;
/** Strings are all that lies on the heap of the decoding thread, which has 512 MiB; two bytes a character at worst. */
export const MAX_FIREFOX_TOTAL_STRING_BYTES = 67_108_864;
/** The Linux default of mappings of one process. */
export const MAX_FIREFOX_LIBS = 65_536;
/** Threads of all recorded processes; the default of Linux is 32 768 processes and threads on a small machine. */
export const MAX_FIREFOX_THREADS = 32_768;

/** Tables in each thread, `time` in milliseconds: what samply 0.13.1 writes. Older ones differ in more than is read here. */
export const OLDEST_FIREFOX_VERSION = 49;
/** The newest that Firefox Profiler's own tools know (2026-10). Nobody can know what a newer one means. */
export const NEWEST_FIREFOX_VERSION = 75;

export const DEFAULT_FIREFOX_LIMITS: FirefoxLimits = {
  samples: MAX_FIREFOX_SAMPLES,
  stacks: MAX_FIREFOX_STACKS,
  depth: MAX_FIREFOX_DEPTH,
  frames: MAX_FIREFOX_FRAMES,
  functions: MAX_FIREFOX_FUNCTIONS,
  strings: MAX_FIREFOX_STRINGS,
  stringBytes: MAX_FIREFOX_STRING_BYTES,
  totalStringBytes: MAX_FIREFOX_TOTAL_STRING_BYTES,
  libs: MAX_FIREFOX_LIBS,
  threads: MAX_FIREFOX_THREADS,
};
