/** Hex digits of the GUID that Breakpad makes of the first 16 bytes of a build id. */
const GUID_DIGITS = 32;

/**
 * The identity of a library as symbol servers name it: the build id's first 16 bytes as a GUID whose first three fields
 * are little endian, and the age 0.
 */
export function breakpadIdOf(buildId: string): string {
  const hex = buildId.padEnd(GUID_DIGITS, '0').slice(0, GUID_DIGITS).toUpperCase();
  const swap = (text: string): string => (text.match(/../g) ?? []).toReversed().join('');
  return `${swap(hex.slice(0, 8))}${swap(hex.slice(8, 12))}${swap(hex.slice(12, 16))}${hex.slice(16)}0`;
}

/** Reads `perf buildid-list`: `BUILDID PATH` a line. By path. */
export function parseBuildIds(text: string): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([0-9a-f]{8,}) (.+)$/.exec(line);
    if (match !== null) ids.set(match[2] ?? '', match[1] ?? '');
  }
  return ids;
}
