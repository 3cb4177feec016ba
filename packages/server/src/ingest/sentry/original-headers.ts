/** Names of what is kept beside an envelope for its decoder (`Original.headers`). */

/** `sentry.python/2.64.0`: what the credential's header or the query says of the client. */
export const SENTRY_CLIENT_HEADER = 'sentry-client';
/** Milliseconds to add to the times of an envelope that does not say when it was sent, as its session needs them. */
export const CLOCK_SKEW_HEADER = 'clock-skew-ms';
