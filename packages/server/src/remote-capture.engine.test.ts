import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type AgentEnd, runAgent } from '@hearth/agent';
import { fakeSamply } from '@hearth/agent/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningServer } from './compose-server.ts';
import { loadConfig } from './config/config.ts';
import { serve } from './serve.ts';

/** A whole server, engine included, and a real agent whose recorder is a double of samply. */
const ADMIN = 'admin-token-of-this-test';
let directory = '';
let server: RunningServer;
let port = 0;
let target: ChildProcess;
let stopAgent = new AbortController();
let agent: Promise<AgentEnd> | undefined;
const agentLines: string[] = [];

async function startServer(): Promise<void> {
  const argv = ['--data', join(directory, 'data'), '--port', String(port), '--log-level', 'error'];
  server = await serve(loadConfig({ argv, env: { HEARTH_ADMIN_TOKEN: ADMIN, HEARTH_SELF_PROFILE: 'false' } }));
  port = Number(new URL(server.url).port);
}

function startAgent(token: string): void {
  stopAgent = new AbortController();
  agent = runAgent(
    {
      server: server.url,
      token,
      pipeline: 'etl',
      ordinal: 0,
      target: { by: 'pid', pid: target.pid ?? 0 },
      version: '0.0.0-test',
      state: join(directory, 'agent'),
      samply: fakeSamply(),
      perf: '/nonexistent/perf',
      log: (line) => agentLines.push(line),
    },
    stopAgent.signal,
  );
}

const ask = async (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-remote-'));
  target = spawn('sleep', ['600']);
  await once(target, 'spawn');
  await startServer();
});
afterAll(async () => {
  stopAgent.abort();
  await agent;
  await server.stop();
  target.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface CaptureSeen {
  readonly id: string;
  readonly state: string;
  readonly cause: string | null;
}

const capture = async (id: string) => (await (await ask('GET', `/api/v1/captures/${id}`)).json()) as CaptureSeen;
const becomes = async (id: string, state: string): Promise<void> => {
  await expect.poll(async () => (await capture(id)).state, { timeout: 60_000, interval: 100 }).toBe(state);
};
const start = async (durationSeconds: number): Promise<string> => {
  const answer = await ask('POST', '/api/v1/captures', { pipeline: 'etl', ordinal: 0, durationSeconds });
  const { captures } = (await answer.json()) as { captures: readonly CaptureSeen[] };
  return captures[0]?.id ?? '';
};
const connected = async (): Promise<void> => {
  const hosts = async () => {
    const answer = (await (await ask('GET', '/api/v1/pipelines/etl')).json()) as {
      hostStates?: readonly { readonly state: string }[];
    };
    return answer.hostStates?.map(({ state }) => state);
  };
  await expect.poll(hosts, { timeout: 60_000, interval: 100 }).toEqual(['connected']);
};

it('is recorded where the program runs, and lies in the store as every profile does', async () => {
  const made = await ask('POST', '/api/v1/tokens', { name: 'agent', agent: { pipeline: 'etl' } });
  const { token } = (await made.json()) as { token: string };
  expect([made.status, typeof token]).toEqual([201, 'string']);
  startAgent(token);
  await connected();

  const id = await start(1);
  await becomes(id, 'done');
  const profile = await ask('GET', `/api/v1/projects/default/profiles/${id}`);
  expect([profile.status, await profile.json()]).toMatchObject([200, { id, app: 'etl', source: 'capture' }]);
  const original = await ask('GET', `/api/v1/projects/default/profiles/${id}/original`);
  const bytes = Buffer.from(await original.arrayBuffer());
  const { meta } = JSON.parse(gunzipSync(bytes).toString()) as { meta: Record<string, unknown> };
  expect(meta).toMatchObject({ product: 'etl', oscpu: 'host 0 of 1' });
  await expect.poll(() => readdirSync(join(directory, 'data', 'captures')), { timeout: 20_000 }).toEqual([]);

  // The token opens the link and nothing else.
  const read = await fetch(`${server.url}/api/v1/projects`, { headers: { authorization: `Bearer ${token}` } });
  expect(read.status).toBe(403);
});

it('survives a restart of the server while it is recorded', async () => {
  await connected();
  const id = await start(4);
  await becomes(id, 'recording');
  await server.stop();
  await startServer();
  expect((await capture(id)).state).toBe('recording');
  await becomes(id, 'done');
  expect((await ask('GET', `/api/v1/projects/default/profiles/${id}`)).status).toBe(200);
});

it('survives a stop of the agent in the middle: what was recorded is delivered', async () => {
  await connected();
  const id = await start(60);
  await becomes(id, 'recording');
  stopAgent.abort();
  expect(await agent).toEqual({ why: 'stopped' });
  await becomes(id, 'done');
});

it('ends for an agent whose token was revoked', async () => {
  const { tokens } = (await (await ask('GET', '/api/v1/tokens')).json()) as {
    tokens: readonly { readonly id: number; readonly agent: object | null }[];
  };
  const [own] = tokens.filter((one) => one.agent !== null);
  expect(own).toMatchObject({ agent: { pipeline: 'etl', ordinal: null, makesPipeline: true } });
  expect((await ask('DELETE', `/api/v1/tokens/${own?.id}`)).status).toBe(204);
  startAgent(`hearth_${'0'.repeat(64)}`);
  expect(await agent).toMatchObject({ why: 'refused' });
});
