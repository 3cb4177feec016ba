import { DEFAULT_FIREFOX_LIMITS } from '../firefox/limits.ts';
import { profileOfFirefox } from '../firefox/profile-of-firefox.ts';
import { readFirefoxProfile } from '../firefox/read-firefox-profile.ts';
import { writeFirefoxProfile } from '../firefox/write/write-firefox-profile.ts';
import type { FileFormat } from './file-format.ts';

/** Processed profiles; what Firefox itself writes has `meta` as well and is refused by the reader, which says why. */
export const firefoxFormat: FileFormat = {
  title: "Firefox Profiler's processed format",
  extensions: ['.firefox.json'],
  contentType: 'application/json',
  matches: (outline) => outline.kind === 'json-object' && outline.keys.has('meta'),
  read: (bytes, { stackNodes = DEFAULT_FIREFOX_LIMITS.stacks }) => {
    const stacks = Math.min(stackNodes, DEFAULT_FIREFOX_LIMITS.stacks);
    return profileOfFirefox(readFirefoxProfile(bytes), { stacks }).profile;
  },
  write: (profile, { column, title }) =>
    new TextEncoder().encode(writeFirefoxProfile(profile, { product: title, column })),
};
