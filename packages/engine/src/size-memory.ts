const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** About 210 MiB of code pages plus working memory for one insert, one merge and one query: below this it cannot work. */
const LEAST_ENGINE_BYTES = 640 * MiB;
/** Past this more memory buys nothing for questions with bounded answers; the page cache uses the rest better. */
const MOST_ENGINE_BYTES = 16 * GiB;
/** The engine shares the machine with the server, the profiled programs and the page cache. */
const SHARE_OF_MACHINE = 1 / 4;
/** On a machine so small that the least size is too much, leave this part of it to everybody else. */
const LARGEST_SHARE_OF_SMALL_MACHINE = 0.6;

/** Memory limits of the engine, all in bytes. */
export interface MemorySizes {
  /** Past it the engine refuses a query instead of growing (`max_server_memory_usage`). */
  readonly serverBytes: number;
  /** One query of the data user. */
  readonly queryBytes: number;
  /** One query of the read-only user. */
  readonly readerQueryBytes: number;
  /** All running merges together; past it no new merge starts. */
  readonly mergesBytes: number;
  readonly markCacheBytes: number;
  readonly uncompressedCacheBytes: number;
  readonly indexMarkCacheBytes: number;
  readonly indexUncompressedCacheBytes: number;
  readonly primaryIndexCacheBytes: number;
  readonly queryConditionCacheBytes: number;
  readonly compiledExpressionCacheBytes: number;
}

/**
 * The sizing rule: what the engine may take of a machine (or container) with `totalBytes` of memory.
 * The caches together stay below a quarter of the engine's own bound, so that they never starve queries.
 */
export function sizeMemory(totalBytes: number): MemorySizes {
  if (!Number.isFinite(totalBytes) || totalBytes <= 0) throw new RangeError(`not a memory size: ${totalBytes} bytes`);
  const wanted = clamp(totalBytes * SHARE_OF_MACHINE, LEAST_ENGINE_BYTES, MOST_ENGINE_BYTES);
  return memorySizesFor(Math.min(wanted, totalBytes * LARGEST_SHARE_OF_SMALL_MACHINE));
}

/** The same for an engine whose own bound is already decided (`EngineOptions.memoryBytes`). */
export function memorySizesFor(engineBytes: number): MemorySizes {
  if (!Number.isFinite(engineBytes) || engineBytes <= 0)
    throw new RangeError(`not a memory size: ${engineBytes} bytes`);
  return {
    serverBytes: Math.floor(engineBytes),
    queryBytes: Math.floor(engineBytes / 2),
    readerQueryBytes: Math.floor(engineBytes / 4),
    mergesBytes: Math.floor(engineBytes / 4),
    markCacheBytes: clamp(engineBytes / 16, 16 * MiB, 256 * MiB),
    uncompressedCacheBytes: clamp(engineBytes / 64, 8 * MiB, 64 * MiB),
    indexMarkCacheBytes: clamp(engineBytes / 64, 8 * MiB, 64 * MiB),
    indexUncompressedCacheBytes: clamp(engineBytes / 64, 8 * MiB, 64 * MiB),
    primaryIndexCacheBytes: clamp(engineBytes / 16, 16 * MiB, 512 * MiB),
    queryConditionCacheBytes: clamp(engineBytes / 128, 4 * MiB, 32 * MiB),
    compiledExpressionCacheBytes: clamp(engineBytes / 128, 4 * MiB, 32 * MiB),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(Math.max(value, least), most));
}
