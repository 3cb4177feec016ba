import { readdir } from 'node:fs/promises';
import { readCommandLine } from './command-line.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { readProcessStat } from './process-stat.ts';

export interface Matches {
  /** The oldest one: the parent of a program that forks. */
  readonly oldest: ProcessIdentity | undefined;
  readonly others: number;
}

/**
 * Every process whose command line holds `text`, the agent itself and its ancestors (`sh -c "hearth agent --match x"`)
 * excepted. A scan of a hundred processes takes about 20 ms, so it is made when it is needed and not on a short timer.
 */
export async function findMatching(text: string): Promise<Matches> {
  const own = ancestors(process.pid);
  const found: ProcessIdentity[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid < 2 || own.has(pid)) continue;
    if (!(await readCommandLine(pid)).includes(text)) continue;
    const stat = readProcessStat(pid);
    if (stat !== undefined && stat.state !== 'Z' && stat.state !== 'X') {
      found.push({ pid, startTicks: stat.startTicks });
    }
  }
  found.sort((a, b) => a.startTicks - b.startTicks || a.pid - b.pid);
  return { oldest: found[0], others: Math.max(0, found.length - 1) };
}

/** The process and everything that it descends from. */
function ancestors(pid: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let next = pid; next > 1 && !found.has(next); ) {
    found.add(next);
    next = readProcessStat(next)?.parent ?? 0;
  }
  return found;
}
