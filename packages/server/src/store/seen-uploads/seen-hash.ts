/** Odd multipliers chosen per process, so that nobody can prepare ids whose hashes lie side by side. */
const randomOdd = (): number => Math.floor(Math.random() * 2 ** 31) * 2 + 1;
const [MULTIPLIER, NUMBER_LO, NUMBER_HI, PROJECT] = [randomOdd(), randomOdd(), randomOdd(), randomOdd()];

/** Differs from process to process, so nothing that can be seen may depend on it. */
export function uploadHash(projectId: number, uploadId: string): number {
  let hash = Math.imul(projectId, PROJECT);
  for (let at = 0; at < uploadId.length; at++) {
    hash = Math.imul(hash ^ uploadId.charCodeAt(at), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  return spread(hash);
}

/** As {@link uploadHash} for the number of a profile, below 2^53. */
export function numberHash(projectId: number, numericId: number): number {
  const hi = Math.floor(numericId / 2 ** 32);
  return spread((Math.imul(projectId, PROJECT) ^ Math.imul(hi, NUMBER_HI)) + Math.imul(numericId | 0, NUMBER_LO));
}

function spread(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 16);
}
