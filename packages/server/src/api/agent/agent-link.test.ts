import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { AGENT_LINK_PATH, encodeChunkFrame, MAX_MESSAGE_BYTES } from '@hearth/agent/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHello } from '../../capture/testing/a-hello.ts';
import { CaptureBench } from './testing/capture-bench.ts';
import { RawAgent, type RawAgentOptions } from './testing/raw-agent.ts';

let bench: CaptureBench;
let token = '';
const agents: RawAgent[] = [];
beforeEach(async () => {
  bench = new CaptureBench();
  await bench.start();
  token = (await bench.token()).secret;
});
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.socket.terminate();
  await bench.close();
});
const dial = async (how: Partial<RawAgentOptions> = {}): Promise<RawAgent> => {
  const agent = await RawAgent.dial({ port: bench.port, token, ...how });
  agents.push(agent);
  return agent;
};
const hostsOf = async (name = 'etl') => bench.captures.hosts(await bench.pipeline(name));

describe('who is let in', () => {
  it('an agent with its token: it is welcomed, its pipeline is made, its host is connected', async () => {
    const agent = await dial({ hello: { ordinal: 1 } });
    expect(agent.heard).toMatchObject([{ type: 'welcome', protocol: 1, hosts: 2 }]);
    expect((await hostsOf()).map(({ ordinal, state }) => [ordinal, state])).toEqual([
      [0, 'gone'],
      [1, 'connected'],
    ]);
  });

  it('nobody without a token, with a forged one, with one that is for something else, or that was revoked', async () => {
    const { organizationId } = bench;
    const admin = await bench.catalog.tokens.create({ name: 'a', scopes: ['org:admin'], organizationId });
    const revoked = await bench.token();
    await bench.catalog.tokens.revoke(revoked.id, { kind: 'all' });
    const statuses: (number | undefined)[] = [];
    for (const secret of ['', `hearth_${'0'.repeat(64)}`, 'x', revoked.secret, admin.secret]) {
      statuses.push((await dial({ token: secret })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 403]);
    expect((await dial({ protocols: ['other'] })).status).toBe(426);
    expect(await bench.catalog.pipelines.list({ kind: 'all' })).toEqual([]);
  });

  it('no agent of another tenant, also when its pipeline has the same name', async () => {
    const mine = await bench.pipeline();
    const other = await bench.catalog.organizations.create({ slug: 'other' });
    const theirs = await bench.catalog.projects.create({ organizationId: other.id, name: 'theirs' });
    const agent = { pipeline: 'etl', makesPipeline: true };
    const scopes = ['agent'] as const;
    const bound = { organizationId: other.id, projectId: theirs.id };
    const { secret } = await bench.catalog.tokens.create({ name: 'x', scopes, ...bound, agent });
    const foreign = await dial({ token: secret });
    expect(foreign.heard[0]?.type).toBe('welcome');
    expect(bench.captures.hosts(mine)).toMatchObject([{ state: 'gone' }]);

    // Another project of the same organization: the name is taken, and says nothing about whose it is.
    const { organizationId } = bench;
    const second = await bench.catalog.projects.create({ organizationId, name: 'second' });
    const near = { organizationId, projectId: second.id };
    const neighbour = await bench.catalog.tokens.create({ name: 'y', scopes, ...near, agent });
    expect((await dial({ token: neighbour.secret })).closed).toMatchObject({ code: 4403 });
    expect(bench.captures.hosts(mine)).toMatchObject([{ state: 'gone' }]);
  });

  it.each<[string, object, object, number]>([
    ['another pipeline', {}, { pipeline: 'elt' }, 4403],
    ['another host', { ordinal: 1 }, { ordinal: 0 }, 4403],
    ['a pipeline that it may not make', { makesPipeline: false }, {}, 4403],
    ['a host beyond all bounds', {}, { ordinal: 65_535 }, 4403],
    ['another version', {}, { protocol: 2 }, 4426],
    ['a hello that is none', {}, { instance: 'x' }, 4400],
  ])('no agent that says it is of %s', async (_, bound, hello, code) => {
    const { secret } = await bench.token('etl', bound);
    const agent = await dial({ token: secret, hello });
    expect(await agent.end()).toMatchObject({ code });
    expect(agent.heard).toEqual([]);
    expect(bench.refused.length).toBe(1);
  });

  it('no host beyond the declared number', async () => {
    await bench.pipeline('etl', 2);
    expect((await dial({ hello: { ordinal: 1 } })).heard[0]).toMatchObject({ type: 'welcome', hosts: 2 });
    expect((await dial({ hello: { ordinal: 2 } })).closed).toMatchObject({
      code: 4403,
      reason: expect.stringContaining('from 0 to 1'),
    });
  });

  it('a second agent for the same host is refused clearly; the same installation is not', async () => {
    const first = await dial();
    const second = await dial({ hello: { instance: 'b'.repeat(32) } });
    expect(await second.end()).toMatchObject({ code: 4409, reason: expect.stringContaining('held by another agent') });
    expect(first.closed).toBeUndefined();
    const again = await dial();
    expect(again.heard[0]?.type).toBe('welcome');
    expect(await first.end()).toMatchObject({ code: 1001 });
    bench.aheadMs += 16_000;
    expect((await dial({ hello: { instance: 'b'.repeat(32) } })).heard[0]?.type).toBe('welcome');
  });

  it('tells the others when there are more hosts', async () => {
    const first = await dial();
    await dial({ hello: { ordinal: 4 } });
    expect(await first.hear('hosts')).toEqual({ type: 'hosts', hosts: 5 });
  });
});

describe('a link ends', () => {
  it('when its token is revoked', async () => {
    const { secret, id } = await bench.token();
    const agent = await dial({ token: secret });
    await bench.catalog.tokens.revoke(id, { kind: 'all' });
    expect(await agent.end()).toEqual({ code: 4401, reason: 'the token works no longer' });
  });

  it('when its agent has fallen silent; a ping keeps it', async () => {
    const silent = await dial();
    const lively = await dial({ hello: { ordinal: 1 } });
    bench.aheadMs += 10_000;
    lively.socket.ping();
    await expect.poll(async () => (await hostsOf())[1]?.lastSeenMs).toBeGreaterThan(Date.now() + 9_000);
    bench.aheadMs += 6_000;
    expect((await silent.end()).code).toBe(1006);
    expect(lively.closed).toBeUndefined();
    expect((await hostsOf()).map(({ state }) => state)).toEqual(['gone', 'connected']);
  });
});

describe('what it may say', () => {
  it.each<[string, (agent: RawAgent) => void, number]>([
    ['a second hello', (agent) => agent.send(aHello()), 4400],
    ['text that is no JSON', (agent) => agent.socket.send('{'), 4400],
    ['a message that is not in the protocol', (agent) => agent.send({ type: 'sql', text: 'drop' }), 4400],
    ['a message that is too long', (agent) => agent.send({ type: 'x', text: 'x'.repeat(MAX_MESSAGE_BYTES) }), 4400],
    ['a frame that is too long', (agent) => agent.socket.send(Buffer.alloc(2 ** 20)), 1009],
    ['a frame that is no piece', (agent) => agent.socket.send(Buffer.from([3, 1, 2])), 4400],
    ['a piece of a file that nobody announced', (agent) => agent.piece('a'.repeat(32), 0, Buffer.from('x')), 4400],
    [
      'too much at once',
      (agent) => {
        for (let n = 0; n < 1_500; n++) agent.progress('a'.repeat(32), 'recording');
      },
      1008,
    ],
  ])('not %s', async (_, speak, code) => {
    const agent = await dial();
    speak(agent);
    expect((await agent.end()).code).toBe(code);
    expect(bench.errors).toEqual([]);
  });

  it('nothing before its hello', async () => {
    const agent = new RawAgent({ port: bench.port, token });
    agents.push(agent);
    agent.socket.on('open', () => agent.progress('a'.repeat(32), 'recording'));
    expect(await agent.end()).toMatchObject({ code: 4400, reason: 'the first message is a hello' });
  });

  it('anything at all, without hurting the server or another agent’s capture', { timeout: 60_000 }, async () => {
    const other = await bench.token('other');
    await dial({ token: other.secret, hello: { pipeline: 'other' } });
    const { id } = await bench.captures.request(await bench.pipeline('other'), 0, { durationSeconds: 5, who: 'me' });
    const captureId = fc.constantFrom(id, 'a'.repeat(32), '../x', '');
    const anything = fc.oneof(
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc
        .record({
          type: fc.constantFrom('hello', 'target', 'progress', 'upload', 'ended'),
          captureId,
          state: fc.constantFrom('accepted', 'recording', 'writing', 'uploading', 'done'),
          outcome: fc.constantFrom('failed', 'cancelled'),
          atMs: fc.constantFrom(0, -1, 1e300),
          secondsLeft: fc.constantFrom(0, 5),
          sizeBytes: fc.nat(),
        })
        .map((message) => Buffer.from(JSON.stringify(message))),
      captureId.map((own) => Buffer.from(encodeChunkFrame({ captureId: own, offset: 0, data: Buffer.from('x') }))),
    );
    let agent = await dial();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anything, fc.boolean()), { minLength: 1, maxLength: 5 }), async (frames) => {
        if (agent.closed !== undefined) agent = await dial();
        const ponged = once(agent.socket, 'pong');
        for (const [data, binary] of frames) agent.socket.send(data, { binary });
        agent.socket.ping();
        // Answered when the frames before it were read.
        await Promise.race([ponged, agent.end()]);
      }),
      { numRuns: 150 },
    );
    expect((await dial()).heard[0]?.type).toBe('welcome');
    expect(bench.errors).toEqual([]);
    expect(await bench.captures.find(id, { kind: 'all' })).toMatchObject({ state: 'requested', bytes: undefined });
  });

  it('things about captures that are not its own: they are to be forgotten, and nothing changes', async () => {
    const other = await bench.token('other');
    const theirs = await dial({ token: other.secret, hello: { pipeline: 'other' } });
    const pipeline = await bench.pipeline('other');
    const { id } = await bench.captures.request(pipeline, 0, { durationSeconds: 5, who: 'me' });
    await theirs.hear('capture');
    const thief = await dial();
    thief.progress(id, 'recording');
    expect(await thief.hear('cancel')).toMatchObject({ captureId: id });
    expect(await thief.deliver(id, Buffer.from('forged'))).toMatchObject({ type: 'upload_refused' });
    thief.fail(id, 'target_missing', 'forged');
    expect(await thief.hear('ended_ack')).toMatchObject({ captureId: id });
    expect(await bench.captures.find(id, { kind: 'all' })).toMatchObject({ state: 'requested' });
  });
});

