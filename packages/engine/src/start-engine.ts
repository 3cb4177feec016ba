import { availableParallelism } from 'node:os';
import type { Engine, EngineOptions } from './engine.ts';
import { engineLibrary } from './engine-library.ts';
import { enginePaths } from './engine-paths.ts';
import { makeSecrets } from './engine-secrets.ts';
import { machineMemoryBytes } from './machine-memory.ts';
import { memorySizesFor, sizeMemory } from './size-memory.ts';
import { SupervisedEngine } from './supervised-engine.ts';

/** More threads than this make one question faster only at the cost of all others. */
const MOST_QUERY_THREADS = 8;
/** Merges keep up with a full machine's ingest on two threads and must not crowd out queries. */
const MOST_MERGE_THREADS = 4;
const LEAST_MERGE_THREADS = 2;

/**
 * Starts the embedded engine on a data directory and keeps it running; resolves when queries are answered.
 * The caller holds `lockDataDir` on the directory; the engine's process takes a lock of its own besides.
 * @throws EngineStartError with the log's tail when it cannot run.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const processors = availableParallelism();
  const engine = new SupervisedEngine({
    paths: enginePaths(options.dataDir),
    libraryPath: options.libraryPath ?? engineLibrary(),
    secrets: makeSecrets(),
    memory: options.memoryBytes === undefined ? sizeMemory(machineMemoryBytes()) : memorySizesFor(options.memoryBytes),
    queryThreads: options.queryThreads ?? Math.min(processors, MOST_QUERY_THREADS),
    mergeThreads: Math.min(Math.max(processors, LEAST_MERGE_THREADS), MOST_MERGE_THREADS),
    onEvent: options.onEvent ?? (() => undefined),
  });
  await engine.start();
  return engine;
}
