import { JsonBytes } from '../json/json-bytes.ts';
import { readMembers } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { FirefoxLib, FirefoxMeta, FirefoxProfile, FirefoxTables } from './firefox-profile.ts';
import { DEFAULT_FIREFOX_LIMITS, type FirefoxLimits } from './limits.ts';
import { type RawTables, TableReader } from './raw-tables.ts';
import { readLibs } from './read-libs.ts';
import { readMeta } from './read-meta.ts';
import { type RawThread, readThreads, resolveThread } from './read-threads.ts';
import { resolveTables } from './resolve-tables.ts';

/**
 * Reads a profile in Firefox Profiler's processed format, versions {@link OLDEST_FIREFOX_VERSION} to
 * {@link NEWEST_FIREFOX_VERSION}: what samply, its forks and Firefox Profiler itself write. `bytes` is the JSON, inflated.
 *
 * Format: `docs-developer/CHANGELOG-formats.md` and the upgraders of firefox-devtools/profiler.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are
 */
export function readFirefoxProfile(bytes: Uint8Array, limits: FirefoxLimits = DEFAULT_FIREFOX_LIMITS): FirefoxProfile {
  const meta = findMeta(new JsonBytes(bytes));
  const reader = new TableReader(limits);
  const shared: RawTables = {};
  let libs: readonly FirefoxLib[] = [];
  let threads: readonly RawThread[] = [];
  const json = new JsonBytes(bytes);
  readMembers(json, {
    libs: (member) => {
      libs = readLibs(member, limits);
    },
    shared: (member) => readMembers(member, reader.into(shared)),
    threads: (member) => {
      threads = readThreads(member, reader, limits);
    },
  });
  json.expectEnd();
  // From version 60 on all threads have the same tables, which are checked once.
  let common: FirefoxTables | undefined;
  const tablesOf = ({ tables }: RawThread): FirefoxTables => {
    if (tables.stackTable !== undefined) return resolveTables({ ...shared, ...tables }, libs.length, limits);
    common ??= resolveTables(shared, libs.length, limits);
    return common;
  };
  return { meta, libs, threads: threads.map((thread) => resolveThread(thread, tablesOf(thread))) };
}

/** `meta` first, wherever it stands: a file of another version or format is refused for that, not for its first table. */
function findMeta(json: JsonBytes): FirefoxMeta {
  if (!json.isObject) throw new ProfileFormatError('not_firefox_profile', 'the content is no JSON object');
  json.openObject();
  for (let key = json.nextKey(true); key !== undefined; key = json.nextKey(false)) {
    if (key === 'meta' && json.isObject) return readMeta(json);
    json.skipValue();
  }
  throw new ProfileFormatError('not_firefox_profile', 'the JSON is no profile: it has no meta');
}
