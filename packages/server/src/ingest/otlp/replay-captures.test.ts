import { totalsOf } from '@hearth/profile';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { DecodedProfile } from '../../store/upload.ts';
import { createIngestApp } from '../testing/ingest-app.ts';
import { type Capture, loadCaptures } from '../testing/load-captures.ts';

const { app, store } = createIngestApp();
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

const send = async ({ path, headers, body }: Capture) => {
  // Those of HTTP/2 that no header can be named like.
  const { '': _, ...named } = headers;
  return app.inject({ method: 'POST', url: path, headers: named, payload: body });
};

const summary = ({ ownId, parts, startMs, endMs }: DecodedProfile): readonly unknown[] => [
  ownId,
  endMs - startMs,
  ...parts.flatMap(({ profile }) => {
    const sums = totalsOf(profile);
    return profile.types.map(({ type, unit }, column) => `${type}/${unit} ${sums[column]}`);
  }),
];

const SAMPLES = 'samples/count 338';
const CPU = 'cpu/nanoseconds 3380000000';
/** Per request its profiles: id, milliseconds, totals as the recorder counted them. */
const recorded: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'otlp-collector-go/001': [
    ['d62f43a741c30e89ee7bc36ecfb488a3', 5019, SAMPLES],
    ['68126b685c92a33738c0811ee56a16dc', 5019, CPU],
  ],
  'otlp-collector-go/002': [
    ['b0bde39d07cd742fe634ea16ecefe714', 5019, SAMPLES],
    ['61dd0b6032a64329478060eb320fa5e8', 5019, CPU],
  ],
  // Samples alone: the time is made of them.
  'otlp-collector-go/003': [['5567b4187d684d7a06a92d928648259c', 5019, SAMPLES, CPU]],
  'otlp-collector-go/004': [
    ['85ec313c136aadd31919390c9ee9a886', 5019, SAMPLES],
    ['69640546fcaa5e1ac831b2077ba2c8c8', 5019, CPU],
  ],
  'otlp-pyroscope-java/001': [[undefined, 2011, 'cpu/nanoseconds 550000000']],
  'otlp-pyroscope-java/002': [[undefined, 4921, 'cpu/nanoseconds 1830000000']],
  'otlp-pyroscope-java/003': [[undefined, 4998, 'cpu/nanoseconds 1730000000']],
};

const captures = loadCaptures().filter(({ name }) => name.startsWith('otlp-'));

it('has every recorded request', () => {
  expect(captures.map(({ name }) => name)).toEqual(Object.keys(recorded));
});

describe.each(captures.map((capture) => [capture.name, capture] as const))('%s', (name, capture) => {
  it('is taken, with its totals, ids, series and window', async () => {
    const response = await send(capture);
    expect(response.statusCode).toBe(200);
    const isJson = capture.headers['content-type'] === 'application/json';
    const isGrpc = capture.headers['content-type'] === 'application/grpc';
    expect(response.headers['content-type']).toBe(
      isGrpc ? 'application/grpc+proto' : isJson ? 'application/json' : 'application/x-protobuf',
    );
    expect(response.body).toBe(isGrpc ? '\0\0\0\0\0' : isJson ? '{}' : '');
    if (isGrpc) expect(response.trailers).toMatchObject({ 'grpc-status': '0' });

    const [upload] = store.uploads;
    expect(upload!.decoded.profiles.map(summary)).toEqual(recorded[name]);
    expect(upload!.decoded.drops).toEqual([]);
    expect(upload!.keepDays).toEqual({ original: 1, derived: 30 });
    for (const profile of upload!.decoded.profiles) {
      const { runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion, host } = profile.facets;
      expect({
        app: profile.app,
        environment: profile.environment,
        release: profile.release,
        facets: [runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion, host],
        labels: Object.fromEntries(profile.labels),
      }).toEqual(name.includes('java') ? pyroscopeJava : collector);
    }
    expect(store.events.map(({ outcome, reason, source, app: of }) => [outcome, reason, source, of])).toEqual([
      ['accepted', '', 'otlp', name.includes('java') ? 'shop' : 'orders-api'],
    ]);
  });

  it('is counted once when sent again', async () => {
    await send(capture);
    store.events.length = 0;
    expect((await send(capture)).statusCode).toBe(200);
    expect(store.uploads.length).toBe(1);
    expect(store.events.map(({ outcome, reason }) => [outcome, reason])).toEqual([['duplicate', 'sent_again']]);
  });
});

it('no two recorded requests are the same upload', async () => {
  for (const capture of captures) await send(capture);
  expect(store.uploads.length).toBe(captures.length);
});

it('an original is kept under the gzip that it came in, else under one of ours', async () => {
  for (const capture of captures) await send(capture);
  for (const [index, { body, headers }] of captures.entries()) {
    const kept = Buffer.from(store.uploads[index]!.original.body);
    expect(kept.subarray(0, 2).toString('hex')).toBe('1f8b');
    expect(kept.equals(body)).toBe(headers['content-encoding'] === 'gzip');
  }
});

const collector = {
  app: 'orders-api',
  environment: 'staging',
  release: '1.4.2',
  facets: ['go', 'go1.26.8', 'amd64', 'linux', '0.1.0', ''],
  labels: { region: 'eu-west-1', 'telemetry.sdk.version': '0.164.0', 'otel.scope.name': 'example.com/otlpgen' },
};

/** It says nothing of itself: the project names it. */
const pyroscopeJava = {
  app: 'shop',
  environment: 'production',
  release: '',
  facets: ['', '', '', '', '', ''],
  labels: {},
};
