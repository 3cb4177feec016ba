import { readFileSync } from 'node:fs';
import { canonicalType, totalsOf } from '@hearth/profile';
import { afterAll, describe, expect, it } from 'vitest';
import type { DecodedProfile } from '../../store/upload.ts';
import { createIngestApp, TEST_PROJECT } from '../testing/ingest-app.ts';
import { type Capture, loadCaptures } from '../testing/load-captures.ts';
import { DATADOG_UPLOAD_PATHS } from './routes.ts';

type Totals = Readonly<Record<string, number>>;
const recorded = JSON.parse(
  readFileSync(new URL('../../../fixtures/captures/totals.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, Totals>>>>;

/** Facets, application, environment, release, and labels, verbatim from what each client sends. */
const series: Readonly<Record<string, object>> = {
  'dd-node': {
    app: 'orders-api',
    environment: 'staging',
    release: '1.4.2',
    facets: ['nodejs', 'v20.20.2', 'x64', 'linux', '5.132.0', ''],
    labels: { language: 'javascript', team: 'shop', region: 'eu-west-1', profiler_version: '5.132.0' },
  },
  'dd-python': {
    app: 'orders-api',
    environment: 'staging',
    release: '1.4.2',
    facets: ['CPython', '3.11.7', 'x86_64', 'linux', '4.16.0', ''],
    labels: {
      language: 'python',
      team: 'shop',
      region: 'eu-west-1',
      profiler_version: '4.16.0',
      runtime_platform: 'x86_64-unknown-linux-gnu',
    },
  },
  'dd-go': {
    app: 'orders-api',
    environment: 'staging',
    release: '1.4.2',
    facets: ['go', '1.26.8', 'amd64', 'linux', 'v2.12.0', 'vm'],
    labels: { team: 'shop', region: 'eu-west-1', profiler_version: 'v2.12.0', runtime_compiler: 'gc' },
  },
  'dd-java': {
    app: 'orders-api',
    environment: 'staging',
    release: '1.4.2',
    facets: ['jvm', '17.0.15', '', '', '1.68.1~f1de45fd30', 'vm'],
    labels: expect.objectContaining({ language: 'jvm', team: 'shop', region: 'eu-west-1' }),
  },
  'blackfire-go': {
    app: expect.stringMatching(/^orders(-api)?$/),
    environment: 'production',
    release: '',
    facets: ['go', 'go1.26.8', 'amd64', 'linux', 'v1.0.0', 'vm'],
    labels: expect.objectContaining({
      service: 'orders-web',
      language: 'go',
      region: 'eu-west-1',
      tier: 'web',
      profiler_version: 'v2.7.1',
    }),
  },
  'blackfire-python': {
    app: expect.stringMatching(/^orders(-py)?$/),
    environment: 'production',
    release: '',
    facets: ['CPython', '3.11.7', 'x86_64', 'Linux', 'v1.2.11', ''],
    labels: expect.objectContaining({ language: 'python', region: 'eu-west-1', tier: 'web' }),
  },
};

const captures = loadCaptures().filter(({ name }) => /^(?:dd|blackfire)-/.test(name));
const isUpload = ({ path }: Capture): boolean => (DATADOG_UPLOAD_PATHS as readonly string[]).includes(path);
const { app, store } = createIngestApp();
afterAll(async () => app.close());

const send = async ({ method, path, headers, body }: Capture) =>
  app.inject({ method, url: path, headers, ...(body.length > 0 && { payload: body }) });

/** `attachment / type/unit` -> total, as the server keeps it. */
function totalsByType(profile: DecodedProfile): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const part of profile.parts) {
    const sums = totalsOf(part.profile);
    part.profile.types.forEach(({ type, unit }, column) => {
      totals[`${part.name} / ${type}/${unit}`] = Number(sums[column]);
    });
  }
  return totals;
}

/** The same from the recorded totals, under canonical names; events make no part. */
function expectedTotals(name: string): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const [attachment, types] of Object.entries(recorded[name] ?? {})) {
    if (attachment === 'events.pprof') continue;
    const hint = /(mutex|block)\.pprof$/.exec(attachment)?.[1] as 'mutex' | 'block' | undefined;
    for (const [typeAndUnit, total] of Object.entries(types)) {
      const [type = '', unit = ''] = typeAndUnit.split('/');
      totals[`${attachment} / ${canonicalType(type, unit, hint).type}/${unit}`] = total;
    }
  }
  return totals;
}

