import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TargetState } from '../protocol/from-agent.ts';
import { readCommandLine } from './command-line.ts';
import { TICKS_PER_SECOND } from './cpu-meter.ts';
import { findTarget } from './find-target.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { readProcessStat } from './process-stat.ts';
import { selectorText, type TargetSelector } from './target-selector.ts';

/** Longest text that the protocol takes. */
const MAX_TEXT_LENGTH = 1_000;

export type Runtime = NonNullable<TargetState['runtime']>;

/** What the server is told about the target, and the process itself where there is one. */
export async function describeTarget(
  selector: TargetSelector,
): Promise<{ readonly state: TargetState; readonly process: ProcessIdentity | undefined }> {
  const name = { by: selector.by, text: selectorText(selector).slice(0, MAX_TEXT_LENGTH) };
  const found = await findTarget(selector);
  if (found.process === undefined) {
    return { state: { ...name, state: 'missing', reason: found.reason.slice(0, MAX_TEXT_LENGTH) }, process: undefined };
  }
  const { pid, startTicks } = found.process;
  const stat = readProcessStat(pid);
  const [commandLine, runtime, bootMs] = await Promise.all([readCommandLine(pid), runtimeOf(pid), readBootMs()]);
  const state: TargetState = {
    ...name,
    state: 'found',
    pid,
    startedAtMs: Math.round(bootMs + (startTicks / TICKS_PER_SECOND) * 1_000),
    commandLine,
    threads: stat?.threads ?? 0,
    runtime,
    otherMatches: found.otherMatches,
  };
  return { state, process: found.process };
}

/** What runs the program: it decides which recorder sees more. An unreadable link is another user's process: native. */
export async function runtimeOf(pid: number): Promise<Runtime> {
  const program = await readlink(`/proc/${pid}/exe`).then(basename, () => '');
  if (/^node(js)?(\d|$)/.test(program)) return 'node';
  return /^python\d/.test(program) ? 'python' : 'native';
}

/** Wall clock of the machine's start, Unix milliseconds. */
async function readBootMs(): Promise<number> {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => '');
  return Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0) * 1_000;
}
