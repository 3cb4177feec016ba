import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineStartError } from './engine-start-error.ts';

/** npm package of the engine's shared library by platform; run is Linux x64 with glibc, the others are its siblings. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

/** Exactly this one: an older build has no `SYSTEM START LISTEN` and ends with exit code 0. */
const VERSION = '26.7.3-stable.1';

const LIBRARY_FILE = 'libchdb.so';

/**
 * Absolute path of the engine's shared library.
 * @throws EngineStartError with one clear sentence where there is none for this platform or it was not installed.
 */
export function engineLibrary(platform: string = process.platform, arch: string = process.arch): string {
  const name = PACKAGES[`${platform}-${arch}`];
  if (name === undefined || isMusl(platform)) {
    const here = isMusl(platform) ? `${platform}-${arch} with musl` : `${platform}-${arch}`;
    throw new EngineStartError(
      `The embedded engine runs on Linux with glibc and on macOS (x64, arm64), not on ${here}: use one of these or a container.`,
      '',
    );
  }
  const path = findLibrary(name);
  if (path === undefined) {
    throw new EngineStartError(
      `The embedded engine's package is not installed: run "npm install --no-save ${name}@${VERSION}" in the checkout.`,
      '',
    );
  }
  return path;
}

function findLibrary(packageName: string): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const path = join(dirname(require.resolve(`${packageName}/package.json`)), LIBRARY_FILE);
    return existsSync(path) ? path : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Whether this process runs on musl (Alpine), whose loader cannot take a library built for glibc. */
function isMusl(platform: string): boolean {
  if (platform !== 'linux' || platform !== process.platform) return false;
  return readFileSync('/proc/self/maps', 'latin1').includes('ld-musl-');
}
