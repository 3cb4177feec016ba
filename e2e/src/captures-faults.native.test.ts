import { createHash, randomBytes } from 'node:crypto';
import {
  type Busy,
  besideLostEvents,
  buildBusy,
  fakeSamply,
  missingNative,
  readProcessed,
  stateOf,
  threadNamed,
  untilUsed,
} from '@hearth/agent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from './captures/agent-process.ts';
import { CaptureStage } from './captures/capture-stage.ts';
import { samplyOf } from './captures/recorder-of.ts';
import { TcpProxy } from './captures/tcp-proxy.ts';
import type { HttpAnswer } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';

const missing = missingNative(['samply', 'gcc', 'root']);

/** Longer than anything that is waited for here: what is lost, is lost a minute after it should have come. */
const PATIENCE_MS = 200_000;
/** Of the agent that a server refuses. */
const REFUSED = 4;
/** Above what an agent takes apart, so that no symbols are written in. */
const LARGE_BYTES = 300 * 1024 * 1024;

/** Status and code of an answer of Feldera's face. */
function said({ status, text }: HttpAnswer): readonly [number, string] {
  const isError = text.startsWith('{') && status >= 400;
  return [status, isError ? (JSON.parse(text) as { error_code: string }).error_code : ''];
}

const samplesOf = (file: Buffer): number => threadNamed(readProcessed(file), 'worker-a').samples.length;

