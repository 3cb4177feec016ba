import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataDirLockedError, lockDataDir } from './lock-data-dir.ts';
import { startStandIn } from './testing/start-stand-in.ts';
import { type TemporaryDir, temporaryDir } from './testing/temporary-dir.ts';

let dir: TemporaryDir;
beforeEach(async () => {
  dir = await temporaryDir();
});
afterEach(() => dir.remove());

test('makes the directory for this user only and says who holds it', async () => {
  const dataDir = join(dir.path, 'deep', 'data');
  const lock = await lockDataDir(dataDir);
  expect(lock.dataDir).toBe(dataDir);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  const second = lockDataDir(dataDir, 0);
  await expect(second).rejects.toThrow(DataDirLockedError);
  await expect(second).rejects.toThrow(`${dataDir} is in use by process ${process.pid} since `);
  lock.release();
  lock.release();
  (await lockDataDir(dataDir, 0)).release();
});

test('another process holds it until kill -9, which leaves nothing stale', async () => {
  const { child, said } = await startStandIn(dir.path, 'lock');
  await expect(lockDataDir(dir.path, 0)).rejects.toThrow(`is in use by process ${child.pid} since `);
  expect(said).toEqual({ pid: child.pid });
  child.kill('SIGKILL');
  const lock = await lockDataDir(dir.path);
  expect(JSON.parse(await readFile(join(dir.path, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
});

test('has patience with a predecessor that is about to end', async () => {
  const predecessor = await lockDataDir(dir.path);
  const successor = lockDataDir(dir.path);
  predecessor.release();
  (await successor).release();
});

test('a lock file left behind by another pid, alive or used again, does not hold the directory', async () => {
  await mkdir(dir.path, { recursive: true });
  await writeFile(join(dir.path, 'lock'), `${JSON.stringify({ pid: 1, since: '2020-01-01T00:00:00.000Z' })}\n`);
  (await lockDataDir(dir.path, 0)).release();
});

test('two racing processes: one gets it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dir.path, 100)));
  const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  for (const winner of winners) winner.value.release();
});
