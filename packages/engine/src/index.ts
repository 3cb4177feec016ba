export { DURABLE_TABLE_SETTINGS, DURABLE_TABLE_SETTINGS_SQL } from './durable-table-settings.ts';
export type { Engine, EngineConnection, EngineEvent, EngineOptions, EngineState, StopManner } from './engine.ts';
export { EngineStoppedError } from './engine.ts';
export { EngineStartError } from './engine-start-error.ts';
export { type DataDirLock, DataDirLockedError, LOCK_PATIENCE_MS, lockDataDir } from './lock-data-dir.ts';
export { returnFreedMemory } from './return-freed-memory.ts';
export { type MemorySizes, sizeMemory } from './size-memory.ts';
export { startEngine } from './start-engine.ts';
export { syncTableDirectories } from './sync-table-directories.ts';
