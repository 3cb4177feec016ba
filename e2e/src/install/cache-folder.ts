import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** As many hex digits as keep two versions of a lock file apart. */
const HASH_DIGITS = 16;

/**
 * Where something that is made from `inputs` is kept: another folder for every content of the files and every Node,
 * so that a changed lock file never meets an old tree.
 *
 * @param inputs absolute paths
 */
export function cacheFolder(name: string, inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.version).update(process.arch);
  for (const input of inputs) hash.update('\0').update(readFileSync(input));
  const cache = process.env['HEARTH_CACHE'] ?? join(homedir(), '.cache', 'hearth');
  return join(cache, 'e2e', `${name}-${hash.digest('hex').slice(0, HASH_DIGITS)}`);
}
