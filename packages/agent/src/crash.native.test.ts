import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, type ProcessIdentity } from './target/process-identity.ts';
import { removeStates, startAgent, temporaryState } from './testing/agent-under-test.ts';
import { type Busy, buildBusy, startBusy, stateOf, untilUsed } from './testing/busy-program.ts';
import { FakeHearth } from './testing/fake-hearth.ts';
import { fakeSamply } from './testing/fake-samply.ts';
import { missingNative, samplyProgram } from './testing/native-tools.ts';
import { readProcessed, threadNamed } from './testing/read-processed.ts';

const missing = missingNative(['samply', 'perf', 'gcc', 'root']);
const main = fileURLToPath(new URL('../dist/testing/agent-main.js', import.meta.url));

describe.skipIf(missing !== '')('an agent that is killed', () => {
  let busy: Busy;
  let server: FakeHearth;
  const agents: ChildProcess[] = [];

  beforeAll(async () => {
    busy = await startBusy(buildBusy());
  });
  beforeEach(async () => {
    server = await FakeHearth.start();
  });
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.kill('SIGKILL');
    await server.close();
    expect(server.faults).toEqual([]);
  });
  afterAll(async () => {
    await busy.end();
    removeStates();
  });

  async function killedAgent(state: string, samply: string, recorder: string, until: string): Promise<void> {
    const agent = spawn(process.execPath, [main, server.url, String(busy.pid), state, samply, recorder], {
      stdio: 'inherit',
    });
    agents.push(agent);
    await server.linked();
    server.order('one', 60);
    await server.state('one', until);
    await untilUsed(busy.pid, 0.5);
    const ended = once(agent, 'exit');
    agent.kill('SIGKILL');
    await ended;
  }

  it.each(['samply', 'perf'] as const)(
    'while %s records leaves no recorder behind, and the next one delivers the file',
    async (recorder) => {
      const state = temporaryState();
      await killedAgent(state, samplyProgram, recorder, 'recording');
      const record = JSON.parse(readFileSync(join(state, 'captures', 'one', 'capture.json'), 'utf8')) as {
        readonly recorderProcess: ProcessIdentity;
      };
      const next = startAgent(server.url, { by: 'pid', pid: busy.pid }, { state, samply: samplyProgram });
      const { upload, bytes } = await server.delivered('one');
      await next.stop();
      expect(upload.warnings.join()).toContain('The agent was stopped during the recording');
      expect(threadNamed(readProcessed(bytes), 'worker-a').samples.length).toBeGreaterThan(0);
      expect(stateOf(busy.pid)).toMatch(/[RS]/);
      expect(await isAlive(record.recorderProcess)).toBe(false);
    },
  );

  it('once its recorder had nothing yet says so after its restart', async () => {
    const state = temporaryState();
    const samply = fakeSamply({ file: 'none' });
    await killedAgent(state, samply, 'samply', 'recording');
    const next = startAgent(server.url, { by: 'pid', pid: busy.pid }, { state, samply });
    expect(await server.ended('one')).toMatchObject({ outcome: 'failed', code: 'agent_restarted' });
    await next.stop();
    // Exactly one SIGINT, from the guard: the second one would be the end of a real samply's file.
    expect(readFileSync(join(dirname(samply), 'interrupts'), 'utf8')).toBe('1');
  });
});
