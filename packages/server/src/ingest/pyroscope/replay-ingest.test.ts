import { readFileSync } from 'node:fs';
import { canonicalType, type TypeHint, totalsOf } from '@hearth/profile';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { DecodedProfile } from '../../store/upload.ts';
import { createIngestApp } from '../testing/ingest-app.ts';
import { type Capture, loadCaptures } from '../testing/load-captures.ts';
import { unixMsOf } from './unix-ms.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../../fixtures/captures/totals.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

/** Facets and labels, verbatim from what each client sends. */
const series: Readonly<Record<string, { readonly facets: readonly string[]; readonly labels: object }>> = {
  'pyroscope-node': {
    facets: ['nodejs', '20.20.2', '', '', '0.6.4', ''],
    labels: { region: 'eu-west-1', 'otel.scope.name': 'com.grafana.pyroscope/nodejs' },
  },
  'pyroscope-go': {
    facets: ['go', 'go1.26.8', '', '', expect.stringMatching(/^v(1\.4\.3|0\.1\.11)$/) as string, ''],
    labels: {
      region: 'eu-west-1',
      'otel.scope.name': expect.stringMatching(/^com\.grafana\.pyroscope\/(go|godeltaprof)$/) as string,
    },
  },
  'pyroscope-java': {
    facets: ['OpenJDK Runtime Environment', '17.0.15+6-Debian-1deb12u1', '', '', '2.9.2', ''],
    labels: { region: 'eu-west-1', 'otel.scope.name': 'com.grafana.pyroscope/java' },
  },
  // The older agent says nothing of itself.
  'pyroscope-java/004': { facets: ['', '', '', '', '', ''], labels: { region: 'eu-west-1' } },
};

/** Requests of Go's client that hold a profile of locks: told apart by their `sample_type_config` alone. */
const locks: Readonly<Record<string, TypeHint>> = {
  'pyroscope-go/003': 'block',
  'pyroscope-go/004': 'mutex',
  'pyroscope-go/007': 'block',
  'pyroscope-go/008': 'mutex',
};

const captures = loadCaptures().filter(({ path }) => path.startsWith('/ingest?'));
const { app, store } = createIngestApp();
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

const send = async ({ path, headers, body }: Capture) =>
  app.inject({ method: 'POST', url: path, headers, payload: body });

function totalsByType({ parts }: DecodedProfile): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { name, profile } of parts) {
    const sums = totalsOf(profile);
    profile.types.forEach(({ type, unit }, column) => {
      totals[`${name} / ${type}/${unit}`] = Number(sums[column]);
    });
  }
  return totals;
}

function expectedTotals(name: string): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const [part, types] of Object.entries(recorded[name] ?? {})) {
    for (const [typeAndUnit, total] of Object.entries(types)) {
      const [type = '', unit = ''] = typeAndUnit.split('/');
      totals[`${part} / ${canonicalType(type, unit, locks[name]).type}/${unit}`] = total;
    }
  }
  return totals;
}

it('has uploads of three clients', () => {
  expect(captures.length).toBe(18);
});

describe.each(captures.map((capture) => [capture.name, capture] as const))('%s', (name, capture) => {
  it('is taken, with its totals, series and window', async () => {
    const response = await send(capture);
    expect([response.statusCode, response.body]).toEqual([200, '{}']);
    const [upload] = store.uploads;
    const [profile] = upload!.decoded.profiles;
    const isJava = name.startsWith('pyroscope-java');
    expect(totalsByType(profile!)).toEqual(expectedTotals(name));
    expect(Object.keys(expectedTotals(name)).length > 0).toBe(!isJava);
    expect(profile!.state).toBe(isJava ? 'not_decoded' : 'decoded');
    expect(upload!.keepDays).toEqual({ original: isJava ? 30 : 1, derived: 30 });
    expect(profile).toMatchObject({ app: 'orders-api', environment: 'staging', release: '1.4.2' });
    const { runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion, host } = profile!.facets;
    expect({
      facets: [runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion, host],
      labels: Object.fromEntries(profile!.labels),
    }).toEqual(series[name] ?? series[name.split('/')[0]!]);
    const query = new URL(capture.path, 'http://host').searchParams;
    expect(profile!.startMs).toBe(unixMsOf('from', query.get('from')!));
    expect(profile!.endMs).toBe(unixMsOf('until', query.get('until')!));
    expect(profile!.startMs).toBeGreaterThan(Date.UTC(2026, 10, 21, 2, 50));
    expect(Buffer.from(upload!.original.body).equals(capture.body)).toBe(true);
    expect(JSON.stringify(upload!.original.headers)).not.toContain('dGVuYW50');
    expect(store.events).toMatchObject([{ source: 'pyroscope', outcome: 'accepted', bytes: capture.body.length }]);
  });

  it('is counted once when it is sent again', async () => {
    await send(capture);
    await send(capture);
    expect(store.events.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['accepted', ''],
      ['duplicate', 'sent_again'],
    ]);
  });
});

it('no two recorded uploads have the same id', async () => {
  for (const capture of captures) await send(capture);
  expect(store.uploads.length).toBe(captures.length);
});
