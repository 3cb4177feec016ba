import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi, type ListedProfile } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';
import { type Capture, capturesOf, sentryCaptureClients } from './replay/capture.ts';
import { recordedProfiles } from './replay/recorded-envelopes.ts';
import { latestSecond, shiftEnvelope } from './replay/shift-envelope.ts';
import { type RetrievedProfile, retrievedProfile } from './sentry/retrieved-profile.ts';

/** Key and project in every recording. */
const RECORDED_KEY = '0123456789abcdef0123456789abcdef';
const RECORDED_PROJECT = '/api/4509/';

/** The id that an envelope's profile or chunk has of its own. */
const ownId = /"(?:chunk_id|event_id)":\s*"([0-9a-f]{32})"/g;

const isGzip = ({ headers }: Capture): boolean => headers['content-encoding'] === 'gzip';

/** The recordings as if the last of each client had just been made. */
const captures: readonly Capture[] = sentryCaptureClients.flatMap((client) => {
  const recorded = capturesOf(client);
  const latest = Math.max(...recorded.map((capture) => latestSecond(capture.body, isGzip(capture))));
  const seconds = Math.floor(Date.now() / 1000) - latest;
  return recorded.map((capture) => ({ ...capture, body: shiftEnvelope(capture.body, isGzip(capture), seconds) }));
});

let server: HearthServer;
let api: HearthApi;
let key = '';
let projectId = 0;
/** Capture -> its one profile, in the list. */
const listed = new Map<string, ListedProfile>();

const send = ({ method, path, headers, body }: Capture) => {
  const ours = (text: string): string =>
    text.replace(RECORDED_PROJECT, `/api/${projectId}/`).replace(RECORDED_KEY, key);
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, ours(value)]));
  return httpRequest(server.url + ours(path), { method, headers: sent, body });
};

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  const keys = await api.json<readonly { public: string; projectId: number }[]>(
    '/api/0/projects/default/default/keys/',
  );
  key = keys[0]?.public ?? '';
  projectId = keys[0]?.projectId ?? 0;
});

afterAll(async () => {
  await server.dispose();
});

describe('the recorded envelopes of three SDKs', () => {
  it('are all there', () => {
    expect(captures).toHaveLength(25);
    expect(Object.keys(recordedProfiles)).toHaveLength(13);
  });

  it.each(captures)('accepts $name', async (capture) => {
    const { status, text } = await send(capture);
    expect({ status, text }).toEqual({ status: 200, text: expect.stringMatching(/^\{("id":"[0-9a-f]{32}")?\}$/) });
  });

  it('lists each profile once', async () => {
    const profiles = await waitUntil(
      async () => {
        const all = await api.listProfiles('default');
        return all.length >= Object.keys(recordedProfiles).length && all;
      },
      { what: 'every profile to be listed' },
    );
    expect(profiles).toHaveLength(Object.keys(recordedProfiles).length);
    for (const name of Object.keys(recordedProfiles)) {
      const capture = captures.find((each) => each.name === name);
      const ids = capture === undefined ? [] : idsIn(capture);
      const own = profiles.filter(({ id }) => ids.includes(id));
      expect({ name, profiles: own.length }).toEqual({ name, profiles: 1 });
      if (own[0] !== undefined) listed.set(name, own[0]);
    }
  });

  it.each(Object.entries(recordedProfiles))(
    'retrieves %s with the samples that were recorded',
    async (name, recorded) => {
      const profile = listed.get(name);
      expect(profile).toMatchObject({ environment: 'staging', source: 'sentry' });
      expect(profile?.app).toBe(name.startsWith('sentry-python') ? 'orders-py' : 'orders-api');
      const document = await retrieve(profile?.id ?? '');
      expect(document.profile.samples).toHaveLength(recorded.samples);
      expect(document.release?.version).toBe(name.startsWith('sentry-python') ? 'orders-py@2.0.1' : 'orders-api@1.4.2');
      const leaves = leavesOf(document);
      for (const [leaf, percent] of Object.entries(recorded.leaves)) {
        const share = (100 * (leaves.get(leaf) ?? 0)) / recorded.samples;
        expect({ leaf, percent: share.toFixed(1) }).toEqual({ leaf, percent: percent.toFixed(1) });
      }
    },
  );

  it('knows the runtime of each from its transaction', async () => {
    const runtime = async (app: string) => (await api.filter('default', 'staging', app)).get('runtime');
    expect(await runtime('orders-api')).toEqual(new Map([['node', 8]]));
    expect(await runtime('orders-py')).toEqual(new Map([['CPython', 5]]));
  });

  it('counts an envelope that is sent again once', async () => {
    for (const capture of captures) expect((await send(capture)).status).toBe(200);
    await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
    const again = (await api.listProfiles('default')).map(({ id }) => id).sort();
    expect(again).toEqual([...listed.values()].map(({ id }) => id).sort());
  });

  it("stored the samples that were recorded, without those of the SDK's own threads", async () => {
    await server.stop();
    await withStoppedStore(server.dataDir, async (sql) => {
      for (const table of ['totals', 'samples'] as const) {
        const stored = await storedSums(sql, table);
        for (const [name, { samples, ownThreads }] of Object.entries(recordedProfiles)) {
          const profile = listed.get(name);
          const sums = stored.get(`${profile?.app} ${Date.parse(profile?.start ?? '')}`);
          expect({ name, table, samples: sums?.get('samples') }).toEqual({
            name,
            table,
            samples: BigInt(samples - ownThreads),
          });
        }
      }
    });
  });
});

const retrieve = async (id: string): Promise<RetrievedProfile> =>
  retrievedProfile.parse(await api.json(`/api/0/projects/default/default/profiling/profiles/${id}/`));

function idsIn(capture: Capture): readonly string[] {
  const plain = isGzip(capture) ? gunzipSync(capture.body) : capture.body;
  return [...plain.toString('latin1').matchAll(ownId)].map(([, id]) => id ?? '');
}

function leavesOf({ profile }: RetrievedProfile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stack_id } of profile.samples) {
    const leaf = profile.frames[profile.stacks[stack_id]?.[0] ?? -1]?.function ?? '';
    counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
  }
  return counts;
}
