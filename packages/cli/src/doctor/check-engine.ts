import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckResult, fail, ok } from './check.ts';

/** Starts the engine on an empty directory; resolves with the milliseconds until it answered, its process gone again. */
export type TryEngine = (dataDir: string) => Promise<number>;

/** Whether the embedded engine is installed for this platform and runs here. */
export async function checkEngine(tryEngine: TryEngine): Promise<CheckResult> {
  const directory = await mkdtemp(join(tmpdir(), 'hearth-doctor-'));
  try {
    const startMs = await tryEngine(directory);
    return ok(`starts in ${(startMs / 1000).toFixed(1)} s`);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
