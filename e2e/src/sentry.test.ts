import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientResult } from './clients/real-client.ts';
import { filterFields, HearthApi, type ListedProfile } from './harness/hearth-api.ts';
import { runHearth } from './harness/hearth-command.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { waitUntil } from './harness/wait-until.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { complaintsOf } from './sentry/complaints.ts';
import { expectedSentryFacets } from './sentry/expected-sentry-facets.ts';
import { mergedChunks } from './sentry/merged-chunks.ts';
import { type RetrievedProfile, retrievedProfile } from './sentry/retrieved-profile.ts';
import { sentryClients } from './sentry/sentry-client.ts';
import { longSession, type SentryScenario, sentryScenarios } from './sentry/sentry-scenarios.ts';
import { type Told, toldBy, trueShares, workFunctions } from './sentry/told.ts';
import { shareTolerance, wallShares } from './sentry/wall-shares.ts';

/** As many SDKs at a time as leave the server its share; the long session is mostly asleep. */
const AT_A_TIME = 3;
const ENVIRONMENT = 'staging';
const VERSION = '1.4.2';
const PROJECT = 'shop';

const missing = new Set(missingTools(['python', 'chromium']));
const canRun = ({ client }: SentryScenario): boolean => sentryClients[client].needs.every((tool) => !missing.has(tool));
const runnable = sentryScenarios.filter(canRun);
if (missing.size > 0) {
  process.stderr.write(`SDKs that need ${[...missing].join(', ')} are skipped; ${enableCommand} brings that.\n`);
}

let server: HearthServer;
let api: HearthApi;
/** As one who may read this one project and nothing else. */
let reader: HearthApi;
const results = new Map<string, ClientResult>();
const retrieved = new Map<string, readonly RetrievedProfile[]>();

beforeAll(async () => {
  for (const client of new Set(runnable.map((scenario) => scenario.client))) await sentryClients[client].install();
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Shop', slug: PROJECT });
  const { token } = await api.post<{ token: string }>('/api/v1/tokens', {
    name: 'reader',
    scopes: ['project:read'],
    project: PROJECT,
  });
  reader = new HearthApi(server.url, token);
  const [key] = await api.json<readonly { dsn: { public: string } }[]>(`/api/0/projects/default/${PROJECT}/keys/`);
  const dsn = key?.dsn.public ?? '';
  const waiting = [...runnable];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, client, env, ...how } = next;
      const release = `${name}@${VERSION}`;
      const target = { dsn, release, environment: ENVIRONMENT, ...how, ...(env && { env: env(server.url) }) };
      results.set(name, await sentryClients[client].run(target));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  await waitUntil(async () => (await api.metric('hearth_queue_uploads')) === 0, { what: 'an empty queue' });
}, 900_000);

afterAll(async () => {
  await server.dispose();
});

