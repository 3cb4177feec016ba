import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';
import { residentBytes } from './harness/resident-bytes.ts';
import { waitUntil } from './harness/wait-until.ts';

const MiB = 2 ** 20;
/** A bound on a hang. */
const PATIENCE_MS = 120_000;

/** Upload n starts n milliseconds after it. */
const beginMs = Date.now() - 60_000;
const contents = Array.from({ length: 8 }, (_, seed) => generatedPprof({ seed }).content);

let server: HearthServer;
let uploads = 0;

afterEach(async () => {
  await server.dispose();
});

async function start(args: readonly string[] = [], readyAt: '/readyz' | '/healthz' = '/readyz'): Promise<HearthApi> {
  server = await HearthServer.start({ args, readyAt });
  uploads = 0;
  return new HearthApi(server.url, server.adminToken);
}

/** One more upload, or one that was sent before. */
function upload(number = uploads++, padding = 0): Promise<HttpAnswer> {
  const { contentType, body } = datadogUpload({
    app: 'pressure',
    runtimeId: `pressure-${number}`,
    startMs: beginMs + number,
    endMs: beginMs + number + 10_000,
    attachments: [
      { name: 'cpu.pprof', content: contents[number % contents.length] ?? Buffer.alloc(0) },
      { name: 'go.trace', content: Buffer.alloc(padding, number % 251) },
    ],
  });
  return httpRequest(`${server.url}/profiling/v1/input`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  });
}

/** Whether the server asked to come back later, as it has to: with a time. */
function asksToWait({ status, headers, text }: HttpAnswer, code: RegExp): boolean {
  if (status !== 503) return false;
  expect(Number(headers['retry-after']), text).toBeGreaterThan(0);
  expect(text).toMatch(code);
  return true;
}

describe('more uploads than fit in hand', () => {
  it('are told to come again, cost no memory, and are all there in the end', async () => {
    const api = await start(['--queue-bytes', String(4 * MiB)]);
    expect((await upload()).status).toBe(200);
    const before = residentBytes(server.pid);
    const numbers = Array.from({ length: 60 }, () => uploads++);
    let waits = 0;
    await Promise.all(
      numbers.map(async (number) => {
        const deadline = Date.now() + PATIENCE_MS;
        while (Date.now() < deadline) {
          const answer = await upload(number, MiB / 2);
          if (answer.status === 200) return;
          expect(asksToWait(answer, /overloaded/), answer.text).toBe(true);
          waits++;
          await sleep(100);
        }
        throw new Error(`upload ${number} was never taken`);
      }),
    );
    expect(waits).toBeGreaterThan(0);
    expect(residentBytes(server.pid) - before).toBeLessThan(200 * MiB);
    await waitUntil(async () => (await api.listProfiles('default')).length === uploads, { what: 'all to be listed' });
  });
});

describe('a full disk', () => {
  it('stops uploads, which are told to come later, and no questions', async () => {
    const api = await start(['--disk-floor', '1000T'], '/healthz');
    expect(asksToWait(await upload(), /disk_full/)).toBe(true);
    expect(await api.listProfiles('default')).toEqual([]);
    expect(await api.ask('/readyz')).toMatchObject({ status: 503, text: expect.stringMatching(/disk/i) });
    expect(await api.metric('hearth_ingest_uploads_total')).toBe(1);
  });
});

describe('a killed engine', () => {
  it('makes uploads and questions wait with a time, until it is back, and loses nothing', async () => {
    const api = await start();
    expect((await upload()).status).toBe(200);
    for (let round = 0; round < 3; round++) {
      expect(server.killEngine()).toBe(true);
      const number = uploads++;
      await waitUntil(
        async () => {
          const question = await api.ask('/api/v1/projects/default/profiles');
          if (question.status !== 200) asksToWait(question, /engine_unavailable/);
          expect([200, 503], question.text).toContain(question.status);
          const answer = await upload(number);
          if (answer.status !== 200)
            expect(asksToWait(answer, /engine_unavailable|overloaded/), answer.text).toBe(true);
          return answer.status === 200;
        },
        { what: 'the engine to be back' },
      );
    }
    expect(await api.metric('hearth_engine_restarts_total')).toBe(3);
    await waitUntil(async () => (await api.listProfiles('default')).length === uploads, { what: 'all to be listed' });
  });
});

describe('a stop in the middle of uploads', () => {
  it('is clean, and what was acknowledged is there afterwards', async () => {
    const api = await start();
    const acknowledged: number[] = [];
    const sending = Array.from({ length: 200 }, async () => {
      const number = uploads++;
      const answer = await upload(number).catch(() => undefined);
      if (answer?.status === 200) acknowledged.push(number);
    });
    await waitUntil(() => acknowledged.length > 0, { what: 'a first acknowledgement', everyMs: 5 });
    expect(await server.stop()).toBe('exit 0');
    await Promise.all(sending);
    await server.start();
    const listed = await waitUntil(
      async () => {
        const numbers = (await api.listProfiles('default')).map(({ start: at }) => Date.parse(at) - beginMs);
        return acknowledged.every((number) => numbers.includes(number)) && numbers;
      },
      { what: 'what was acknowledged to be listed' },
    );
    expect(new Set(listed).size).toBe(listed.length);
  });
});
