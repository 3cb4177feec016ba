/** What one collapsed, speedscope or V8 file may hold. Past a limit the whole file is refused with the code named. */
export interface ImportLimits {
  /** samples, events or lines of all profiles of the file; `too_many_samples` */
  readonly samples: number;
  /** nodes of the tree that is made of all stacks; `too_many_stacks` */
  readonly stacks: number;
  /** frames of one stack; `too_deep` */
  readonly depth: number;
  /** rows of the file's own table of frames or nodes; `too_many_frames` */
  readonly frames: number;
  /** profiles of one file, one a thread; `too_many_threads` */
  readonly threads: number;
  /** one text; `string_too_long` */
  readonly stringBytes: number;
  /** all texts of the table of frames; `strings_too_big` */
  readonly totalStringBytes: number;
}

/** As for Firefox's format: ten hours of one busy CPU at 100 Hz. An event of 8 + 4 bytes lies in a column, no object is made of it. */
export const MAX_IMPORT_SAMPLES = 4_000_000;
/** 24 bytes a node while it grows: about 50 MB. */
export const MAX_IMPORT_STACKS = 2_000_000;
/** As for other formats: async-profiler cuts at 2048, Python's recursion limit is 1000. */
export const MAX_IMPORT_DEPTH = 4096;
/** Nodes of a V8 profile, which are stacks, and frames of a speedscope file. A few hundred bytes of heap each. */
export const MAX_IMPORT_FRAMES = 500_000;
/** Threads of one process in a file that a person opens; the default of Linux for a whole small machine is 32 768. */
export const MAX_IMPORT_THREADS = 4096;
/** Names of C++ templates reach tens of kilobytes. A line of collapsed stacks has {@link MAX_COLLAPSED_LINE_BYTES}. */
export const MAX_IMPORT_STRING_BYTES = 262_144;
/** Half of the inflated size that the server accepts by default. */
export const MAX_IMPORT_TOTAL_STRING_BYTES = 33_554_432;
/** A stack of 4096 frames with names of 256 bytes. */
export const MAX_COLLAPSED_LINE_BYTES = 1_048_576;

export const DEFAULT_IMPORT_LIMITS: ImportLimits = {
  samples: MAX_IMPORT_SAMPLES,
  stacks: MAX_IMPORT_STACKS,
  depth: MAX_IMPORT_DEPTH,
  frames: MAX_IMPORT_FRAMES,
  threads: MAX_IMPORT_THREADS,
  stringBytes: MAX_IMPORT_STRING_BYTES,
  totalStringBytes: MAX_IMPORT_TOTAL_STRING_BYTES,
};
