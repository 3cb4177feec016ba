import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { identifyProcess, isAlive } from './target/process-identity.ts';

/** The folder where an agent keeps its identity and what it has not delivered yet. */
export interface StateFolder {
  /** Stays the same over restarts, so that the server gives its place back at once. */
  readonly instance: string;
  readonly captures: string;
  release(): Promise<void>;
}

const INSTANCE_BYTES = 16;
const lockSchema = z.object({ pid: z.number(), startTicks: z.number() });

/** Where the state lies unless the operator says otherwise: systemd's choice, the administrator's place, or the user's. */
export function defaultStateFolder(pipeline: string, ordinal: number, env: NodeJS.ProcessEnv): string {
  const name = `${pipeline}-${ordinal}`;
  const fromSystemd = env['STATE_DIRECTORY']?.split(':')[0];
  if (fromSystemd) return join(fromSystemd, name);
  if (process.geteuid?.() === 0) return join('/var/lib/hearth-agent', name);
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'hearth-agent', name);
}

/**
 * Takes the folder for this process.
 *
 * @throws Error when it cannot be written, or another agent that still runs has it
 */
export async function openStateFolder(path: string): Promise<StateFolder> {
  const captures = join(path, 'captures');
  await mkdir(captures, { recursive: true, mode: 0o700 });
  const lock = join(path, 'lock');
  await takeLock(lock, path);
  return { instance: await readInstance(join(path, 'instance')), captures, release: () => rm(lock, { force: true }) };
}

/** The holder's number and start time: a file that a killed agent left behind locks nobody out. */
async function takeLock(lock: string, path: string): Promise<void> {
  const self = await identifyProcess(process.pid);
  for (let attempt = 0; ; attempt++) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(JSON.stringify(self ?? { pid: process.pid, startTicks: 0 }));
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 0) throw error;
      const holder = await readHolder(lock);
      if (holder !== undefined && (await isAlive(holder))) {
        throw new Error(`the agent with pid ${holder.pid} uses ${path}: stop it, or choose another --state`);
      }
      await rm(lock, { force: true });
    }
  }
}

async function readHolder(lock: string): Promise<z.infer<typeof lockSchema> | undefined> {
  try {
    return lockSchema.parse(JSON.parse(await readFile(lock, 'utf8')));
  } catch {
    return undefined;
  }
}

async function readInstance(path: string): Promise<string> {
  const known = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{32}$/.test(known)) return known;
  const made = randomBytes(INSTANCE_BYTES).toString('hex');
  await writeFile(path, `${made}\n`, { mode: 0o600 });
  return made;
}
