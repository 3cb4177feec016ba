import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../fixtures/firefox/', import.meta.url);

/** Recorded profiles of Firefox Profiler's format, by name; see `fixtures/README.md`. For tests only: uses Node. */
export const FIREFOX_FIXTURE_NAMES = [
  'samply-0.13.1-v49',
  'samply-0.13.1-symbols-v49',
  'perf-6.1-v49',
  'samply-0.13.1-symbols-v57',
  'samply-0.13.1-symbols-v66',
  'samply-0.13.1-symbols-v75',
] as const;

export type FirefoxFixtureName = (typeof FIREFOX_FIXTURE_NAMES)[number];

/** The file as it was written, under gzip. */
export function readFirefoxFixtureFile(name: FirefoxFixtureName): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`${name}.json.gz`, FOLDER)));
}

/** The inflated JSON. */
export function readFirefoxFixture(name: FirefoxFixtureName): Uint8Array {
  return new Uint8Array(gunzipSync(readFirefoxFixtureFile(name)));
}
