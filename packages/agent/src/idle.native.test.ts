import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { removeStates, temporaryState } from './testing/agent-under-test.ts';
import { FakeHearth } from './testing/fake-hearth.ts';

const main = fileURLToPath(new URL('../dist/testing/agent-main.js', import.meta.url));

/** What an agent that waits may hold of the memory of somebody's host. */
const MAX_IDLE_KIB = 80 * 1024;

it('an idle agent holds less than 80 MB, linked and with its target found', async () => {
  const server = await FakeHearth.start();
  const agent = spawn(process.execPath, [main, server.url, String(process.pid), temporaryState(), 'samply', 'samply']);
  await server.linked();
  // The first ping and the first look at the target.
  await delay(6_000);
  const status = readFileSync(`/proc/${agent.pid}/status`, 'utf8');
  const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  const ended = once(agent, 'exit');
  agent.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await server.close();
  removeStates();
  expect(kib).toBeGreaterThan(10_000);
  expect(kib).toBeLessThan(MAX_IDLE_KIB);
});
