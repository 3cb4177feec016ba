/** Relay's words for an item, or an envelope, that is too large. */
export const sizeLimitDetail = (type: string): string =>
  `envelope exceeded size limits for type '${type}' (https://develop.sentry.dev/sdk/envelopes/#size-limits)`;
