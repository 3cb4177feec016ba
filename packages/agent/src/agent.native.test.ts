import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentOptions } from './agent-options.ts';
import { closeCodes } from './protocol/constants.ts';
import type { FailureCode } from './protocol/failure-code.ts';
import { type AgentUnderTest, removeStates, startAgent, temporaryState } from './testing/agent-under-test.ts';
import { stateOf } from './testing/busy-program.ts';
import { FakeHearth } from './testing/fake-hearth.ts';
import { fakeSamply } from './testing/fake-samply.ts';
import { readProcessed } from './testing/read-processed.ts';

/** A bound on a hang. */
const POLL = { timeout: 60_000 };

let target: ChildProcess & { readonly pid: number };
let server: FakeHearth;
let agents: AgentUnderTest[];

beforeEach(async () => {
  const child = spawn('sleep', ['300']);
  target = Object.assign(child, { pid: child.pid ?? 0 });
  await once(child, 'spawn');
  server = await FakeHearth.start();
  agents = [];
});

afterEach(async () => {
  await Promise.all(agents.map((agent) => agent.stop().catch(() => undefined)));
  target.kill('SIGKILL');
  expect(server.faults).toEqual([]);
  await server.close();
  removeStates();
});

/** An agent that records the target with a double of samply only. */
function agentWith(samply: string, options: Partial<AgentOptions> = {}): AgentUnderTest {
  const agent = startAgent(
    server.url,
    { by: 'pid', pid: target.pid },
    { samply, perf: '/nonexistent/perf', ...options },
  );
  agents.push(agent);
  return agent;
}

