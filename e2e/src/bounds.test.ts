import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatadogUploadSpec, datadogUpload } from './harness/datadog-upload.ts';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';

/** The bound of environments per project. */
const MOST_ENVIRONMENTS = 100;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const cpu = { name: 'cpu.pprof', content: generatedPprof({ seed: 1 }).content };
const otherCpu = { name: 'cpu.pprof', content: generatedPprof({ seed: 2 }).content };

let server: HearthServer;
let api: HearthApi;
let uploads = 0;

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
});

afterAll(async () => {
  await server.dispose();
});

function send(spec: Partial<DatadogUploadSpec> = {}, path = '/profiling/v1/input'): Promise<HttpAnswer> {
  uploads++;
  const endMs = Date.now();
  const { contentType, body } = datadogUpload({
    app: 'bounds',
    runtimeId: `bounds-${uploads}`,
    startMs: endMs - 10_000,
    endMs,
    attachments: [cpu],
    ...spec,
  });
  return httpRequest(server.url + path, { method: 'POST', headers: { 'content-type': contentType }, body });
}

const idle = (): Promise<boolean> =>
  waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });

async function expectDropped(reason: string, count: number): Promise<void> {
  await waitUntil(
    async () => {
      const { tallies } = await api.json<{ tallies: readonly { reason: string; count: number }[] }>(
        '/api/v1/projects/default/ingest',
      );
      return tallies.filter((tally) => tally.reason === reason).reduce((sum, tally) => sum + tally.count, 0) === count;
    },
    { what: `${count} drops for ${reason} to be shown` },
  );
}

describe('the time of a profile', () => {
  it.each([
    ['1970', 0],
    ['a year ago', Date.now() - 366 * DAY_MS],
    ['11 minutes ahead', Date.now() + 11 * MINUTE_MS],
    ['2100', Date.UTC(2100, 0, 1)],
  ])('is refused: %s', async (_, startMs) => {
    const { status, text } = await send({ startMs, endMs: startMs + 1000 });
    expect({ status, text }).toMatchObject({ status: 400, text: expect.stringContaining('timestamp_out_of_range') });
  });

  it('is taken up to the clock differences that machines have', async () => {
    expect(
      (await send({ app: 'ahead', startMs: Date.now() + 8 * MINUTE_MS, endMs: Date.now() + 9 * MINUTE_MS })).status,
    ).toBe(200);
  });

  it('is counted when it was refused, and nothing else came of it', async () => {
    await expectDropped('timestamp_out_of_range', 4);
    expect(await api.listProfiles('default', { app: 'bounds' })).toEqual([]);
  });
});

describe('an upload with the id of another', () => {
  it('is taken once when it is the same, and counted when it is not', async () => {
    const endMs = Date.now() - MINUTE_MS;
    const same = { app: 'twice', runtimeId: 'twice', startMs: endMs - 1000, endMs };
    for (const attachments of [[cpu], [cpu], [otherCpu], [cpu]]) {
      expect((await send({ ...same, attachments })).status).toBe(200);
    }
    await idle();
    expect(await api.listProfiles('default', { app: 'twice' })).toHaveLength(1);
    await expectDropped('duplicate_id', 1);
    await expectDropped('sent_again', 2);
  });

  it('is the same after a restart', async () => {
    await server.stop();
    await server.start();
    const endMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const same = { app: 'thrice', runtimeId: 'thrice', startMs: endMs - 1000, endMs };
    expect((await send(same)).status).toBe(200);
    await server.kill();
    await server.start();
    expect((await send(same)).status).toBe(200);
    await idle();
    expect(await waitUntil(() => listed('thrice'), { what: 'the upload to be listed' })).toHaveLength(1);
  });
});

describe('environments', () => {
  it('are as many as a project may have, now and after a restart', async () => {
    await send({ app: 'many', environment: 'environment-0' });
    let taken = 1;
    for (; taken < 2 * MOST_ENVIRONMENTS; taken++) {
      const { status, text } = await send({ app: 'many', environment: `environment-${taken}` });
      if (status === 200) continue;
      expect({ status, text }).toMatchObject({ status: 403, text: expect.stringContaining('too_many_environments') });
      break;
    }
    // `production` is there from the beginning.
    expect([MOST_ENVIRONMENTS - 1, MOST_ENVIRONMENTS]).toContain(taken);
    await server.stop();
    await server.start();
    expect((await send({ app: 'many', environment: 'one-more' })).status).toBe(403);
    expect((await send({ app: 'many', environment: 'environment-0' })).status).toBe(200);
    await expectDropped('too_many_environments', 2);
  });
});

const listed = async (app: string) => {
  const profiles = await api.listProfiles('default', { app });
  return profiles.length > 0 && profiles;
};
