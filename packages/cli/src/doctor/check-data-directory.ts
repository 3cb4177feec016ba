import { access, constants, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CheckResult, fail, ok, warn } from './check.ts';
import { nearestDirectory } from './nearest-directory.ts';

/** Bits that let other users of the machine in. */
const othersMask = 0o077;

/** Who uses a data directory now, as a sentence; undefined while nobody does. */
export type DataDirUser = (path: string) => Promise<string | undefined>;

/** Whether the server could keep its state there: a directory (or a place to make one), writable, free, nobody else's business. */
export async function checkDataDirectory(path: string, userOf: DataDirUser): Promise<CheckResult> {
  const wanted = resolve(path);
  const there = await nearestDirectory(wanted);
  const stats = await stat(there);
  if (!stats.isDirectory()) return fail(`${there} is not a directory`);
  try {
    await access(there, constants.W_OK | constants.X_OK);
    await tryToWrite(there);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const isRights = code === 'EACCES' || code === 'EPERM';
    return fail(isRights ? `${there} is not writable for this user` : `nothing can be made in ${there} (${code})`);
  }
  if (there !== wanted) return ok(`${wanted} will be made`);
  const user = await userOf(wanted);
  if (user !== undefined) return warn(user);
  const mode = stats.mode & 0o777;
  if ((mode & othersMask) !== 0) {
    return warn(`${wanted} has mode ${mode.toString(8)}: other users of this machine may look into it (chmod 700)`);
  }
  return ok(wanted);
}

/** The rights of a directory say little: root may do everything, and nothing can be made in `/proc`, or on a full disk. */
async function tryToWrite(directory: string): Promise<void> {
  await rmdir(await mkdtemp(join(directory, '.hearth-doctor-')));
}
