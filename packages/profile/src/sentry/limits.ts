/** What one envelope may hold. Past a limit the whole envelope is refused. */
export interface EnvelopeLimits {
  /** `too_many_items` */
  readonly items: number;
  /** the envelope's header and each item's; `header_too_big` */
  readonly headerBytes: number;
}

/** SDKs send at most a profile, its transaction and a handful of reports; span containers hold their spans in one item. */
export const MAX_ENVELOPE_ITEMS = 1000;
/** The longest headers known hold a trace context of under 1 kB; baggage may add 8 kB. */
export const MAX_ENVELOPE_HEADER_BYTES = 65_536;

export const DEFAULT_ENVELOPE_LIMITS: EnvelopeLimits = {
  items: MAX_ENVELOPE_ITEMS,
  headerBytes: MAX_ENVELOPE_HEADER_BYTES,
};

/** Relay's limit of a profile item. */
export const MAX_PROFILE_BYTES = 50 * 1024 * 1024;
/** 66 s x 101 Hz x 75 threads; 29 bytes a sample in columns: 15 MB. */
export const MAX_SENTRY_SAMPLES = 500_000;
/** A frame is an object here (about 150 bytes). Node repeats frames: 74 of 32 distinct in a chunk of 60 s. */
export const MAX_SENTRY_FRAMES = 100_000;
/** Stacks are distinct in all known SDKs, so there are fewer than samples. */
export const MAX_SENTRY_STACKS = 200_000;
/** Python cuts at 128, V8 at 200 by default; as for other formats. */
export const MAX_SENTRY_STACK_DEPTH = 4096;
/** Frame indexes of all stacks: what the prefix tree of any format may hold. */
export const MAX_SENTRY_STACK_ENTRIES = 2_000_000;
/** As for other formats: names of C++ templates reach tens of kilobytes. */
export const MAX_SENTRY_STRING_CHARACTERS = 262_144;
/** Threads of one process in one profile. */
export const MAX_SENTRY_THREADS = 65_536;
/** One value each 100 ms for 66 s, for two dozen series. */
export const MAX_SENTRY_MEASUREMENTS = 20_000;
/** v1: 30 s, as Relay has it. */
export const MAX_PROFILE_NANOS = 30e9;
/** v2: 66 s, as Relay has it: a chunk of 60 s and what its timer may be late. */
export const MAX_CHUNK_MICROS = 66e6;
/** Nesting of what is kept as sent (`debug_meta`, tags); no SDK goes beyond 6. */
export const MAX_JSON_DEPTH = 64;
/** JSON beside the samples that is kept as objects: `debug_meta` lists every image of a process, 300 bytes each. */
export const MAX_SENTRY_EXTRA_CHARACTERS = 4 * 1024 * 1024;
/** A name, release, environment or version; Sentry itself cuts at 200 to 250. */
export const MAX_SENTRY_NAME_CHARACTERS = 4096;
/** One frame with all that an SDK may hang on it (`vars`, source context). */
export const MAX_SENTRY_FRAME_CHARACTERS = 1024 * 1024;
/** Dispatch queues of one profile. */
export const MAX_SENTRY_QUEUES = 65_536;