describe.skipIf(missing !== '')('a capture when something breaks', { timeout: PATIENCE_MS, concurrent: true }, () => {
  let built: string;
  let stage: CaptureStage;
  /** Recorded by many at once, and harmed by nobody. */
  let busy: Busy;

  beforeAll(async () => {
    built = buildBusy();
    stage = await CaptureStage.start();
    busy = await stage.program(built);
  });
  afterAll(async () => {
    expect(stateOf(busy.pid)).toMatch(/[RS]/);
    await stage.dispose();
  });

  it('whose agent is killed is lost after a minute, and done when the agent is back', async () => {
    const [agent] = await stage.pipeline('killed', [busy]);
    const id = await stage.begin('killed', 20);
    await stage.reached(id, 'recording');
    await untilUsed(busy.pid, 1);
    await agent?.kill();
    expect(said(await stage.feldera('GET', 'killed', '?latest=true'))).toEqual([204, '']);
    expect(said(await stage.feldera('POST', 'killed'))).toEqual([409, 'SamplyProfilingInProgress']);

    const lost = await stage.ended(id, PATIENCE_MS);
    expect(lost).toMatchObject({ state: 'lost', causeCode: 'agent_away' });
    const failure = await stage.feldera('GET', 'killed');
    expect(said(failure)).toEqual([500, 'SamplyProfilingFailure']);
    expect((JSON.parse(failure.text) as { details: unknown }).details).toContain('The agent of host 0 went away');
    const away = await stage.feldera('POST', 'killed');
    expect(said(away)).toEqual([503, 'PipelineInteractionNotDeployed']);
    expect(away.headers['retry-after']).toBe('5');

    agent?.startAgain();
    const done = await waitUntil(
      async () => {
        const capture = await stage.capture(id);
        return capture.state === 'done' ? capture : undefined;
      },
      { what: 'the file that an agent had left' },
    );
    expect(done.warnings.join()).toContain('The agent was stopped during the recording');
    const { status, body } = await stage.feldera('GET', 'killed');
    expect(status).toBe(200);
    expect(samplesOf(body)).toBeGreaterThan(0);
  });

  it('whose samply is killed fails with the cause, and the next one succeeds', async () => {
    const program = await stage.program(built);
    await stage.pipeline('samply-killed', [program]);
    const id = await stage.begin('samply-killed', 30);
    await stage.reached(id, 'recording');
    process.kill(await waitUntil(() => samplyOf(program.pid), { what: 'samply' }), 'SIGKILL');
    expect(await stage.ended(id)).toMatchObject({ state: 'failed', causeCode: 'recorder_killed' });
    expect(said(await stage.feldera('GET', 'samply-killed'))).toEqual([500, 'SamplyProfilingFailure']);
    expect(stateOf(program.pid)).toMatch(/[RS]/);
    expect(await stage.ended(await stage.begin('samply-killed', 1))).toMatchObject({ state: 'done' });
    expect((await stage.feldera('GET', 'samply-killed')).status).toBe(200);
    await program.end();
  });

  it('of a program that is gone fails, and says so at once', async () => {
    const program = await stage.program(built);
    await stage.pipeline('gone', [program]);
    await program.end();
    const answer = await stage.feldera('POST', 'gone', '?duration_secs=30');
    const { id } = await stage.newest('gone');
    expect(await stage.ended(id)).toMatchObject({ state: 'failed', causeCode: 'target_missing' });
    // Feldera's clients hear of what fails within 0.6 s as the answer to their request.
    expect([202, 500]).toContain(answer.status);
    const failure = await stage.feldera('GET', 'gone');
    expect(said(failure)).toEqual([500, 'SamplyProfilingFailure']);
    expect(failure.text).toContain(String(program.pid));
  });

  it('of a program that ends meanwhile has what was recorded until then', async () => {
    const program = await stage.program(built);
    await stage.pipeline('ending', [program]);
    const id = await stage.begin('ending', 60);
    await stage.reached(id, 'recording');
    await untilUsed(program.pid, 1);
    await program.end();
    const done = await stage.ended(id);
    expect(done).toMatchObject({ state: 'done' });
    expect(done.warnings.join()).toContain(`Process ${program.pid} ended`);
    expect(samplesOf((await stage.feldera('GET', 'ending')).body)).toBeGreaterThan(0);
  });

  it('goes on while the network is cut, and is delivered afterwards', async () => {
    const network = await TcpProxy.start(stage.server.port);
    const [agent] = await stage.pipeline('cut', [busy], { url: network.url });
    const id = await stage.begin('cut', 10);
    await stage.reached(id, 'recording');
    await untilUsed(busy.pid, 0.5);
    network.cut();
    await waitUntil(async () => (await stage.hostStates('cut'))[0] !== 'connected', { what: 'the host to be stale' });
    await waitUntil(() => agent?.output.text.includes(`${id}: uploading`), { what: 'the end of the recording' });
    expect(said(await stage.feldera('GET', 'cut', '?latest=true'))).toEqual([204, '']);
    network.heal();
    const done = await stage.ended(id);
    expect([done.state, besideLostEvents(done.warnings)]).toEqual(['done', []]);
    expect(samplesOf(await stage.original(id))).toBeGreaterThan(0);
    await agent?.dispose();
    await network.close();
  });

  it.each([
    ['is stopped and started again', 'stop'],
    ['is killed', 'kill'],
  ] as const)('goes on while the server %s, and is delivered afterwards', async (_, how) => {
    const own = await CaptureStage.start();
    try {
      await own.pipeline('restart', [busy]);
      const id = await own.begin('restart', 12);
      await own.reached(id, 'recording');
      await own.server[how]();
      await own.server.start();
      expect(said(await own.feldera('GET', 'restart', '?latest=true'))).toEqual([204, '']);
      expect(said(await own.feldera('POST', 'restart'))).toEqual([409, 'SamplyProfilingInProgress']);
      const done = await own.ended(id);
      expect([done.state, besideLostEvents(done.warnings)]).toEqual(['done', []]);
      const { body } = await own.feldera('GET', 'restart');
      expect(createHash('sha256').update(body).digest('hex')).toBe(done.sha256);
      expect(samplesOf(body)).toBeGreaterThan(0);
    } finally {
      await own.dispose();
    }
  });

  it('is not taken by a second agent of the same host, which takes over when the first is gone', async () => {
    const [first] = await stage.pipeline('taken', [busy]);
    const token = await stage.agentToken('taken');
    const second = stage.agent({ token, pipeline: 'taken', pid: busy.pid });
    await waitUntil(() => second.output.text.includes('host 0 is held by another agent'), { what: 'a clear refusal' });
    expect(second.isRunning).toBe(true);
    expect(await stage.ended(await stage.begin('taken', 1))).toMatchObject({ state: 'done' });
    expect(first?.output.text).toContain('ordered, 1 s');
    expect(second.output.text).not.toContain('ordered');
    await first?.dispose();
    await waitUntil(() => second.output.text.includes('linked as host 0'), { what: 'the second agent to take over' });
    expect(await stage.ended(await stage.begin('taken', 1))).toMatchObject({ state: 'done' });
    await second.dispose();
  });

  it('is not given to agents with a forged token, or one for something else', async () => {
    await stage.pipeline('guarded', [busy]);
    await stage.api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
    const { token: reader } = await stage.api.post<{ token: string }>('/api/v1/tokens', {
      name: 'reader of shop',
      scopes: ['project:read'],
      project: 'shop',
    });
    const { token: writer } = await stage.api.post<{ token: string }>('/api/v1/tokens', {
      name: 'writer',
      scopes: ['project:write'],
    });
    const good = await stage.agentToken('guarded');
    const tokens = {
      forged: `hearth_${randomBytes(20).toString('hex')}`,
      'forged by its end': good.slice(0, -4) + (good.endsWith('0000') ? '1111' : '0000'),
      'for other hosts': await stage.agentToken('guarded', '--ordinal', '1'),
      'for another pipeline': await stage.agentToken('another'),
      'of another tenant': await stage.agentToken('foreign', '--project', 'shop'),
      'of no agent': writer,
    };
    const agents = Object.entries(tokens).map(([name, token]): readonly [string, AgentProcess] => [
      name,
      stage.agent({ token, pipeline: 'guarded', pid: busy.pid }),
    ]);
    for (const [name, agent] of agents) {
      expect(await agent.ended(), name).toBe(REFUSED);
      expect(agent.output.text, name).toMatch(/token|refuse|forbid/i);
      expect(agent.output.text, name).not.toContain('linked as host');
    }
    // Nor does its own agent's token read anything, or another tenant's.
    const { id } = await stage.capture(await stage.begin('guarded', 0));
    await stage.ended(id);
    const paths = [`/api/v1/captures/${id}`, `/api/v1/captures/${id}/original`, '/v0/pipelines/guarded/samply_profile'];
    for (const path of paths) {
      const as = (token: string) => stage.api.ask(path, { headers: { authorization: `Bearer ${token}` } });
      expect((await as(good)).status, path).toBe(403);
      expect((await as(reader)).status, path).toBe(404);
      expect((await as(writer)).status, path).toBe(200);
    }
  });

  it('of a senseless length is refused, and of no length is a whole file', async () => {
    await stage.pipeline('lengths', [busy]);
    const post = async (query: string): Promise<readonly [number, string]> =>
      said(await stage.feldera('POST', 'lengths', query));
    for (const text of ['-1', 'abc', '1.5', '99999999999999999999999']) {
      const answer = await stage.feldera('POST', 'lengths', `?duration_secs=${text}`);
      expect([text, answer.status, answer.headers['content-type']]).toEqual([
        text,
        400,
        expect.stringMatching(/^text\/plain/),
      ]);
      expect(answer.text).toMatch(/^Query deserialize error: /);
    }
    expect(await post('?duration_secs=1000000000')).toEqual([400, 'InvalidRequest']);
    for (const durationSeconds of [-1, 1.5, 1e9, null]) {
      const { status } = await stage.api.ask('/api/v1/captures', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ pipeline: 'lengths', durationSeconds }),
      });
      expect({ durationSeconds, status }).toEqual({ durationSeconds, status: 400 });
    }
    expect(said(await stage.feldera('GET', 'lengths'))).toEqual([400, 'NoSamplyProfile']);
    expect([
      [202, ''],
      [500, 'SamplyProfilingUnexpectedCompletion'],
    ]).toContainEqual(await post('?duration_secs=0'));
    expect(await stage.ended((await stage.newest('lengths')).id)).toMatchObject({ state: 'done' });
    expect(readProcessed((await stage.feldera('GET', 'lengths')).body).meta.product).toBe('lengths');
  });

  it('of 300 MB is delivered and kept as the recorder wrote it', async () => {
    const samply = fakeSamply({ file: 'large', largeBytes: LARGE_BYTES });
    await stage.pipeline('large', [busy], { args: ['--samply', samply] });
    const id = await stage.begin('large', 0);
    const done = await stage.ended(id, PATIENCE_MS);
    expect(done).toMatchObject({ state: 'done', symbolicated: false });
    const { status, body } = await stage.feldera('GET', 'large');
    expect(status).toBe(200);
    expect(createHash('sha256').update(body).digest('hex')).toBe(done.sha256);
    expect(body.equals(await stage.original(id))).toBe(true);
  });
});
