import { startEngine } from '@hearth/engine';

/**
 * Starts the embedded engine on an empty directory of its own and stops it again: whether it runs on this machine.
 * Resolves with the milliseconds until it answered; throws what kept it from starting.
 */
export async function tryEngine(dataDir: string): Promise<number> {
  const startedMs = performance.now();
  const engine = await startEngine({ dataDir });
  const tookMs = performance.now() - startedMs;
  await engine.stop();
  return tookMs;
}
