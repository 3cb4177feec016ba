import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/**
 * Makes the folder of `name` in the cache unless it is complete. A run that was cut off leaves no stamp, so the next one
 * starts over.
 *
 * @returns the folder
 */
export async function installOnce(
  name: string,
  inputs: readonly string[],
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = cacheFolder(name, inputs);
  const stamp = join(folder, '.complete');
  if (existsSync(stamp)) return folder;
  const started = Date.now();
  process.stderr.write(`e2e: installing ${name} into ${folder} ...\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await install(folder);
  await writeFile(stamp, '');
  process.stderr.write(`e2e: installed ${name} in ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
  return folder;
}
