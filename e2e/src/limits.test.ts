import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, type HttpRequest, httpRequest } from './harness/http-request.ts';
import { residentBytes } from './harness/resident-bytes.ts';
import { waitUntil } from './harness/wait-until.ts';
import {
  brotliOfZeros,
  deflateOfZeros,
  gzipOfZeros,
  zstdOfHugeClaim,
  zstdOfHugeWindow,
  zstdOfZeros,
} from './limits/bombs.ts';
import { type HeldConnections, holdConnections } from './limits/hold-connections.ts';

const MiB = 2 ** 20;
const BODY_BYTES = 2 * MiB;
const INFLATED_BYTES = 8 * MiB;
/** Far beyond the limit, and more than the machine would give. */
const BOMB_BYTES = 4096 * MiB;
/** What bombs may cost for a moment: buffers up to the limits, and the garbage of a few of them on a heap that may double. */
const ALLOWED_GROWTH_BYTES = 200 * MiB;
/** A connection that says nothing has its buffers and a timer. */
const IDLE_CONNECTION_BYTES = 64 * 2 ** 10;

/** Made once: half a gibibyte in half a megabyte. */
let zeros: Buffer;
let server: HearthServer;
let api: HearthApi;
let idleBytes = 0;
let held: HeldConnections | undefined;
let uploads = 0;

beforeAll(async () => {
  zeros = await gzipOfZeros(512 * MiB);
  server = await HearthServer.start({
    args: ['--max-body', String(BODY_BYTES), '--max-inflated', String(INFLATED_BYTES), '--request-seconds', '3'],
  });
  api = new HearthApi(server.url, server.adminToken);
  await expectResponsive();
  idleBytes = residentBytes(server.pid);
});

afterEach(() => {
  held?.close();
  held = undefined;
});

afterAll(async () => {
  await server.dispose();
});

describe('a body over the limit', () => {
  const large = Buffer.alloc(BODY_BYTES + 1);

  it('is refused by its length, before it is sent', async () => {
    const answer = await post({ body: large });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('body_too_large');
  });

  it('is refused when it comes in chunks of unknown number', async () => {
    const answer = await chunked(large);
    // The server may hang up on one who goes on sending; what it must not do is to take it.
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(answer);
  });

  it('is counted', async () => {
    await expectDrop('body_too_large', 1);
  });

  afterEach(expectResponsive);
});

