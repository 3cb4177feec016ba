import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Behind all others: recorders, agents and tests would starve beside two threads that never rest, and samples be lost. */
export const POLITE = ['nice', '-n', '19'] as const;
/** Between two looks at the CPU that a program used. */
const LOOK_MS = 20;

export const busySource = fileURLToPath(new URL('../../fixtures/busy.c', import.meta.url));

/** Line of the source that carries `LINE name`. */
export function lineOf(name: string): number {
  return (
    readFileSync(busySource, 'utf8')
      .split('\n')
      .findIndex((line) => line.endsWith(`// LINE ${name}`)) + 1
  );
}

/** Compiles fixtures/busy.c with debug information, as an optimised program. */
export function buildBusy(): string {
  const program = join(mkdtempSync(join(tmpdir(), 'hearth-busy-')), 'busy');
  execFileSync('gcc', ['-g', '-O1', '-fno-omit-frame-pointer', '-o', program, busySource, '-lpthread']);
  return program;
}

export interface Busy {
  readonly pid: number;
  readonly child: ChildProcess;
  end(): Promise<void>;
}

export interface BusyOptions {
  readonly sleepers?: number;
  /** User and group that it runs as. */
  readonly uid?: number;
}

/** Starts fixtures/busy.c: two workers, and threads that only sleep. */
export function startBusy(program: string, { sleepers = 0, uid }: BusyOptions = {}): Promise<Busy> {
  return startProgram(program, [String(sleepers), '180'], uid);
}

/** Starts a program, with the lowest priority, and waits for its first word. */
export async function startProgram(program: string, args: readonly string[], uid?: number): Promise<Busy> {
  const [nice, ...options] = POLITE;
  const child = spawn(nice, [...options, program, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  await once(child.stdout, 'data');
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid ?? 0, child, end };
}

/** CPU time of all threads of a process, in seconds, to the nanosecond (schedstat of each). */
export function cpuSeconds(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const nanos = tasks.map((tid) => Number(readFileSync(`/proc/${pid}/task/${tid}/schedstat`, 'utf8').split(' ')[0]));
  return nanos.reduce((sum, value) => sum + value, 0) / 1e9;
}

/** Resolves when a process has used as much CPU more: then there is something to record, on however busy a machine. */
export async function untilUsed(pid: number, seconds: number): Promise<void> {
  const wanted = cpuSeconds(pid) + seconds;
  while (cpuSeconds(pid) < wanted) await sleep(LOOK_MS);
}

/** State letter of a process: R, S, T, ... */
export function stateOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return line[line.lastIndexOf(')') + 2] ?? '';
}
