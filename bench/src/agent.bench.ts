// What an agent costs its host: memory and CPU of one that waits, and how much less a program gets done in a second of CPU
// while it is recorded. Needs samply, perf, gcc and root.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cpuSeconds, missingNative, samplyProgram } from '@hearth/agent/testing';
import { ProcessTree } from './process-tree.ts';
import { quantile } from './quantile.ts';
import { report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import { WorkProgram } from './work-program.ts';

const missing = missingNative(['samply', 'perf', 'gcc', 'root']);
if (missing !== '') process.exit(0);

/** After its start V8 tidies its heap up once, which takes 30 to 70 ms of CPU: not what an agent costs that runs for weeks. */
const settleMs = 40_000;
const idleMs = 60_000;
const captureSeconds = 8;
/** Each way to record beside a time without, in turn, so that a machine that grows slower harms all alike. */
const rounds = 5;
const ways = [
  { name: 'samply, 100 Hz', pipeline: 'samply', rate: 100 },
  { name: 'samply, 1000 Hz', pipeline: 'samply', rate: 1_000 },
  { name: 'perf, 1000 Hz', pipeline: 'perf', rate: 1_000 },
] as const;

const command = fileURLToPath(new URL('../../packages/cli/bin/hearth.js', import.meta.url));
const state = mkdtempSync(join(tmpdir(), 'hearth-bench-agent-'));
const server = await ServerProcess.start();
const program = new WorkProgram();

async function post<T>(path: string, body: object): Promise<T> {
  const headers = { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' };
  const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function startAgent(pipeline: string, ...more: readonly string[]): Promise<ChildProcess> {
  const { token } = await post<{ token: string }>('/api/v1/tokens', { name: pipeline, agent: { pipeline } });
  const told = ['--server', server.url, '--token', token, '--pipeline', pipeline, '--ordinal', '0'];
  const how = ['--pid', String(program.pid), '--private-perf-paranoid', '--samply', samplyProgram, ...more];
  const agent = spawn(process.execPath, [command, 'agent', ...told, ...how], {
    stdio: 'ignore',
    env: { ...process.env, STATE_DIRECTORY: state },
  });
  for (;;) {
    const { pipelines } = await server.getJson<{ pipelines: readonly { name: string; connectedHosts: number }[] }>(
      '/api/v1/pipelines',
    );
    if (pipelines.some(({ name, connectedHosts }) => name === pipeline && connectedHosts === 1)) return agent;
    await sleep(100);
  }
}

/** The agent waits; its link's pings and its looks at the target go on. */
async function idleCost(agent: ChildProcess): Promise<{ readonly residentBytes: number; readonly cores: number }> {
  const pid = agent.pid ?? 0;
  const tree = new ProcessTree(pid);
  await sleep(settleMs);
  const [before, started] = [cpuSeconds(pid), performance.now()];
  let residentBytes = 0;
  for (const until = started + idleMs; performance.now() < until; await sleep(1_000)) {
    residentBytes = Math.max(residentBytes, tree.residentBytes());
  }
  return { residentBytes, cores: (cpuSeconds(pid) - before) / ((performance.now() - started) / 1_000) };
}

/** Of one recording, from its first sample to its last. */
async function recordedPace(pipeline: string, rate: number): Promise<number> {
  const { captures } = await post<{ captures: readonly { id: string }[] }>('/api/v1/captures', {
    pipeline,
    rate,
    durationSeconds: captureSeconds,
  });
  const stateOf = async (): Promise<string> =>
    (await server.getJson<{ state: string }>(`/api/v1/captures/${captures[0]?.id}`)).state;
  const waitWhile = async (...states: readonly string[]): Promise<void> => {
    while (states.includes(await stateOf())) await sleep(100);
  };
  await waitWhile('requested', 'accepted');
  const pace = await program.pace(() => sleep(captureSeconds * 1_000 - 750));
  await waitWhile('recording', 'writing', 'uploading');
  if ((await stateOf()) !== 'done') throw new Error(`a capture by ${pipeline} is ${await stateOf()}`);
  return pace;
}

const first = await startAgent('samply', '--recorder', 'samply');
const idle = await idleCost(first);
const second = await startAgent('perf', '--recorder', 'perf');

const losses = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const { name, pipeline, rate } of ways) {
    const alone = await program.pace(() => sleep(captureSeconds * 1_000));
    losses.get(name)?.push(1 - (await recordedPace(pipeline, rate)) / alone);
  }
}

for (const agent of [first, second]) {
  const ended = once(agent, 'exit');
  agent.kill('SIGTERM');
  await ended;
}
await program.stop();
await server.stop();
rmSync(state, { recursive: true, force: true });

report('agent', [
  {
    name: 'an agent that waits, resident at most in a minute',
    value: idle.residentBytes / 1e6,
    unit: 'MB',
    aim: '< 80',
  },
  { name: 'the same, CPU', value: idle.cores * 100, unit: '% of a core', aim: '< 0.1' },
  ...ways.map(({ name }) => ({
    name: `work lost per second of CPU while recorded: ${name}, median`,
    value: quantile(losses.get(name) ?? [], 0.5) * 100,
    unit: '%',
  })),
]);
