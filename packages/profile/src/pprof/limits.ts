/** What one pprof may hold. Past a limit the whole profile is refused with the code named in the comment. */
export interface PprofLimits {
  /** `too_many_samples` */
  readonly samples: number;
  /** samples x types; `too_many_values` */
  readonly values: number;
  /** `too_many_types` */
  readonly types: number;
  /** frames of one stack, inlined ones included; `too_deep` */
  readonly depth: number;
  /** nodes of the prefix tree of all stacks; `too_many_stacks` */
  readonly stacks: number;
  /** `too_many_locations` */
  readonly locations: number;
  /** lines of all locations; `too_many_frames` */
  readonly frames: number;
  /** `too_many_functions` */
  readonly functions: number;
  /** `too_many_mappings` */
  readonly mappings: number;
  /** `too_many_labels` */
  readonly labelsPerSample: number;
  /** `too_many_labels` */
  readonly labels: number;
  /** `too_many_strings` */
  readonly strings: number;
  /** one string; `string_too_long` */
  readonly stringBytes: number;
  /** all strings; `strings_too_big` */
  readonly totalStringBytes: number;
  /** `too_many_comments` */
  readonly comments: number;
}

/** A minute of 1000 Hz on 32 busy threads, one sample per tick, as timeline profilers write them: 1.92 M. */
export const MAX_SAMPLES = 2_000_000;
/** Four types on each of two million samples: 8 M numbers of 8 bytes, 64 MB. */
export const MAX_VALUES = 8_000_000;
/** The largest known producer (Datadog for Python and PHP) sends 19 to 26. */
export const MAX_TYPES = 64;
/** async-profiler cuts at 2048 by default, everyone else far below; Python's recursion limit is 1000. */
export const MAX_DEPTH = 4096;
/** 16 bytes a node while decoding, 24 while growing: about 50 MB. A profile of 41 000 samples has around 50 000. */
export const MAX_STACKS = 2_000_000;
/** Large C++ binaries have a few hundred thousand distinct addresses in a profile of an hour. */
export const MAX_LOCATIONS = 1_000_000;
/** Inlining makes one or two frames of a location on average. */
export const MAX_FRAMES = 2_000_000;
export const MAX_FUNCTIONS = 1_000_000;
/** Shared objects of one process; the Linux default of mappings of any kind is 65 530. */
export const MAX_MAPPINGS = 65_536;
/** User-set labels are a handful, profilers add up to ten. */
export const MAX_LABELS_PER_SAMPLE = 128;
/** 21 bytes a label: 84 MB; two labels on each of two million samples. */
export const MAX_LABELS = 4_000_000;
export const MAX_STRINGS = 1_000_000;
/** Names of C++ templates reach tens of kilobytes; a path is at most 4 KiB. */
export const MAX_STRING_BYTES = 262_144;
/** Half of the inflated size that ingest accepts by default. */
export const MAX_TOTAL_STRING_BYTES = 33_554_432;
/** Go writes at most a handful. */
export const MAX_COMMENTS = 1024;

export const DEFAULT_PPROF_LIMITS: PprofLimits = {
  samples: MAX_SAMPLES,
  values: MAX_VALUES,
  types: MAX_TYPES,
  depth: MAX_DEPTH,
  stacks: MAX_STACKS,
  locations: MAX_LOCATIONS,
  frames: MAX_FRAMES,
  functions: MAX_FUNCTIONS,
  mappings: MAX_MAPPINGS,
  labelsPerSample: MAX_LABELS_PER_SAMPLE,
  labels: MAX_LABELS,
  strings: MAX_STRINGS,
  stringBytes: MAX_STRING_BYTES,
  totalStringBytes: MAX_TOTAL_STRING_BYTES,
  comments: MAX_COMMENTS,
};