describe.each(sentryScenarios)('$name', (scenario) => {
  const when = it.skipIf(!canRun(scenario));
  const isChunked = scenario.mode !== 'v1';

  when('ends well and complains about nothing', () => {
    const result = results.get(scenario.name);
    expect(result?.ended, result?.output.slice(-4000)).toBe('exit 0');
    expect(complaintsOf(result?.output ?? '')).toEqual([]);
  });

  when('is listed, by the API and by the command', async () => {
    const profiles = await profilesOf(scenario);
    // A chunk or a profile for each of the two requests; Python's trace mode may make one of both.
    expect(profiles.length).toBeGreaterThanOrEqual(scenario.mode === 'v1' ? 2 : 1);
    for (const profile of profiles) {
      expect(profile).toMatchObject({ app: scenario.name, environment: ENVIRONMENT, source: 'sentry' });
      expect(profile.types).toEqual(expect.arrayContaining(['samples', 'wall']));
      expect(Date.parse(profile.end)).toBeGreaterThan(Date.parse(profile.start));
    }
    const { code, out } = await runHearth(server, 'profiles', '--project', PROJECT, '--app', scenario.name, '--json');
    const ids = (JSON.parse(out) as { profiles: readonly ListedProfile[] }).profiles.map(({ id }) => id);
    expect({ code, ids }).toEqual({ code: 0, ids: profiles.map(({ id }) => id) });
  });

  when('comes back whole through Retrieve a profile', async () => {
    const profiles = await profilesOf(scenario);
    const starts = profiles.map(({ start }) => start).sort();
    for (const profile of profiles) {
      const document = await retrieve(profile.id);
      expect(document).toMatchObject({
        event_id: profile.id,
        environment: ENVIRONMENT,
        release: {
          version: `${scenario.name}@${VERSION}`,
          shortVersion: `${scenario.name}@${VERSION}`,
          versionInfo: { package: scenario.name, version: { raw: VERSION, major: 1, minor: 4, patch: 2 } },
          projects: [{ slug: PROJECT }],
        },
      });
      expect([document.release?.firstEvent, document.release?.lastEvent].map(milliseconds)).toEqual(
        [starts[0], starts.at(-1)].map(milliseconds),
      );
      expect(Math.abs(Date.parse(document.timestamp) - Date.parse(profile.start))).toBeLessThan(2);
      expectWithin(document);
      expect(await retrieve(String(profile.numericId))).toEqual(document);
      expect(await retrieve(dashed(profile.id).toUpperCase())).toEqual(document);
    }
  });

  when('shows the functions that took the time, as much as they took', async () => {
    const documents = await documentsOf(scenario);
    const truth = trueShares(told(scenario));
    const { shares, samples, tookMs } = wallShares(documents);
    expect(samples).toBeGreaterThan(100);
    const seen = workFunctions.map((name, index) => {
      const [share = 0, wanted = 0] = [shares[index], truth[index]];
      return { name, near: Math.abs(share - wanted) < shareTolerance(wanted, samples) };
    });
    const numbers = `sampled ${shares.map((s) => s.toFixed(3))}, took ${truth.map((s) => s.toFixed(3))}, ${samples} samples`;
    expect(seen, numbers).toEqual(workFunctions.map((name) => ({ name, near: true })));
    // Not only the shares: the time itself, but for what passes before the first sample of each request and in the gaps
    // that a sampler leaves on a busy machine.
    const reallyTookMs = Object.values(told(scenario).tookMs).reduce((sum, ms) => sum + ms, 0);
    expect(tookMs / reallyTookMs, `${tookMs} of ${reallyTookMs} ms`).toBeGreaterThan(0.7);
    expect(tookMs / reallyTookMs, `${tookMs} of ${reallyTookMs} ms`).toBeLessThan(1.1);
  });

  when('gives the samples of each request by the id of its root span and of its transaction', async () => {
    const { spans, transactions } = told(scenario);
    const documents = await documentsOf(scenario);
    let samples = 0;
    for (const [index, { name, spanId }] of spans.entries()) {
      const slice = await retrieve(spanId);
      expectWithin(slice);
      expect(slice.transaction.name).toBe(name);
      samples += ownSamples(slice);
      const transactionId = transactions[index];
      if (transactionId === undefined) continue;
      const { profile, transaction } = await retrieve(transactionId);
      expect({ id: transaction.id, profile }).toEqual({ id: transactionId, profile: slice.profile });
      if (!isChunked) expect(documents.map(({ event_id }) => event_id)).toContain(slice.event_id);
    }
    // The requests are nearly all that was recorded, and no sample belongs to two of them.
    const recorded = documents.reduce((sum, document) => sum + ownSamples(document), 0);
    expect(samples / recorded).toBeGreaterThan(0.85);
    expect(samples / recorded).toBeLessThanOrEqual(1);
  });

  when("is found by Upsun's filter with the values of its runtime", async () => {
    const profiles = await profilesOf(scenario);
    const expected = await expectedSentryFacets(scenario.client);
    const fields = await api.filter(PROJECT, ENVIRONMENT, scenario.name);
    for (const field of filterFields) {
      const seen = [...(fields.get(field) ?? new Map<string, number>())];
      const others = seen.filter(([value]) => !expected[field].includes(value));
      const isAlwaysSaid = !isChunked || field === 'runtime' || field === 'probe_version';
      if (isAlwaysSaid) expect({ field, seen }).toEqual({ field, seen: [[expected[field][0], profiles.length]] });
      else expect({ field, others }).toEqual({ field, others: [] });
    }
    const query = `?runtime%5B%5D=${expected.runtime[0]}&probe_version[]=${expected.probe_version[0]}`;
    expect(await api.filter(PROJECT, ENVIRONMENT, scenario.name, query)).toEqual(fields);
  });

  when('is in no other project', async () => {
    expect(await api.listProfiles('default', { app: scenario.name })).toEqual([]);
    const [profile] = await profilesOf(scenario);
    expect((await api.ask(retrievePath(profile?.id ?? '', 'default'))).status).toBe(404);
  });
});

