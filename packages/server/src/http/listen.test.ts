import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenerOf } from '../auth/listener-mark.ts';
import { closeApp } from './close-app.ts';
import { createApp } from './create-app.ts';
import { isLoopback, listenOnPort, listenOnSocket } from './listen.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-listen-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const newApp = () => createApp({ requestSeconds: 5, maxConnections: 10 });

function get(options: { readonly port: number } | { readonly socketPath: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ path: '/who', agent: false, ...options }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('listeners', () => {
  it('serve the same routes, each under its own mark', async () => {
    const app = newApp();
    app.get('/who', { config: { access: { kind: 'public' } } }, async (request) => listenerOf(request.raw));
    const path = join(directory, 'datadog.sock');
    const port = await listenOnPort(app, { host: '127.0.0.1', port: 0 }, { kind: 'tcp', trusted: false });
    const socket = await listenOnSocket(app, path, 5, { kind: 'unix', trusted: true });
    expect(JSON.parse(await get({ port }))).toEqual({ kind: 'tcp', trusted: false });
    expect(JSON.parse(await get({ socketPath: path }))).toEqual({ kind: 'unix', trusted: true });
    socket.close();
    await app.close();
  });

  it('take the place of a socket nobody listens on, but of nothing else', async () => {
    const app = newApp();
    await app.ready();
    const path = join(directory, 'datadog.sock');
    const first = await listenOnSocket(app, path, 5, { kind: 'unix', trusted: true });
    await expect(listenOnSocket(app, path, 5, { kind: 'unix', trusted: true })).rejects.toThrow('another process');
    first.close();
    const file = join(directory, 'file');
    writeFileSync(file, 'precious');
    await expect(listenOnSocket(app, file, 5, { kind: 'unix', trusted: true })).rejects.toThrow('not a socket');
    const nowhere = join(directory, 'missing', 'datadog.sock');
    await expect(listenOnSocket(app, nowhere, 5, { kind: 'unix', trusted: true })).rejects.toThrow(
      `${nowhere}: the directory of the socket does not exist`,
    );
    const long = join(directory, 'x'.repeat(200));
    await expect(listenOnSocket(app, long, 5, { kind: 'unix', trusted: true })).rejects.toThrow(long);
    await app.close();
  });
});

describe('a socket beside the port', () => {
  const open = async (app: ReturnType<typeof newApp>) => {
    const path = join(directory, 'datadog.sock');
    await listenOnPort(app, { host: '127.0.0.1', port: 0 }, { kind: 'tcp', trusted: false });
    return { path, socket: await listenOnSocket(app, path, 5, { kind: 'unix', trusted: true }) };
  };

  it('holds as many connections as the port', async () => {
    const app = newApp();
    const { path, socket } = await open(app);
    const connections = Array.from({ length: 12 }, () => createConnection({ path }).on('error', () => undefined));
    const ended = connections.map((one) => once(one, 'close'));
    await Promise.race(ended);
    expect(await new Promise((resolve) => socket.getConnections((_, count) => resolve(count)))).toBeLessThanOrEqual(10);
    for (const one of connections) one.destroy();
    await Promise.all(ended);
    await closeApp(app, [socket]);
  });

  it('is waited for: what is in flight there is answered before the application has ended', async () => {
    const app = newApp();
    let answer: (text: string) => void = () => undefined;
    const called = new Promise<void>((resolve) => {
      app.get('/who', { config: { access: { kind: 'public' } } }, async () => {
        resolve();
        return new Promise<string>((settle) => {
          answer = settle;
        });
      });
    });
    const { path, socket } = await open(app);
    const text = get({ socketPath: path });
    await called;
    const ending = closeApp(app, [socket]).then(() => 'ended');
    expect(await Promise.race([ending, sleep(100, 'waits')])).toBe('waits');
    answer('done');
    expect([await text, await ending]).toEqual(['done', 'ended']);
  });
});

describe('createApp', () => {
  it('answers what it does not know with a problem document and no sniffing', async () => {
    const app = newApp();
    const answer = await app.inject('/nothing');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.json()).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('answers an address that cannot be decoded the same way', async () => {
    const answer = await newApp().inject('/api/%ff/x');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.json()).toMatchObject({ code: 'invalid_request', status: 400 });
  });

  it('says nothing about an error that nobody foresaw', async () => {
    const app = newApp();
    app.get('/broken', { config: { access: { kind: 'public' } } }, async () => {
      throw new Error('secret detail');
    });
    const answer = await app.inject('/broken');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret detail');
  });
});

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('%s is', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.example.com'])('%s is not', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});
