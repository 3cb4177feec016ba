import { join, resolve } from 'node:path';

/** The engine's files, all absolute: with a relative path durable inserts fail. */
export interface EnginePaths {
  readonly dataDir: string;
  /** ClickHouse's own directory: tables, metadata, temporary files. */
  readonly engineDir: string;
  /** Held by the engine's process while it lives. */
  readonly lockFile: string;
  /** Written anew at each start, mode 0600: ports, limits, the secret header. */
  readonly configFile: string;
  /** Written anew at each start, mode 0600: users, grants, settings. */
  readonly usersFile: string;
  /** Errors only, rotated. */
  readonly logFile: string;
}

/** Where the engine's files are under a data directory (layout: the README of this package). */
export function enginePaths(dataDir: string): EnginePaths {
  const absolute = resolve(dataDir);
  return {
    dataDir: absolute,
    engineDir: join(absolute, 'engine'),
    lockFile: join(absolute, 'engine.lock'),
    configFile: join(absolute, 'engine.config.xml'),
    usersFile: join(absolute, 'engine.users.xml'),
    logFile: join(absolute, 'engine.log'),
  };
}
