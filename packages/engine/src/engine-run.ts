import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineCommandLine } from './child-arguments.ts';
import type { EngineConnection } from './engine.ts';
import { type ConfigInput, engineConfigXml } from './engine-config.ts';
import { askPing, runStatement } from './engine-http.ts';
import type { EnginePaths } from './engine-paths.ts';
import { describeEnd, EngineProcess } from './engine-process.ts';
import { EngineStartError } from './engine-start-error.ts';
import { DATABASE, engineUsersXml, type UsersInput } from './engine-users.ts';

/** A start loads every table's parts: 0.5 s for few, longer after years. Longer than this it is stuck. */
const LONGEST_START_MS = 120_000;
const ASK_AGAIN_MS = 15;
/** What {@link writePrivate} puts behind a name. */
const UNFINISHED = /^[0-9a-f]{8}$/;
/** Of the error log, beside what the process printed. */
const LOG_TAIL_BYTES = 4 * 1024;

export interface RunPlan {
  readonly paths: EnginePaths;
  readonly libraryPath: string;
  readonly config: Omit<ConfigInput, 'paths' | 'pingAnswer'>;
  readonly users: UsersInput;
  readonly owner: EngineConnection;
  /** Once aborted no process is made any more; one that was made is the aborter's to stop. */
  readonly signal: AbortSignal;
  /** Told as soon as there is a process, so that a stop during the start can end it. */
  readonly onSpawn: (process: EngineProcess) => void;
}

/**
 * Starts one process of the engine and resolves when it answers `/ping` and its database exists.
 * @throws EngineStartError when it ends before (also with exit code 0: an engine too old for this does that) or is stuck.
 */
export async function runEngine(plan: RunPlan): Promise<EngineProcess> {
  const { paths } = plan;
  const pingAnswer = `Ok. ${randomBytes(8).toString('hex')}\n`;
  await prepareFiles(plan, pingAnswer);
  const logStart = await fileSize(paths.logFile);
  const { libraryPath } = plan;
  // From here to onSpawn nothing else runs: whoever aborts either prevents the process or sees it.
  plan.signal.throwIfAborted();
  const engine = new EngineProcess({
    parentPid: process.pid,
    libraryPath,
    lockFile: paths.lockFile,
    commandLine: engineCommandLine(paths),
  });
  plan.onSpawn(engine);
  try {
    await untilPing(engine, plan.config.port, pingAnswer);
    const made = await runStatement(plan.owner, `CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
    if (made.status !== 200) throw new Error(`its database could not be made: ${made.body.trim()}`);
    return engine;
  } catch (error) {
    await engine.stop();
    const logTail = [engine.outputTail, await newLogTail(paths.logFile, logStart)]
      .filter((text) => text !== '')
      .join('\n');
    throw new EngineStartError(`The embedded engine did not start: ${reasonOf(error)}.`, logTail, { cause: error });
  }
}

async function prepareFiles({ paths, config, users }: RunPlan, pingAnswer: string): Promise<void> {
  try {
    await mkdir(paths.engineDir, { recursive: true, mode: 0o700 });
    await removeUnfinished(paths);
    await writePrivate(paths.configFile, engineConfigXml({ ...config, paths, pingAnswer }));
    await writePrivate(paths.usersFile, engineUsersXml(users));
  } catch (error) {
    throw new EngineStartError(`The embedded engine's files could not be written: ${reasonOf(error)}.`, '', {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function untilPing(engine: EngineProcess, port: number, pingAnswer: string): Promise<void> {
  const deadline = performance.now() + LONGEST_START_MS;
  let ending = '';
  void engine.ended.then((end) => {
    ending = describeEnd(end);
  });
  for (;;) {
    const answer = await askPing(port).catch(() => undefined);
    if (answer?.status === 200 && answer.body === pingAnswer) return;
    if (ending !== '') throw new Error(`its process ended before it was ready (${ending})`);
    if (performance.now() > deadline) throw new Error(`it was not ready after ${LONGEST_START_MS / 1000} s`);
    await sleep(ASK_AGAIN_MS);
  }
}

/** Mode 0600 from its first byte on (an existing file would keep its mode), and whole or not at all. */
async function writePrivate(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
  await rename(unfinished, path);
}

/**
 * Throws away what a process that was killed while it wrote these files left of them: the caller holds the directory, so that nobody is
 * writing them now. (What the engine leaves in its own directory it removes itself.)
 */
async function removeUnfinished({ dataDir, configFile, usersFile }: EnginePaths): Promise<void> {
  const names = [configFile, usersFile].map((path) => `${basename(path)}.`);
  for (const name of await readdir(dataDir)) {
    const isOurs = names.some((start) => name.startsWith(start) && UNFINISHED.test(name.slice(start.length)));
    if (isOurs) await rm(join(dataDir, name), { force: true });
  }
}

async function fileSize(path: string): Promise<number> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return 0;
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** What this start added to the error log. */
async function newLogTail(path: string, from: number): Promise<string> {
  const log = await readFile(path).catch(() => Buffer.alloc(0));
  return log
    .subarray(Math.max(from, log.length - LOG_TAIL_BYTES))
    .toString('utf8')
    .trim();
}
