import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory whose name has everything a path may have that XML, SQL and shells take for something else. */
export async function temporaryDir(): Promise<TemporaryDir> {
  const path = await mkdtemp(join(tmpdir(), "hearth engine & <ünï> 'q' "));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

export interface TemporaryDir {
  readonly path: string;
  remove(): Promise<void>;
}
