import { accessSync, constants, mkdirSync, statSync } from 'node:fs';

/**
 * Makes the data directory, for its owner alone, when it is missing.
 *
 * @throws Error that says what to do when it cannot be one
 */
export function makeDataDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw refusal(path, error);
  }
  if (!statSync(path).isDirectory()) throw refusal(path, 'it is not a directory');
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw refusal(path, error);
  }
}

/** What the system's codes mean here. */
const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is not a directory',
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