it('has uploads of all six clients', () => {
  expect(captures.filter(isUpload).length).toBe(21);
});

describe.each(captures.filter(isUpload).map((capture) => [capture.name, capture] as const))('%s', (name, capture) => {
  it('is taken, with its totals, series and window', async () => {
    store.uploads.length = 0;
    store.events.length = 0;
    const response = await send(capture);
    expect([response.statusCode, response.body]).toEqual([200, '{}']);

    const [upload] = store.uploads;
    const [profile] = upload!.decoded.profiles;
    expect(totalsByType(profile!)).toEqual(expectedTotals(name));
    const isJava = name.startsWith('dd-java');
    expect(profile!.state).toBe(isJava ? 'not_decoded' : 'decoded');
    expect(upload!.keepDays).toEqual({ original: isJava ? 30 : 1, derived: 30 });
    const { runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion, host } = profile!.facets;
    expect({
      app: profile!.app,
      environment: profile!.environment,
      release: profile!.release,
      facets: [runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion, host],
      labels: Object.fromEntries(profile!.labels),
    }).toEqual(series[name.split('/')[0]!]);
    expect(profile!.startMs).toBeGreaterThan(Date.UTC(2026, 10, 21, 2, 50));
    expect(profile!.endMs - profile!.startMs).toBeGreaterThan(900);
    expect(profile!.endMs - profile!.startMs).toBeLessThan(12_000);
    expect(Buffer.from(upload!.original.body).equals(capture.body)).toBe(true);
    expect(JSON.stringify(upload!.original.headers)).not.toContain('MTExMTEx');
    expect(store.events).toEqual([
      {
        projectId: TEST_PROJECT.id,
        source: 'datadog',
        outcome: 'accepted',
        reason: '',
        count: 1,
        bytes: capture.body.length,
        app: profile!.app,
        message: '',
      },
    ]);
  });

  it('is counted once when sent again with another boundary', async () => {
    const boundary = /boundary=(.+)$/.exec(capture.headers['content-type']!)![1]!;
    const again = Buffer.from(
      capture.body.toString('latin1').replaceAll(`--${boundary}`, '--0123456789abcdefANOTHER'),
      'latin1',
    );
    await send(capture);
    store.events.length = 0;
    const response = await send({
      ...capture,
      headers: { ...capture.headers, 'content-type': 'multipart/form-data; boundary="0123456789abcdefANOTHER"' },
      body: again,
    });
    expect(response.statusCode).toBe(200);
    expect(store.events.map(({ outcome, reason }) => [outcome, reason])).toEqual([['duplicate', 'sent_again']]);
  });
});

it('no two recorded uploads have the same id', async () => {
  store.uploads.length = 0;
  for (const capture of captures.filter(isUpload)) await send(capture);
  expect(store.uploads.length).toBe(21);
});

describe('what the clients ask beside', () => {
  it.each(captures.filter((capture) => !isUpload(capture)).map((capture) => [capture.name, capture] as const))(
    '%s is answered 200 and counted nowhere',
    async (_, capture) => {
      store.events.length = 0;
      const response = await send(capture);
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toContain('application/json');
      expect(store.events).toEqual([]);
    },
  );

  it('traces get an empty sampling table, /info lists the upload path', async () => {
    const traces = await app.inject({ method: 'PUT', url: '/v0.4/traces', payload: Buffer.from([0xdd, 0, 0]) });
    expect(traces.json()).toEqual({ rate_by_service: {} });
    const info = await app.inject({ method: 'GET', url: '/info' });
    expect(info.json()).toMatchObject({ endpoints: expect.arrayContaining(['/profiling/v1/input', '/v0.7/config']) });
  });
});
