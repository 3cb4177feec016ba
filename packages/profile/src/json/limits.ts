/** Nesting of what is skipped; the deepest known is 6, in markers of Firefox Profiler's format. */
export const MAX_SKIPPED_JSON_DEPTH = 64;