it('says who hosts are: what they run, what they can do, what they would record', async () => {
  const agent = await dial();
  agent.send({ type: 'target', target: { by: 'pid', text: '7', state: 'missing', reason: 'It ended.' } });
  await expect.poll(async () => (await hostsOf())[0]?.target).toMatchObject({ state: 'missing', reason: 'It ended.' });
  expect(await hostsOf()).toMatchObject([
    { recorders: [{ name: 'samply', usable: true }], host: { name: 'box' }, agentVersion: '0.1.0' },
  ]);
});

describe('the address of the link', () => {
  const head = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;

  it('answers 426 to what is no WebSocket, and asks for the token first', async () => {
    const get = async (headers: Record<string, string>) =>
      (await fetch(`${bench.url}${AGENT_LINK_PATH}`, { headers })).status;
    expect(await get({})).toBe(401);
    expect(await get({ authorization: `Bearer ${token}` })).toBe(426);
  });

  it('leaves other requests for an upgrade as they are: HTTP/1.1 with their body', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(300_000) });
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = {
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
        'content-type': 'application/json',
        'content-length': body.length,
      };
      const call = request(`${bench.url}/echo`, { method: 'POST', headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve(`${response.statusCode} ${text.length}`));
      });
      call.on('error', reject);
      call.end(body);
    });
    expect(answer).toBe(`200 ${body.length + '{"body":}'.length}`);
  });

  it('a WebSocket to anything else finds nothing there', async () => {
    const socket = connect(bench.port, '127.0.0.1');
    socket.write(
      head([
        'GET /api/v1/links HTTP/1.1',
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ]),
    );
    const status = await new Promise<string>((resolve) => {
      socket.once('data', (data: Buffer) => resolve(data.toString().split('\r\n')[0] ?? ''));
    });
    socket.destroy();
    expect(status).toBe('HTTP/1.1 404 Not Found');
  });

  it('a server that ends tells its agents to come back', async () => {
    const agent = await dial();
    await bench.stop();
    expect((await agent.end()).code).toBe(1001);
  });
});
