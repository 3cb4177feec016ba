import { accessSync, constants, mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes the data directory, for its owner alone, when it is missing.
 *
 * @throws Error that says what to do when it cannot be one
 */
export function makeDataDir(path: string): void {
  try {
    makeWithParents(path);
  } catch (error) {
    throw refusal(path, error);
  }
  if (!statSync(path).isDirectory()) throw refusal(path, 'it is not a directory');
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    tryToWrite(path);
  } catch (error) {
    throw refusal(path, error);
  }
}

/**
 * One after the other, and not by `recursive`: where nothing can be made although the directory above is there (below `/proc`), Node 20
 * tries for ever.
 */
function makeWithParents(path: string, isLast = false): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // What is there is judged by the caller.
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || isLast || dirname(path) === path) throw error;
    makeWithParents(dirname(path));
    makeWithParents(path, true);
  }
}

/** The rights of a directory say little: root may do everything, and nothing can be made in `/proc`. A full disk can still be read. */
function tryToWrite(path: string): void {
  try {
    rmdirSync(mkdtempSync(join(path, '.hearth-')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

/** What the system's codes mean here. */
const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is not a directory',
  ENOENT: 'nothing can be made in its file system',
  ENOTDIR: 'a part of its path is not a directory',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
};

function refusal(path: string, why: unknown): Error {
  const code = why instanceof Error && 'code' in why ? String(why.code) : '';
  const reason = reasons[code] ?? (why instanceof Error ? why.message : String(why));
  return new Error(`The data directory ${path} cannot be used: ${reason}. Name another one with --data.`, {
    cause: why,
  });
}
