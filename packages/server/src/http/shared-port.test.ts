import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenerOf } from '../auth/listener-mark.ts';
import { closeApp } from './close-app.ts';
import { createApp } from './create-app.ts';
import { listenOnPort, listenOnSocket } from './listen.ts';

const config = { access: { kind: 'public' } } as const;
let app: FastifyInstance;
let port: number;

beforeEach(async () => {
  app = createApp({ requestSeconds: 1, maxConnections: 20 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  app.get('/who', { config }, async (request) => ({
    version: request.raw.httpVersion,
    host: request.headers.host,
    url: request.url,
    listener: listenerOf(request.raw),
  }));
  app.post('/count', { config }, async (request) => {
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Buffer).length;
    return { bytes };
  });
  port = await listenOnPort(app, { host: '127.0.0.1', port: 0 }, { kind: 'tcp', trusted: true });
});
afterEach(async () => closeApp(app));

/** One request over HTTP/2 with prior knowledge. */
async function ask2(
  address: string | { readonly path: string },
  headers: Readonly<Record<string, string>>,
  body?: Buffer,
): Promise<{ readonly status: number; readonly text: string }> {
  const session =
    typeof address === 'string'
      ? connectHttp2(address)
      : connectHttp2('http://localhost', { createConnection: () => connect(address) });
  try {
    return await new Promise((resolve, reject) => {
      session.on('error', reject);
      const stream = session.request(headers, { endStream: body === undefined });
      let status = 0;
      let text = '';
      stream.on('response', (answer) => {
        status = answer[':status'] ?? 0;
      });
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        text += chunk;
      });
      stream.on('error', reject);
      stream.on('close', () => resolve({ status, text }));
      if (body !== undefined) stream.end(body);
    });
  } finally {
    session.destroy();
  }
}

/** Everything that a server says to raw bytes until it ends the connection, or until `text` has come. */
function talk(pieces: readonly (string | Buffer)[], until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let said = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      said += chunk;
      if (until !== undefined && said.includes(until)) socket.destroy();
    });
    socket.on('error', reject).on('close', () => resolve(said));
    void (async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await wait(5);
      }
    })();
  });
}

describe('one port', () => {
  it('serves the same routes over HTTP/1 and HTTP/2, under the same mark', async () => {
    const one = await (await fetch(`http://127.0.0.1:${port}/who`)).json();
    const two = await ask2(`http://127.0.0.1:${port}`, { ':path': '/who' });
    expect(one).toEqual({
      version: '1.1',
      host: `127.0.0.1:${port}`,
      url: '/who',
      listener: { kind: 'tcp', trusted: true },
    });
    expect(two.status).toBe(200);
    expect(JSON.parse(two.text)).toEqual({ ...(one as object), version: '2.0' });
  });

  it('takes the authority for the host, whatever Host says', async () => {
    const headers = { ':path': '/who', ':authority': 'evil.example', host: 'localhost' };
    const { text } = await ask2(`http://127.0.0.1:${port}`, headers);
    expect(JSON.parse(text)).toMatchObject({ host: 'evil.example' });
  });

  it('takes large bodies in both', async () => {
    const body = Buffer.alloc(3_000_000, 7);
    const two = await ask2(`http://127.0.0.1:${port}`, { ':path': '/count', ':method': 'POST' }, body);
    expect(JSON.parse(two.text)).toEqual({ bytes: 3_000_000 });
    const one = await fetch(`http://127.0.0.1:${port}/count`, { method: 'POST', body });
    expect(await one.json()).toEqual({ bytes: 3_000_000 });
  });

  it('knows a request whose first bytes come one by one', async () => {
    const head = 'PROPFIND /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    expect(await talk([...head.slice(0, 6), head.slice(6)])).toMatch(/^HTTP\/1\.1 404 /);
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
    // The server's own SETTINGS frame.
    const said = await talk([preface.subarray(0, 1), preface.subarray(1, 2), preface.subarray(2)], '\x04\0\0\0\0\0');
    expect(said).not.toContain('HTTP/1.1');
  });

  it.each(['PRI * HTTP/1.1\r\n\r\n', 'PRI nonsense that goes on', 'PX', '\0\x01\x02'])(
    'ends what is neither: %j',
    async (bytes) => {
      await talk([bytes, '\r\n\r\n'.repeat(8)]);
      expect((await fetch(`http://127.0.0.1:${port}/who`)).status).toBe(200);
    },
  );

  it('outlives connections that end before they say anything', async () => {
    for (const bytes of ['', 'P', 'PR']) {
      const socket = connect(port, '127.0.0.1');
      socket.end(bytes);
      await new Promise((resolve) => socket.on('close', resolve));
    }
    const reset = connect(port, '127.0.0.1');
    await new Promise((resolve) => reset.on('connect', resolve));
    reset.resetAndDestroy();
    expect((await fetch(`http://127.0.0.1:${port}/who`)).status).toBe(200);
  });

  it('cancels a stream whose body does not come', async () => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const stream = session.request({ ':path': '/count', ':method': 'POST' });
    stream.on('error', () => undefined);
    stream.write('a');
    await new Promise((resolve) => stream.on('close', resolve));
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    session.destroy();
  });

  it('does not wait for idle sessions and silent connections when it ends', async () => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    await new Promise((resolve) => session.on('connect', resolve));
    const silent = connect(port, '127.0.0.1');
    await new Promise((resolve) => silent.on('connect', resolve));
    const ended = Promise.all([session, silent].map((each) => new Promise((resolve) => each.on('close', resolve))));
    await app.close();
    await ended;
  });
});

it('a unix socket takes both too', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-shared-'));
  const path = join(directory, 'hearth.sock');
  const server = await listenOnSocket(app, path, 5, { kind: 'unix', trusted: true });
  const { text } = await ask2({ path }, { ':path': '/who' });
  expect(JSON.parse(text)).toMatchObject({ version: '2.0', listener: { kind: 'unix', trusted: true } });
  server.close();
  rmSync(directory, { recursive: true });
});
