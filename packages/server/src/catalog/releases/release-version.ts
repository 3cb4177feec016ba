/** Sentry's limit for the names of releases. */
export const MAX_VERSION_LENGTH = 200;

/** Characters that would break an address: slashes, control characters. */
const BAD_CHARACTER = /[/\\\p{Cc}]/u;
const RESERVED: ReadonlySet<string> = new Set(['', '.', '..', 'latest']);

/**
 * Whether a release may have this name, by Sentry's rules: up to 200 characters, no slash, backslash, line break or tab,
 * no outer spaces, and not `.`, `..` or `latest`. A profile may name another one; it then has no release of its own.
 */
export const isReleaseVersion = (version: string): boolean =>
  version.length <= MAX_VERSION_LENGTH &&
  version === version.trim() &&
  !RESERVED.has(version.toLowerCase()) &&
  !BAD_CHARACTER.test(version);