const capturesOf = (state: string): readonly string[] => readdirSync(join(state, 'captures'));
const interruptsOf = (samply: string): number => readFileSync(join(dirname(samply), 'interrupts'), 'utf8').length;
const callsOf = (samply: string): readonly string[][] =>
  readFileSync(join(dirname(samply), 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);

describe('an agent', () => {
  it('says who it is and what it can do', async () => {
    agentWith(fakeSamply(), { ordinal: 3 });
    await server.linked();
    expect(server.authorization).toBe('Bearer agent-token');
    expect(server.messages[0]).toMatchObject({
      type: 'hello',
      pipeline: 'pipe',
      ordinal: 3,
      instance: expect.stringMatching(/^[0-9a-f]{32}$/),
      recorders: [
        { name: 'samply', version: '0.13.1', usable: true },
        { name: 'perf', usable: false, reason: expect.stringContaining('apt-get install linux-perf') },
      ],
      target: { by: 'pid', state: 'found', pid: target.pid },
      captures: [],
    });
  });

  it('takes a capture through all states and forgets it when the file is acknowledged', async () => {
    const samply = fakeSamply();
    const agent = agentWith(samply);
    await server.linked();
    server.order('one', 1, 500);
    const { upload, bytes } = await server.delivered('one');
    expect(server.states('one')).toEqual(['accepted', 'recording', 'writing', 'uploading']);
    expect(upload).toMatchObject({ recorder: 'samply', recorderVersion: '0.13.1', rateHz: 500, pid: target.pid });
    expect(readProcessed(bytes).meta).toMatchObject({ product: 'pipe', oscpu: 'host 0 of 2', interval: 1 });
    expect(interruptsOf(samply)).toBe(1);
    await agent.stop();
    expect(capturesOf(agent.state)).toEqual([]);
    const [call] = callsOf(samply);
    expect(call?.slice(0, 7)).toEqual(['record', '-p', String(target.pid), '-s', '-n', '-r', '500']);
    expect(call).not.toContain('--unstable-presymbolicate');
  });

  it('counts down while it records', async () => {
    agentWith(fakeSamply());
    await server.linked();
    server.order('one', 2);
    await server.delivered('one');
    const left = server.messages.flatMap((message) =>
      message.type === 'progress' && message.secondsLeft !== undefined ? [message.secondsLeft] : [],
    );
    expect(left[0]).toBe(2);
    expect(left).toEqual(left.toSorted((a, b) => b - a));
  });

  it('asks a newer samply to write symbols itself', async () => {
    const samply = fakeSamply({ presymbolicates: true });
    agentWith(samply);
    await server.linked();
    server.order('one', 0);
    const { upload } = await server.delivered('one');
    expect(callsOf(samply)[0]).toContain('--presymbolicate');
    expect(upload).toMatchObject({ symbolicated: true, warnings: [] });
  });

  it('says what was lost', async () => {
    agentWith(fakeSamply({ loses: 24, presymbolicates: true }));
    await server.linked();
    server.order('one', 0);
    expect((await server.delivered('one')).upload.warnings).toEqual(['samply lost 24 events.']);
  });

  it('delivers what it has when the target ends during the recording', async () => {
    agentWith(fakeSamply());
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    target.kill('SIGKILL');
    const { upload } = await server.delivered('one');
    expect(upload.warnings.join()).toContain('before the time was up');
    expect(await server.until(() => server.messages.find((message) => message.type === 'target'))).toMatchObject({
      target: { state: 'missing', reason: expect.stringContaining('--pid-file or --match') },
    });
  });

  it('makes one capture at a time', async () => {
    agentWith(fakeSamply());
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    server.order('two', 1);
    expect(await server.ended('two')).toMatchObject({ outcome: 'failed', code: 'busy' });
    server.send({ type: 'cancel', captureId: 'one' });
    expect(await server.ended('one')).toMatchObject({ outcome: 'cancelled' });
    server.order('three', 0);
    await server.delivered('three');
  });

  it('says again where it is when an order is repeated', async () => {
    agentWith(fakeSamply());
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    server.order('one', 60);
    server.send({ type: 'cancel', captureId: 'one' });
    expect(await server.ended('one')).toMatchObject({ outcome: 'cancelled' });
  });

  it('answers a cancellation of something it does not know', async () => {
    agentWith(fakeSamply());
    await server.linked();
    server.send({ type: 'cancel', captureId: 'what' });
    expect(await server.ended('what')).toMatchObject({ outcome: 'cancelled' });
  });

  it('delivers a file above the limit as samply wrote it, and says so', async () => {
    const largeBytes = 257 * 1024 * 1024;
    agentWith(fakeSamply({ file: 'large', largeBytes }));
    await server.linked();
    server.order('one', 0);
    const { upload, bytes } = await server.delivered('one');
    expect(upload).toMatchObject({ oversize: true, symbolicated: false });
    expect(upload.inflatedBytes).toBeGreaterThan(largeBytes);
    expect(upload.warnings.join()).toContain('without symbols');
    expect(bytes.length).toBe(upload.sizeBytes);
  }, 60_000);
});

describe('what goes wrong', () => {
  const paranoid =
    "\n'/proc/sys/kernel/perf_event_paranoid' is currently set to 2.\nIn order for samply to work with a non-root user, this level needs\nto be set to 1 or lower.\n";

  it.each<[string, Parameters<typeof fakeSamply>[0], FailureCode, RegExp]>([
    ['a strict kernel', { refuses: paranoid }, 'not_permitted', /perf_event_paranoid is 2 there: set it to 1/],
    [
      'a foreign process',
      { refuses: 'Failed to start profiling: Operation not permitted (os error 1)' },
      'not_permitted',
      /record process \d+/,
    ],
    ['locked memory used up', { refuses: 'Failed to start profiling: mmap failed' }, 'out_of_resources', /ulimit -l/],
    [
      'a target that has just ended',
      { refuses: 'Failed to start profiling: No such process (os error 3)' },
      'target_ended',
      /ended before/,
    ],
    ['an unknown failure', { refuses: 'Surprise!' }, 'recorder_failed', /status 1: Surprise!/],
    ['a cut-off file', { file: 'cut' }, 'file_invalid', /cut off or damaged/],
    ['an empty file', { file: 'empty' }, 'file_invalid', /cut off or damaged/],
    ['no file', { file: 'none' }, 'file_invalid', /cut off or damaged/],
    ['a file without a profile', { file: 'no profile' }, 'file_invalid', /no profile/],
    ['a bad end', { exitCode: 3 }, 'recorder_failed', /status 3/],
    ['a killed recorder', { diesAfterMs: 100 }, 'recorder_killed', /SIGKILL/],
  ])('%s fails the capture with its cause', async (_, behaviour, code, message) => {
    const agent = agentWith(fakeSamply(behaviour));
    await server.linked();
    server.order('one', 1);
    const ended = await server.ended('one');
    expect(ended).toMatchObject({ outcome: 'failed', code, message: expect.stringMatching(message) });
    expect(ended.message).toContain(' on ');
    await agent.stop();
    expect(capturesOf(agent.state)).toEqual([]);
  });

  it.each<[string, number, number, FailureCode]>([
    ['a negative duration', -1, 1_000, 'bad_order'],
    ['no rate', 1, 0, 'bad_order'],
    ['half a sample', 1, 0.5, 'bad_order'],
    ['a duration of thirty years', 1e9, 1_000, 'limit_exceeded'],
    ['a rate beyond the limit', 1, 50_000, 'limit_exceeded'],
  ])('%s is refused', async (_, durationSecs, rateHz, code) => {
    agentWith(fakeSamply());
    await server.linked();
    server.order('one', durationSecs, rateHz);
    expect(await server.ended('one')).toMatchObject({ outcome: 'failed', code });
  });

  it('without any recorder says what to install', async () => {
    agentWith('/nonexistent/samply');
    await server.linked();
    server.order('one', 1);
    expect(await server.ended('one')).toMatchObject({
      code: 'no_recorder',
      message: expect.stringMatching(/cargo install --locked samply.*apt-get install linux-perf/),
    });
  });

  it.each(['0.12.0', '0.9.9'])('with samply %s alone says which one is needed', async (version) => {
    agentWith(fakeSamply({ version }));
    await server.linked();
    server.order('one', 1);
    expect(await server.ended('one')).toMatchObject({
      code: 'no_recorder',
      message: expect.stringMatching(/samply [0-9.]+ is too old, 0\.13 is needed: cargo install --locked samply/),
    });
  });

  it('lets a target run on that a dying samply left stopped', async () => {
    agentWith(fakeSamply({ diesAttaching: true }));
    await server.linked();
    server.order('one', 1);
    expect(await server.ended('one')).toMatchObject({ code: 'recorder_killed' });
    expect(stateOf(target.pid)).not.toBe('T');
  });

  it('fails when the target is gone', async () => {
    agentWith(fakeSamply());
    await server.linked();
    const gone = once(target, 'exit');
    target.kill('SIGKILL');
    await gone;
    server.order('one', 1);
    expect(await server.ended('one')).toMatchObject({ code: 'target_missing', message: /has ended/ });
  });

  it('is not started for a pid that is not there', async () => {
    const agent = startAgent(server.url, { by: 'pid', pid: 4_194_000 });
    await expect(agent.end).rejects.toThrow('no process 4194000');
  });
});

describe('a broken link', () => {
  it('during a recording loses nothing', async () => {
    agentWith(fakeSamply());
    await server.linked();
    server.order('one', 2);
    await server.state('one', 'recording');
    server.cut();
    await server.linked(2);
    expect(server.messages.findLast((message) => message.type === 'hello')).toMatchObject({
      captures: [{ captureId: 'one' }],
    });
    await server.delivered('one');
  });

  it('during the upload goes on where the server is', async () => {
    await server.close();
    server = await FakeHearth.start({ cutAfterBytes: 300_000 });
    agentWith(fakeSamply({ noiseBytes: 1_000_000 }));
    await server.linked();
    server.order('one', 0);
    const { upload } = await server.delivered('one');
    expect(upload.sizeBytes).toBeGreaterThan(900_000);
    expect(server.links).toBe(2);
    expect(server.messages.filter((message) => message.type === 'upload')).toHaveLength(2);
  });

  it('to a server that was away for the whole capture is made again, with the same instance', async () => {
    const agent = agentWith(fakeSamply());
    await server.linked();
    const { port } = server;
    server.order('one', 1);
    await server.state('one', 'recording');
    const first = server.messages[0];
    await server.close();
    await expect.poll(() => agent.lines.some((line) => line.includes('uploading')), POLL).toBe(true);
    server = await FakeHearth.start({ port });
    await server.delivered('one');
    expect(server.messages[0]).toMatchObject({ instance: first?.type === 'hello' ? first.instance : '' });
  });

  it('is not made again for a token that was never good', async () => {
    await server.close();
    server = await FakeHearth.start({ token: 'another' });
    const agent = agentWith(fakeSamply());
    expect(await agent.end).toMatchObject({
      why: 'refused',
      message: expect.stringContaining('hearth token create --agent'),
    });
  });

  it('to an ordinal that another agent holds is tried again, and said clearly', async () => {
    await server.close();
    server = await FakeHearth.start({ closeWith: { code: closeCodes.ordinalTaken, reason: 'host 0 is taken by h2' } });
    const agent = agentWith(fakeSamply());
    await expect.poll(() => agent.lines.join('\n'), POLL).toContain('host 0 is taken by h2); next try in 15.0 s');
  });
});

describe('a stop', () => {
  it('in the middle of a recording keeps and delivers what there is', async () => {
    const agent = agentWith(fakeSamply());
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    await agent.stop();
    await server.delivered('one');
    expect(capturesOf(agent.state)).toEqual([]);
  });

  it('with a server that does not acknowledge leaves the file for the next start', async () => {
    const samply = fakeSamply();
    const first = agentWith(samply);
    await server.linked();
    server.holdBack = true;
    server.order('one', 0);
    await server.state('one', 'uploading');
    await first.stop();
    expect(capturesOf(first.state)).toEqual(['one']);
    server.holdBack = false;
    agentWith(samply, { state: first.state });
    await server.delivered('one');
  }, 40_000);

  it('of the command behind -- ends the agent with its status', async () => {
    const enough = join(temporaryState(), 'enough');
    const agent = startAgent(
      server.url,
      { by: 'command', commandLine: ['sh', '-c', 'until test -e "$0"; do sleep 0.1; done; exit 3', enough] },
      { samply: fakeSamply(), perf: '/nonexistent/perf' },
    );
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    writeFileSync(enough, '');
    expect(await agent.end).toEqual({ why: 'command_ended', exitCode: 3 });
    await server.delivered('one');
  });

  it('of one agent frees its state folder, which no two may share', async () => {
    const state = temporaryState();
    const first = agentWith(fakeSamply(), { state });
    await server.linked();
    await expect(agentWith(fakeSamply(), { state }).end).rejects.toThrow(`uses ${state}`);
    await first.stop();
    expect(existsSync(join(state, 'lock'))).toBe(false);
  });
});
