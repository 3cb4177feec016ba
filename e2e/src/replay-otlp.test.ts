import { connect } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';
import { type Capture, capturesOf, otlpCaptureClients } from './replay/capture.ts';
import { shiftOtlp, startsOfOtlp } from './replay/shift-otlp.ts';
import { hoursUntil } from './replay/shift-window.ts';

const recorded = otlpCaptureClients.flatMap((client) => capturesOf(client));
const startsMs = recorded.flatMap(startsOfOtlp).map((nanos) => Number(nanos / 1_000_000n));
const captures = recorded.map((capture) => shiftOtlp(capture, hoursUntil(Math.max(...startsMs), Date.now())));

/** By app and type, as the recorder counted. The third of the collector's requests has samples alone, of which CPU time is made. */
const expected = {
  'orders-api': { samples: 4n * 338n, cpu: 4n * 3_380_000_000n },
  // What says nothing of itself is named after the project.
  acme: { cpu: 550_000_000n + 1_830_000_000n + 1_730_000_000n },
};

let server: HearthServer;
let api: HearthApi;

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  // What the recorded clients name as their tenant.
  await api.post('/api/v1/projects', { name: 'Acme', slug: 'acme' });
});

afterAll(async () => {
  await server.dispose();
});

describe('the recorded requests of OTLP', () => {
  // Each comes again, as a client that missed the answer sends it.
  it.each([...captures, ...captures].map((capture) => [capture.name, capture] as const))(
    'accepts %s',
    async (_, capture) => {
      expect(await send(capture)).toBe('200 0');
    },
  );

  it('lists each profile once', async () => {
    await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
    const profiles = await api.listProfiles('acme');
    expect(profiles.map(({ app }) => app).sort()).toEqual([
      ...Array<string>(3).fill('acme'),
      ...Array<string>(7).fill('orders-api'),
    ]);
    expect(new Set(profiles.map(({ source }) => source))).toEqual(new Set(['otlp']));
  });

  it.each(['totals', 'samples'] as const)('stored the sums that were in them, in %s', async (table) => {
    await server.stop();
    const sums = await withStoppedStore(server.dataDir, (sql) => storedSums(sql, table));
    const byApp: Record<string, Record<string, bigint>> = {};
    for (const [key, types] of sums) {
      const app = key.split(' ')[0]!;
      const own = byApp[app] ?? {};
      byApp[app] = own;
      for (const [type, sum] of types) own[type] = (own[type] ?? 0n) + sum;
    }
    expect(byApp).toEqual(expected);
  });
});

/** Sends a request over the protocol that it was recorded on. Resolves with its status, and gRPC's (0 where there is none). */
async function send({ method, path, headers, body }: Capture): Promise<string> {
  const { '': _, ...named } = headers;
  // Recorded for another server: nobody here knows them.
  const { authorization: __, ...ours } = named;
  const sent = { ...ours, authorization: `Bearer ${server.adminToken}` };
  if (headers['content-type'] !== 'application/grpc') {
    const { status } = await httpRequest(server.url + path, { method, headers: sent, body });
    return `${status} 0`;
  }
  const session = connect(server.url);
  try {
    return await new Promise((resolve, reject) => {
      const stream = session.request({ ':method': method, ':path': path, ...sent });
      let answer = '';
      stream.on('response', (head) => (answer = `${head[':status']}`));
      stream.on('trailers', (trailers) => (answer += ` ${String(trailers['grpc-status'])}`));
      stream
        .on('error', reject)
        .on('close', () => resolve(answer))
        .resume();
      stream.end(body);
    });
  } finally {
    session.close();
  }
}
