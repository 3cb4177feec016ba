import { encodePprof } from '@hearth/profile';
import { generatePprof, generateProfile, profileFromText } from '@hearth/profile/testing';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { buildMultipart, eventJson, type PartInput } from '../testing/build-multipart.ts';
import { decodeDatadog } from './decode-datadog.ts';

const RECEIVED_MS = Date.UTC(2026, 10, 21, 4);
const context = { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: RECEIVED_MS };

function decode(event: Readonly<Record<string, unknown>>, ...attachments: readonly PartInput[]) {
  const { body, contentType } = buildMultipart([
    ...attachments,
    { name: 'event', fileName: 'event.json', content: eventJson(event) },
  ]);
  const original = { source: 'datadog', format: 'datadog-multipart', contentType, headers: {}, body, context } as const;
  return decodeDatadog(original, DEFAULT_INGEST_LIMITS).decoded.profiles[0]!;
}
const pprof = (name: string, types: readonly string[]): PartInput => ({
  name,
  content: encodePprof(profileFromText(types, `main work ${types.map(() => 1).join(' ')}`)),
});

describe('the version of the event', () => {
  it.each([['4'], [4], [undefined]])('%j is read', (version) => {
    expect(decode({ version }, { name: 'cpu.pprof', content: generatePprof() }).app).toBe('orders-api');
  });
});

describe('types', () => {
  const typesOf = (...attachments: readonly PartInput[]) =>
    decode({}, ...attachments).parts.map(({ name, profile }) => [name, ...profile.types.map(({ type }) => type)]);

  it('of mutex and block are told apart by the file', () => {
    const lock = ['contentions/count', 'delay/nanoseconds'];
    expect(typesOf(pprof('delta-mutex.pprof', lock), pprof('block.pprof', lock))).toEqual([
      ['delta-mutex.pprof', 'mutex_contentions', 'mutex_delay'],
      ['block.pprof', 'block_contentions', 'block_delay'],
    ]);
  });

  it('have their canonical names, unless another has that name already', () => {
    const sent = ['cpu-time', 'cpu', 'heap-space'].map(
      (type) => ({ type, unit: 'count', aggregation: 'sum' }) as const,
    );
    const profile = { ...profileFromText(['a/count', 'b/count', 'c/count'], 'main 1 1 1'), types: sent };
    expect(typesOf({ name: 'profile.pprof', content: encodePprof(profile) })).toEqual([
      ['profile.pprof', 'cpu-time', 'cpu', 'inuse_space'],
    ]);
  });
});

describe('the window', () => {
  const content = encodePprof(generateProfile({ durationMs: 15_000 }));
  const start = Date.UTC(2026, 10, 21, 3);
  it.each<[string, Readonly<Record<string, unknown>>, number, number]>([
    ['of the event', { start: '2026-11-21T03:00:00.1239Z', end: '2026-11-21T03:00:09Z' }, start + 123, start + 9000],
    ['without an end', { start: '2026-11-21T03:00:00Z', end: null }, start, start + 15_000],
    ['without a start', { start: null, end: '2026-11-21T03:00:00Z' }, start - 15_000, start],
    ['without both ends as it came', { start: undefined, end: undefined }, RECEIVED_MS - 15_000, RECEIVED_MS],
  ])('%s', (_, event, startMs, endMs) => {
    expect(decode(event, { name: 'cpu.pprof', content })).toMatchObject({ startMs, endMs });
  });
});

describe('attachments that are not decoded', () => {
  it('a timeline of events alone makes a profile without parts', () => {
    const profile = decode({}, { name: 'events.pprof', content: 'not even a pprof' });
    expect([profile.state, profile.parts.length]).toEqual(['decoded', 0]);
  });

  it('JFR alone is kept for later, JFR beside pprof does not hold it back', () => {
    expect(decode({}, { name: 'main', fileName: 'main.jfr', content: 'FLR' }).state).toBe('not_decoded');
    const both = decode({}, { name: 'main.jfr', content: 'FLR' }, { name: 'cpu.pprof', content: generatePprof() });
    expect([both.state, both.parts.length]).toEqual(['decoded', 1]);
  });
});
