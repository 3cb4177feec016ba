import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { findMatching } from './find-matching.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import { parsePid, type TargetSelector } from './target-selector.ts';

export type FoundTarget =
  | { readonly process: ProcessIdentity; readonly otherMatches: number }
  | { readonly process: undefined; readonly reason: string };

/** Looks for the target now. A pid is never trusted from an earlier look: the process may have been replaced. */
export async function findTarget(selector: TargetSelector): Promise<FoundTarget> {
  switch (selector.by) {
    case 'pid':
      return (await isAlive(selector.process)) ? one(selector.process) : missing(goneReason(selector.process.pid));
    case 'pid-file':
      return fromPidFile(selector.path);
    case 'match': {
      const { oldest, others } = await findMatching(selector.text);
      if (oldest !== undefined) return { process: oldest, otherMatches: others };
      return missing(`no command line on ${hostname()} holds "${selector.text}"`);
    }
    case 'command': {
      const process = selector.process();
      if (process !== undefined && (await isAlive(process))) return one(process);
      return missing(`the command that the agent on ${hostname()} started has ended`);
    }
  }
}

function goneReason(pid: number): string {
  return `process ${pid} on ${hostname()} has ended; an agent with --pid-file or --match follows a restart`;
}

async function fromPidFile(path: string): Promise<FoundTarget> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return missing(`${path} on ${hostname()} cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
  }
  const pid = parsePid(text);
  if (pid === undefined) return missing(`${path} on ${hostname()} does not hold the number of a process`);
  const process = await identifyProcess(pid);
  return process === undefined ? missing(`process ${pid} of ${path} on ${hostname()} does not run`) : one(process);
}

function one(process: ProcessIdentity): FoundTarget {
  return { process, otherMatches: 0 };
}

function missing(reason: string): FoundTarget {
  return { process: undefined, reason };
}
