import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOptions, TargetOption } from '../agent-options.ts';
import { type AgentEnd, runAgent } from '../run-agent.ts';

export interface AgentUnderTest {
  readonly state: string;
  readonly lines: readonly string[];
  readonly end: Promise<AgentEnd>;
  /** Stops it as SIGTERM would; its state folder stays. */
  stop(): Promise<AgentEnd>;
}

/** Runs an agent in this process, with a state folder of its own. */
export function startAgent(server: string, target: TargetOption, options: Partial<AgentOptions> = {}): AgentUnderTest {
  const lines: string[] = [];
  const stop = new AbortController();
  const state = options.state ?? temporaryState();
  const end = runAgent(
    {
      server,
      token: 'agent-token',
      pipeline: 'pipe',
      ordinal: 0,
      target,
      version: '0.0.0-test',
      state,
      log: (line) => lines.push(line),
      ...options,
    },
    stop.signal,
  );
  return {
    state,
    lines,
    end,
    stop: () => {
      stop.abort();
      return end;
    },
  };
}

const folders: string[] = [];

export function temporaryState(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-agent-'));
  folders.push(folder);
  return folder;
}

/** Removes every state folder of this test file. */
export function removeStates(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
