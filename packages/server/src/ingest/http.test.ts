import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { generatePprof } from '@hearth/profile/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { DEFAULT_INGEST_LIMITS } from './limits.ts';
import { buildMultipart, eventJson } from './testing/build-multipart.ts';
import { createIngestApp, type IngestApp } from './testing/ingest-app.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function listen(...args: Parameters<typeof createIngestApp>): Promise<IngestApp & { readonly port: number }> {
  const created = createIngestApp(...args);
  await created.app.listen({ port: 0, host: '127.0.0.1' });
  open.push(created.app);
  return { ...created, port: (created.app.server.address() as AddressInfo).port };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  open.push({ close: () => socket.destroy() });
  await once(socket, 'connect');
  return socket;
}

/** Everything the server says until it has said `until`, or has closed. */
async function hear(socket: Socket, until: string): Promise<string> {
  let heard = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    heard += String(chunk);
    if (heard.includes(until)) break;
  }
  return heard;
}

const { body, contentType } = buildMultipart([
  { name: 'event', fileName: 'event.json', content: eventJson() },
  { name: 'cpu.pprof', content: generatePprof({ samples: 20, stacks: 20 }) },
]);
const head = (path: string, ...headers: readonly string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: localhost', `Content-Type: ${contentType}`, ...headers, '', ''].join('\r\n');
const UPLOAD = '/profiling/v1/input';

it('a body in tiny chunks is taken, and the connection goes on', async () => {
  const { port, store } = await listen();
  const socket = await dial(port);
  for (const round of [1, 2]) {
    socket.write(head(UPLOAD, 'Transfer-Encoding: chunked'));
    for (let at = 0; at < body.length; at += 100) {
      const chunk = body.subarray(at, at + 100);
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write('\r\n');
    }
    socket.write('0\r\n\r\n');
    expect(await hear(socket, '{}')).toContain('200 OK');
    expect(store.events.length).toBe(round);
  }
});

it('a chunked body is refused as soon as it is too large, and the connection goes on', async () => {
  const { port, store } = await listen({ bodyBytes: 1000 });
  const socket = await dial(port);
  socket.write(head(UPLOAD, 'Transfer-Encoding: chunked'));
  socket.write(`5dc\r\n${'x'.repeat(1500)}\r\n`);
  expect(await hear(socket, '}')).toMatch(/413 [\s\S]*body_too_large/);
  expect(store.reasons()).toEqual(['body_too_large']);
  socket.write(`5dc\r\n${'x'.repeat(1500)}\r\n0\r\n\r\n`);
  socket.write(`GET /info HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  expect(await hear(socket, 'peer_tags')).toContain('200 OK');
});

it('a client that goes away is counted, and its bytes are free again', async () => {
  const { port, store, app, bodiesInHand } = await listen({ bodiesInHandBytes: body.length });
  const socket = await dial(port);
  socket.write(head(UPLOAD, `Content-Length: ${body.length}`));
  socket.write(body.subarray(0, 500));
  await vi.waitFor(() => {
    expect(bodiesInHand.bytes).toBe(500);
  });
  socket.destroy();
  await vi.waitFor(() => {
    expect(store.reasons()).toEqual(['client_gone']);
  });
  expect(store.events[0]).toMatchObject({ bytes: 500, projectId: 7 });
  const response = await app.inject({
    method: 'POST',
    url: UPLOAD,
    headers: { 'content-type': contentType },
    payload: body,
  });
  expect(response.statusCode).toBe(200);
  expect(bodiesInHand.bytes).toBe(0);
});

it('more bodies than the server holds at a time: 503, and the others go on', async () => {
  const { port, store, bodiesInHand } = await listen({ bodiesInHandBytes: body.length + 100 });
  const slow = await dial(port);
  slow.write(head(UPLOAD, `Content-Length: ${body.length}`));
  slow.write(body.subarray(0, 500));
  await vi.waitFor(() => {
    expect(bodiesInHand.bytes).toBe(500);
  });
  const other = await dial(port);
  other.write(head(UPLOAD, `Content-Length: ${body.length}`));
  other.write(body);
  expect(await hear(other, '}')).toMatch(/503 [\s\S]*retry-after: 2[\s\S]*overloaded/i);
  slow.write(body.subarray(500));
  expect(await hear(slow, '{}')).toContain('200 OK');
  expect(store.events.map(({ reason }) => reason)).toEqual(['overloaded', '']);
});

it('polled bodies are answered before they have come, and cut off when they do not end', async () => {
  const { port, store } = await listen({ discardedBytes: 1_000_000 });
  const socket = await dial(port);
  socket.write(head('/telemetry/proxy/api/v2/apmtelemetry', 'Content-Length: 5000000'));
  expect(await hear(socket, '{}')).toContain('200 OK');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const chunk = Buffer.alloc(100_000);
  const timer = setInterval(() => socket.write(chunk), 1);
  await closed;
  clearInterval(timer);
  expect(store.events).toEqual([]);
});

it('a client that sends all of a body that is too large before it reads can still read why', async () => {
  const { port, store } = await listen();
  const socket = await dial(port);
  const tooLarge = Buffer.alloc(DEFAULT_INGEST_LIMITS.bodyBytes + 1);
  socket.pause();
  socket.write(head(UPLOAD, `Content-Length: ${tooLarge.length}`));
  await new Promise<void>((resolve, reject) => {
    socket.write(tooLarge, (error) => (error ? reject(error) : resolve()));
  });
  expect(await hear(socket, '}')).toMatch(/413 [\s\S]*body_too_large/);
  expect(store.reasons()).toEqual(['body_too_large']);
});
