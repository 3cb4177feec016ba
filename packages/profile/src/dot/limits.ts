/** Functions in a picture: what pprof shows by default, and more cannot be read. */
export const MAX_DOT_FUNCTIONS = 80;
/** Of all values: less is not shown, as in pprof. */
export const MIN_DOT_FUNCTION_SHARE = 0.005;
/** Of all values: less is not shown, as in pprof. */
export const MIN_DOT_CALL_SHARE = 0.001;
/** Longer names make a box wider than a screen. */
export const MAX_DOT_NAME_LENGTH = 200;