describe('what inflates without end', () => {
  it.each([
    ['gzip', () => zeros],
    ['gzip in gzip', () => gzipSync(zeros)],
    ['zstd', () => zstdOfZeros(BOMB_BYTES / 16)],
    ['zstd with a huge window', () => zstdOfHugeWindow],
    ['zstd with a huge claim', () => zstdOfHugeClaim],
  ])('is refused in an attachment: %s', async (_, make) => {
    const bomb = make();
    const answers = await Promise.all(Array.from({ length: 4 }, () => postAttachment(bomb)));
    for (const { status, text } of answers) {
      expect([400, 413]).toContain(status);
      expect(text).toMatch(/inflated_too_large|corrupt_compression|invalid_profile/);
    }
    await expectResponsive();
    expect(residentBytes(server.pid) - idleBytes).toBeLessThan(ALLOWED_GROWTH_BYTES);
  });

  it('is refused as the encoding of the whole body', async () => {
    const answer = await post({ body: zeros, headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(413);
    await expectResponsive();
  });

  it.each([
    ['gzip', () => zeros],
    ['deflate', () => deflateOfZeros(512 * MiB)],
    ['br', () => brotliOfZeros(512 * MiB)],
    ['zstd', () => zstdOfZeros(BOMB_BYTES / 16)],
  ])('is refused as an envelope: %s', async (encoding, make) => {
    const body = await make();
    const headers = { 'content-encoding': encoding };
    // With a key, and from somebody whose key would have to be inside.
    for (const path of [await envelopePath(), '/sentry/tunnel']) {
      const send = () => httpRequest(server.url + path, { method: 'POST', headers, body });
      for (const { status, text } of await Promise.all([send(), send(), send(), send()])) {
        expect({ path, status, text }).toMatchObject({
          status: 413,
          text: expect.stringContaining('envelope exceeded size limits'),
        });
      }
    }
    await expectResponsive();
    expect(residentBytes(server.pid) - idleBytes).toBeLessThan(ALLOWED_GROWTH_BYTES);
  });

  it('is refused inside of a pushed file', async () => {
    const answer = await api.ask('/api/v1/projects/default/profiles?app=bomb', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: gzipSync(zeros),
    });
    expect([400, 413]).toContain(answer.status);
    await expectResponsive();
  });
});

describe('an envelope', () => {
  it('over the limit is refused by its length, and in chunks of unknown number', async () => {
    const body = Buffer.alloc(BODY_BYTES + 1, 'x');
    const path = await envelopePath();
    expect(await httpRequest(server.url + path, { method: 'POST', body })).toMatchObject({
      status: 413,
      text: expect.stringContaining('envelope exceeded size limits'),
    });
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(await chunked(body, path));
  });

  it('of a hundred thousand items is taken or refused, and hinders nobody', async () => {
    const body = Buffer.from(`{}\n${'{"type":"x"}\n{}\n'.repeat(100_000)}`);
    const { status } = await httpRequest(server.url + (await envelopePath()), { method: 'POST', body });
    expect([200, 400, 413]).toContain(status);
    await expectResponsive();
  });

  it('that lies about lengths or goes deep is refused or dropped, and hinders nobody', async () => {
    const path = await envelopePath();
    const deep = '['.repeat(400_000);
    for (const body of [
      '{}\n{"type":"profile_chunk","length":99999999999}\n{}',
      '{}\n{"type":"profile_chunk","length":-1}\n{}',
      `{}\n{"type":"profile_chunk"}\n${deep}\n`,
      `{}\n{"type":"profile"}\n{"profile":${deep}\n`,
      `${deep}\n{"type":"profile"}\n{}\n`,
      `{}\n{"type":"span"}\n{"items":${deep}\n`,
    ]) {
      const { status } = await httpRequest(server.url + path, { method: 'POST', body });
      expect([200, 400, 413], body.slice(0, 80)).toContain(status);
    }
    await expectResponsive();
    expect(residentBytes(server.pid) - idleBytes).toBeLessThan(ALLOWED_GROWTH_BYTES);
  });
});

describe('slow clients', () => {
  it.each([
    ['say nothing of their head', 'POST /profiling/v1/input HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    [
      'never finish their body',
      'POST /profiling/v1/input HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n',
    ],
    [
      'never finish a chunk',
      'POST /profiling/v1/input HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--x',
    ],
  ])('are cut off when they %s', async (_, bytes) => {
    held = await holdConnections(server.port, 50, bytes);
    await expectResponsive();
    await waitUntil(() => held?.open() === 0, { what: 'slow clients to be cut off' });
    await expectResponsive();
  });
});

describe('a thousand idle connections', () => {
  it('cost little and hinder nobody', async () => {
    const beforeBytes = residentBytes(server.pid);
    held = await holdConnections(server.port, 1000);
    // Garbage of what came before goes while the server works; what connections hold stays.
    await waitUntil(
      async () => {
        await expectResponsive();
        return residentBytes(server.pid) - beforeBytes < 1000 * IDLE_CONNECTION_BYTES;
      },
      { what: 'a thousand connections to cost little' },
    );
    expect(held.open()).toBe(1000);
  });
});

describe('in the end', () => {
  it('the server still is the same process, with every good upload once', async () => {
    expect(await api.listProfiles('default')).toHaveLength(uploads);
    expect(server.output.linesOfLevel('error', 'fatal')).toEqual([]);
  });
});

function post(request: HttpRequest): Promise<HttpAnswer> {
  return httpRequest(`${server.url}/profiling/v1/input`, {
    method: 'POST',
    ...request,
    headers: { 'content-type': 'multipart/form-data; boundary=x', ...request.headers },
  });
}

function postAttachment(content: Uint8Array): Promise<HttpAnswer> {
  const now = Date.now();
  const { contentType, body } = datadogUpload({
    app: 'bomb',
    runtimeId: 'bomb',
    startMs: now - 10_000,
    endMs: now,
    attachments: [{ name: 'cpu.pprof', content }],
  });
  return post({ body, headers: { 'content-type': contentType } });
}

/** Where a DSN of the project leads, with its key. */
async function envelopePath(): Promise<string> {
  const keys = await api.json<readonly { public: string; projectId: number }[]>(
    '/api/0/projects/default/default/keys/',
  );
  return `/api/${keys[0]?.projectId}/envelope/?sentry_version=7&sentry_key=${keys[0]?.public}`;
}

/** Status, or the code of the connection's error. */
async function chunked(body: Buffer, path = '/profiling/v1/input'): Promise<number | string> {
  const response = fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: new Blob([body]).stream(),
    duplex: 'half',
  } as RequestInit);
  try {
    return (await response).status;
  } catch (error) {
    return (error as { cause?: { code?: string } }).cause?.code ?? String(error);
  }
}

/** A good upload is taken and shown, and questions are answered. */
async function expectResponsive(): Promise<void> {
  uploads++;
  const now = Date.now();
  const { contentType, body } = datadogUpload({
    app: 'steady',
    runtimeId: `steady-${uploads}`,
    startMs: now - 10_000,
    endMs: now,
    attachments: [{ name: 'cpu.pprof', content: generatedPprof({ seed: uploads }).content }],
  });
  expect(await post({ body, headers: { 'content-type': contentType } })).toMatchObject({ status: 200 });
  await waitUntil(async () => (await api.listProfiles('default', { app: 'steady' })).length === uploads, {
    what: 'a good upload to be listed',
  });
}

async function expectDrop(reason: string, atLeast: number): Promise<void> {
  const { text } = await api.ask('/metrics');
  const count = new RegExp(`hearth_ingest_uploads_total\\{[^}]*reason="${reason}"[^}]*\\} (\\d+)`).exec(text)?.[1];
  expect(Number(count ?? 0)).toBeGreaterThanOrEqual(atLeast);
}
