import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi, type ListedProfile } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';
import { type Capture, captureClients, capturesOf, isUpload } from './replay/capture.ts';
import { expectedTotals } from './replay/expected-totals.ts';
import { hoursUntil, shiftWindow, windowOf } from './replay/shift-window.ts';

/** A recorded upload as it is sent here, with its window moved. */
interface Replayed extends Capture {
  readonly startMs: number;
  readonly endMs: number;
}

const captures = captureClients.flatMap((client) => capturesOf(client));
const recordedUploads = captures.filter(isUpload);
const lastEndMs = Math.max(...recordedUploads.map(({ body }) => windowOf(body).endMs));
const hours = hoursUntil(lastEndMs, Date.now());
const uploads: readonly Replayed[] = recordedUploads.map((capture) => {
  const body = shiftWindow(capture.body, hours);
  return { ...capture, body, ...windowOf(body) };
});

let server: HearthServer;
let api: HearthApi;
let listed: readonly ListedProfile[] = [];

const send = ({ method, path, headers, body }: Capture) =>
  httpRequest(server.url + path, { method, headers, ...(body.length > 0 && { body }) });

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
});

afterAll(async () => {
  await server.dispose();
});

describe('the recorded requests of six profilers', () => {
  it('holds what the recordings hold', () => {
    expect(uploads).toHaveLength(21);
    expect(new Set(uploads.map(({ startMs }) => startMs)).size).toBe(uploads.length);
  });

  it.each(uploads)('accepts $name', async (upload) => {
    expect(await send(upload)).toMatchObject({ status: 200, text: '{}' });
  });

  it('keeps what else they ask quiet', async () => {
    for (const capture of captures.filter((each) => !isUpload(each))) {
      expect({ name: capture.name, status: (await send(capture)).status }).toEqual({ name: capture.name, status: 200 });
    }
  });

  it('lists each upload once, with its window, app and types', async () => {
    listed = await waitUntil(
      async () => {
        const profiles = await api.listProfiles('default');
        return profiles.length >= uploads.length && profiles;
      },
      { what: 'every upload to be listed' },
    );
    expect(listed).toHaveLength(uploads.length);
    for (const upload of uploads) {
      const profile = profileOf(upload);
      expect({ ...profile, types: [...profile.types].sort() }).toMatchObject({
        app: upload.client.startsWith('blackfire') ? expect.stringMatching(/^orders/) : 'orders-api',
        environment: upload.client.startsWith('blackfire') ? 'production' : 'staging',
        end: new Date(upload.endMs).toISOString(),
        types: [...expectedTotals(upload.name).keys()].sort(),
        source: 'datadog',
      });
    }
  });

  it('names the app by application_name before service', () => {
    const appsOf = (client: string) => new Set(uploads.filter((u) => u.client === client).map((u) => profileOf(u).app));
    expect(appsOf('blackfire-go')).toEqual(new Set(['orders', 'orders-api']));
    expect(appsOf('blackfire-python')).toEqual(new Set(['orders', 'orders-py']));
  });

  it("answers Upsun's filter with the values that were sent, verbatim", async () => {
    const range = `?from=${Math.floor(Math.min(...uploads.map((u) => u.startMs)) / 1000)}`;
    expect(await api.filter('default', 'staging', 'orders-api', range)).toEqual(
      new Map([
        [
          'runtime',
          new Map([
            ['CPython', 4],
            ['go', 3],
            ['jvm', 3],
            ['nodejs', 3],
          ]),
        ],
        [
          'runtime_version',
          new Map([
            ['1.26.8', 3],
            ['17.0.15', 3],
            ['3.11.7', 4],
            ['v20.20.2', 3],
          ]),
        ],
        [
          'runtime_arch',
          new Map([
            ['amd64', 3],
            ['x64', 3],
            ['x86_64', 4],
          ]),
        ],
        ['runtime_os', new Map([['linux', 10]])],
        [
          'probe_version',
          new Map([
            ['1.68.1~f1de45fd30', 3],
            ['4.16.0', 4],
            ['5.132.0', 3],
            ['v2.12.0', 3],
          ]),
        ],
      ]),
    );
    expect((await api.filter('default', 'production', 'orders', range)).get('runtime_version')).toEqual(
      new Map([
        ['3.11.7', 2],
        ['go1.26.8', 3],
      ]),
    );
    expect((await api.filter('default', 'production', 'orders', range)).get('probe_version')).toEqual(
      new Map([
        ['v1.0.0', 3],
        ['v1.2.11', 2],
      ]),
    );
  });

  it('counts an upload that is sent again once', async () => {
    for (const upload of uploads) expect((await send(upload)).status).toBe(200);
    await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
    expect((await api.listProfiles('default')).map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    const { text } = await api.ask('/metrics');
    expect(text).toMatch(
      new RegExp(`hearth_ingest_uploads_total\\{[^}]*outcome="duplicate"[^}]*\\} ${uploads.length}\\b`),
    );
  });

  it('stored the totals that were recorded, and its samples add up to them', async () => {
    await server.stop();
    await withStoppedStore(server.dataDir, async (sql) => {
      for (const table of ['totals', 'samples'] as const) {
        const stored = await storedSums(sql, table);
        for (const upload of uploads) {
          const sums = stored.get(`${profileOf(upload).app} ${upload.startMs}`) ?? new Map<string, bigint>();
          expect({ name: upload.name, table, sums: sorted(sums) }).toEqual({
            name: upload.name,
            table,
            sums: sorted(expectedTotals(upload.name)),
          });
        }
      }
    });
  });
});

function profileOf(upload: Replayed): ListedProfile {
  const start = new Date(upload.startMs).toISOString();
  const profile = listed.find((each) => each.start === start);
  if (profile === undefined) throw new Error(`${upload.name} at ${start} is not listed`);
  return profile;
}

const sorted = (totals: ReadonlyMap<string, bigint>) => [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
