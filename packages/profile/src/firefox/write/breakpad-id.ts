/** Bytes of a GUID, the first three groups of which Breakpad writes the other way round. */
const GUID_DIGITS = 32;

/**
 * Breakpad's id of a module with this build id (hex digits), by which symbols are found: the first 16 bytes as a GUID and an age of
 * 0. '' for what is no build id.
 */
export function breakpadIdOf(buildId: string): string {
  if (!/^[\da-f]+$/i.test(buildId)) return '';
  const bytes = buildId.toUpperCase().padEnd(GUID_DIGITS, '0').match(/../g)!;
  const group = (from: number, to: number): string => bytes.slice(from, to).reverse().join('');
  return `${group(0, 4)}${group(4, 6)}${group(6, 8)}${bytes.slice(8, GUID_DIGITS / 2).join('')}0`;
}
