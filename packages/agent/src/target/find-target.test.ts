import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeTarget } from './describe-target.ts';
import { findTarget } from './find-target.ts';
import { identifyProcess } from './process-identity.ts';
import { parsePid } from './target-selector.ts';

const children: ChildProcess[] = [];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-target-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

async function sleeper(word: string): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)', word], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return Object.assign(child, { pid: child.pid ?? 0 });
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('findTarget', () => {
  it('finds a pid as long as it is the same process', async () => {
    const child = await sleeper('by-pid');
    const process = await identifyProcess(child.pid);
    expect(process).toBeDefined();
    if (process === undefined) return;
    expect(await findTarget({ by: 'pid', process })).toEqual({ process, otherMatches: 0 });
    const reused = { ...process, startTicks: process.startTicks - 1 };
    expect(await findTarget({ by: 'pid', process: reused })).toMatchObject({ process: undefined });
    await end(child);
    expect(await findTarget({ by: 'pid', process })).toMatchObject({
      process: undefined,
      reason: expect.stringContaining('has ended'),
    });
  });

  it('follows a pid file over a restart', async () => {
    const path = join(directory, 'app.pid');
    const first = await sleeper('by-file');
    await writeFile(path, `${first.pid}\n`);
    expect(await findTarget({ by: 'pid-file', path })).toMatchObject({ process: { pid: first.pid } });
    await end(first);
    expect(await findTarget({ by: 'pid-file', path })).toMatchObject({ process: undefined });
    const second = await sleeper('by-file');
    await writeFile(path, String(second.pid));
    expect(await findTarget({ by: 'pid-file', path })).toMatchObject({ process: { pid: second.pid } });
  });

  it.each(['0', '1', '-5', 'abc', '', '12 13'])('refuses a pid file that holds "%s"', async (content) => {
    const path = join(directory, 'bad.pid');
    await writeFile(path, content);
    expect(await findTarget({ by: 'pid-file', path })).toMatchObject({ process: undefined });
  });

  it('takes the oldest of those whose command line matches, and says how many there are', async () => {
    const word = `hearth-match-${process.pid}`;
    expect(await findTarget({ by: 'match', text: word })).toMatchObject({ process: undefined });
    const first = await sleeper(word);
    const second = await sleeper(word);
    expect(await findTarget({ by: 'match', text: word })).toMatchObject({
      process: { pid: first.pid },
      otherMatches: 1,
    });
    await end(first);
    expect(await findTarget({ by: 'match', text: word })).toMatchObject({
      process: { pid: second.pid },
      otherMatches: 0,
    });
  });

  it('never takes the agent itself', async () => {
    const found = await findTarget({ by: 'match', text: process.argv[0] ?? 'node' });
    expect(found.process?.pid).not.toBe(process.pid);
    expect(found.process?.pid).not.toBe(process.ppid);
  });
});

it('describes a target by what runs it', async () => {
  const child = await sleeper('described');
  const selected = await identifyProcess(child.pid);
  if (selected === undefined) throw new Error('the child is gone');
  const { state } = await describeTarget({ by: 'pid', process: selected });
  expect(state).toMatchObject({ by: 'pid', state: 'found', pid: child.pid, runtime: 'node' });
  expect(state.commandLine).toContain('described');
  expect(Math.abs((state.startedAtMs ?? 0) - Date.now())).toBeLessThan(120_000);
});

it.each([
  ['17', 17],
  [' 17\n', 17],
  ['1', undefined],
  ['0', undefined],
  ['-2', undefined],
  ['1e3', undefined],
  ['', undefined],
])('reads "%s" as the pid %s', (text, pid) => {
  expect(parsePid(text)).toBe(pid);
});
