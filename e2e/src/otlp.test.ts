import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeOtlp, generateProfile } from '@hearth/profile/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { runClient } from './harness/run-client.ts';
import { waitUntil } from './harness/wait-until.ts';
import { buildGoClient } from './install/build-go-client.ts';
import { clientFolder } from './install/client-folder.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';

/** The collector's own encoder sends a request a form; each holds the samples of `main.go`. */
const canRun = missingTools(['go']).length === 0;
if (!canRun) process.stderr.write(`The OpenTelemetry encoder needs go and is skipped; ${enableCommand} brings that.\n`);

const TIMEOUT_MS = 180_000;
const PERIOD_NANOS = 10_000_000;

interface TopAnswer {
  readonly functions: readonly { readonly frame: { readonly function: string }; readonly self: number }[];
}

let server: HearthServer;
let api: HearthApi;
let output = '';

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  if (!canRun) return;
  const program = await buildGoClient('otlp-go');
  const env = { SERVER: server.url, TOKEN: server.adminToken };
  const run = await runClient({ command: program, args: [], cwd: clientFolder('otlp-go'), env, timeoutMs: TIMEOUT_MS });
  output = run.output;
  await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
}, 900_000);

afterAll(async () => {
  await server.dispose();
});

describe.skipIf(!canRun)("the collector's own encoder", () => {
  it('is answered in its own protocol', () => {
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual([
      'protobuf 200 0',
      'json 200 0',
      'grpc OK 0',
      'grpc-again OK 0',
      'grpc-gzip OK 0',
      expect.stringMatching(/^grpc-partly OK 1 timestamp_out_of_range \(1\): /),
      'grpc-stranger Unauthenticated',
    ]);
  });

  it.each(['otlp-protobuf', 'otlp-json', 'otlp-grpc', 'otlp-grpc-gzip', 'otlp-partly'])(
    '%s: its profiles are listed once, and their sums are those that were sent',
    async (app) => {
      const profiles = await api.listProfiles('default', { app });
      expect(profiles.map(({ types }) => types).sort()).toEqual([['cpu'], ['samples']]);
      for (const profile of profiles) {
        expect(profile).toMatchObject({ environment: 'staging', release: '1.4.2', source: 'otlp' });
        expect(Date.parse(profile.end) - Date.parse(profile.start)).toBe(5000);
      }
      const fields = await api.filter('default', 'staging', app);
      expect(fields.get('runtime')).toEqual(new Map([['go', 2]]));
      expect(fields.get('probe_version')).toEqual(new Map([['0.1.0', 2]]));
      expect(await selfTimes(app, 'samples')).toEqual({ hash_orders: 60, render_invoice: 30, score_fraud: 10 });
      expect(await selfTimes(app, 'cpu')).toEqual(cpuTimes);

      const host = await api.listProfiles('default', { app: `${app}-on-host` });
      expect(host.map(({ types }) => types)).toEqual([['samples', 'cpu']]);
      expect(await selfTimes(`${app}-on-host`, 'cpu')).toEqual(cpuTimes);
    },
  );

  it('nothing of the stranger came in, and every refusal is counted', async () => {
    expect(await api.listProfiles('default', { app: 'otlp-stranger' })).toEqual([]);
    const { text } = await api.ask('/metrics');
    const refused = text
      .split('\n')
      .filter((line) =>
        /^hearth_ingest_uploads_total\{.*source="otlp".*outcome="dropped"|^hearth_ingest_uploads_total\{.*outcome="dropped".*source="otlp"/.test(
          line,
        ),
      );
    expect(refused.map((line) => /reason="([^"]*)"/.exec(line)?.[1]).sort()).toEqual([
      'invalid_token',
      'rejected_timestamp_out_of_range',
    ]);
  });
});

describe('a request', () => {
  const id = '0123456789abcdef0123456789abcdef';
  const request = (): Buffer =>
    Buffer.from(
      encodeOtlp([
        {
          profile: generateProfile({ types: ['cpu/nanoseconds'], startMs, samples: 400 }),
          resource: { 'service.name': 'otlp-again' },
          profileId: id,
        },
      ]),
    );
  const startMs = Date.now() - 120_000;
  const send = (body: Buffer) =>
    api.ask('/v1development/profiles', {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
      body: gzipSync(body),
    });

  it('comes back byte for byte', async () => {
    expect((await send(request())).status).toBe(200);
    await waitUntil(async () => (await api.listProfiles('default', { app: 'otlp-again' })).length === 1, {
      what: 'it',
    });
    const plain = await api.ask(`/api/v1/projects/default/profiles/${id}/original`);
    expect(plain.headers['content-type']).toBe('application/x-protobuf');
    expect(plain.body.equals(request())).toBe(true);
    const packed = await api.ask(`/api/v1/projects/default/profiles/${id}/original`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).equals(request())).toBe(true);
  });

  it('that comes again, also after the server was killed, is counted once', async () => {
    const before = await selfTimes('otlp-again', 'cpu');
    expect((await send(request())).status).toBe(200);
    await server.kill();
    await server.start();
    expect((await send(request())).status).toBe(200);
    await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
    expect((await api.listProfiles('default', { app: 'otlp-again' })).map((profile) => profile.id)).toEqual([id]);
    expect(await selfTimes('otlp-again', 'cpu')).toEqual(before);
  });
});

const cpuTimes = {
  hash_orders: 60 * PERIOD_NANOS,
  render_invoice: 30 * PERIOD_NANOS,
  score_fraud: 10 * PERIOD_NANOS,
};

/** Own values by function. */
async function selfTimes(app: string, type: string): Promise<Record<string, number>> {
  const answer = await api.post<TopAnswer>('/api/v1/projects/default/top', { selector: { app, type } });
  const own = answer.functions.filter(({ self }) => self > 0);
  return Object.fromEntries(own.map(({ frame, self }) => [frame.function, self]));
}