describe('a session of 64 seconds', () => {
  it('is two chunks, which come back merged in order with nothing lost', async () => {
    const chunks = await documentsOf(longSession);
    expect(chunks).toHaveLength(2);
    const counts = chunks.map(({ profile }) => profile.samples.length);
    const raw = (await profilesOf(longSession)).map(({ id, sessionId }) =>
      reader.json<RawChunk>(`/api/0/projects/default/${PROJECT}/profiling/raw_chunks/${sessionId}/${id}/`),
    );
    expect((await Promise.all(raw)).map(({ profile }) => profile.samples.length)).toEqual(counts);
    const merged = await mergedChunks(reader, chunks[0]?.project_id ?? 0, await profilesOf(longSession));
    expect(merged.debug_chunk_ids).toHaveLength(2);
    const { samples, stacks, frames } = merged.chunk.profile;
    expect(samples).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
    const times = samples.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(63);
    expect(samples.every(({ stack_id }) => stack_id < stacks.length)).toBe(true);
    expect(stacks.flat().every((frame) => frame < frames.length)).toBe(true);
    expect(await reader.json('/api/0/organizations/default/profiling/has-chunks/')).toEqual({ hasChunks: true });
  });
});

describe('the server behind them', () => {
  it("names their apps, with the languages of their runtimes, in Upsun's list", async () => {
    const { applications } = await reader.json<{
      applications: Readonly<Record<string, { readonly languages: readonly string[] }>>;
    }>(`/projects/${PROJECT}/environments/${ENVIRONMENT}/continuous-profiling`);
    const languages = Object.entries(applications).map(([name, { languages: each }]) => [name, ...each]);
    const expected = runnable.map(({ name, client }) => [name, client === 'sentry-python' ? 'python' : 'javascript']);
    expect(languages.sort()).toEqual(expected.sort());
  });

  it('refused nothing, got nothing twice and logged nothing worse than information', async () => {
    const { text } = await api.ask('/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith('hearth_ingest_uploads_total{'));
    expect(lines.filter((line) => /outcome="(?:dropped|duplicate)"/.test(line) && !ownThreads.test(line))).toEqual([]);
    expect(server.output.linesOfLevel('warn', 'error', 'fatal')).toEqual([]);
  });
});

/** Samples of the SDK's own threads, left out of what is derived and counted. */
const ownThreads = /reason="profiler_own_threads"/;

const told = (scenario: SentryScenario): Told => toldBy(results.get(scenario.name)?.output ?? '');

const profilesOf = (scenario: SentryScenario): Promise<readonly ListedProfile[]> =>
  api.listProfiles(PROJECT, { app: scenario.name });

interface RawChunk {
  readonly profile: { readonly samples: readonly unknown[] };
}

/** As a UUID is written. */
const dashed = (id: string): string => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const milliseconds = (time: string | null | undefined): number => Date.parse(time ?? '');

const retrievePath = (id: string, project = PROJECT): string =>
  `/api/0/projects/default/${project}/profiling/profiles/${id}/`;

/** Throws on every field that the document does not have, and on every type that is not exact. */
const retrieve = async (id: string): Promise<RetrievedProfile> =>
  retrievedProfile.parse(await reader.json(retrievePath(id)));

async function documentsOf(scenario: SentryScenario): Promise<readonly RetrievedProfile[]> {
  const known = retrieved.get(scenario.name);
  if (known !== undefined) return known;
  const documents: RetrievedProfile[] = [];
  for (const { id } of await profilesOf(scenario)) documents.push(await retrieve(id));
  retrieved.set(scenario.name, documents);
  return documents;
}

/** Samples of the transaction's own thread. */
const ownSamples = ({ profile, transaction }: RetrievedProfile): number =>
  profile.samples.filter(({ thread_id }) => thread_id === transaction.active_thread_id).length;

/** Every index points at something, and the transaction's thread was sampled. */
function expectWithin({ profile, transaction }: RetrievedProfile): void {
  expect(profile.samples.length).toBeGreaterThan(0);
  expect(profile.samples.every(({ stack_id }) => stack_id < profile.stacks.length)).toBe(true);
  expect(profile.stacks.flat().every((frame) => frame < profile.frames.length)).toBe(true);
  expect(profile.samples.some(({ thread_id }) => thread_id === transaction.active_thread_id)).toBe(true);
}
