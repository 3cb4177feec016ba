import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { encodePprof, keptDocument, parseEnvelope } from '@hearth/profile';
import { generatePprof, generateProfile } from '@hearth/profile/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthError } from '../errors/hearth-error.ts';
import type { Original } from '../store/upload.ts';
import { performTask } from './decode-task.ts';
import { createDecoder } from './decoder.ts';
import { DEFAULT_INGEST_LIMITS } from './limits.ts';
import { prepareUpload } from './registry.ts';
import { buildMultipart, eventJson } from './testing/build-multipart.ts';

const limits = {
  ...DEFAULT_INGEST_LIMITS,
  inlineBodyBytes: 20_000,
  inlineInflatedBytes: 100_000,
  inflatedBytes: 2_000_000,
};
const decoder = createDecoder(limits);
beforeAll(() => {
  const worker = new URL('../../dist/ingest/decode-worker.js', import.meta.url);
  if (!existsSync(worker)) throw new Error('Worker threads run compiled code: run `npx tsc -b packages/server` first.');
});
afterAll(async () => decoder.close());

const NOW_MS = Date.UTC(2026, 10, 21, 12);

const originalOf = (content: Uint8Array): Original => {
  const { body, contentType } = buildMultipart([
    { name: 'event', fileName: 'event.json', content: eventJson() },
    { name: 'cpu.pprof', content },
  ]);
  const context = { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: 0 };
  return { source: 'datadog', format: 'datadog-multipart', contentType, headers: {}, body, context };
};
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof HearthError ? error.code : String(error)),
  );

const small = generatePprof({ samples: 20, stacks: 20, functions: 50 });
const large = encodePprof(generateProfile({ samples: 900, stacks: 900, functions: 2000 }));

it('answers alike from the event loop and from a worker thread', async () => {
  for (const content of [small, gzipSync(small), large, gzipSync(large)]) {
    const original = originalOf(content);
    const expected = prepareUpload(original, limits);
    expect(expected.uploadId).toMatch(/^[0-9a-f]{32}$/);
    expect(await decoder.prepare(original)).toEqual(expected);
    expect(await decoder.decode(original)).toEqual(expected.decoded);
  }
});

it('leaves nothing out on the event loop that a worker takes', async () => {
  // All profiles share one deep stack: a small request that makes many nodes.
  const depth = Array.from({ length: 50 }, (_, at) => at + 1);
  const profile = {
    sampleType: { typeStrindex: 1, unitStrindex: 2 },
    samples: [{ stackIndex: 1, values: ['1'] }],
    timeUnixNano: String(NOW_MS * 1e6),
  };
  const request = {
    resourceProfiles: [{ scopeProfiles: [{ profiles: Array.from({ length: 12 }, () => profile) }] }],
    dictionary: {
      stringTable: ['', 'samples', 'count'],
      functionTable: [{}],
      locationTable: [{}, ...depth.map((address) => ({ address }))],
      stackTable: [{}, { locationIndices: depth }],
    },
  };
  const original: Original = {
    source: 'otlp',
    format: 'otlp-profiles',
    contentType: 'application/json',
    headers: { 'retention-days': '30' },
    body: Buffer.from(JSON.stringify(request)),
    context: { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: NOW_MS },
  };
  const few = createDecoder({ ...limits, inlineStackNodes: 2 * depth.length });
  const { decoded } = await few.prepare(original);
  expect([decoded.profiles.length, decoded.drops]).toEqual([12, []]);
  const choice = { index: 11, startMs: NOW_MS, title: 'x', format: 'collapsed' } as const;
  const expected = performTask({ what: 'write-stored', original, limits, choice }) as Uint8Array;
  expect(Buffer.from(await few.writeStored(original, choice)).equals(expected)).toBe(true);
  await few.close();
});

it('reads stored uploads alike on the event loop and on a worker thread', async () => {
  for (const content of [small, large]) {
    const original = originalOf(content);
    const choice = { index: 0, startMs: 0, title: 'x' };
    for (const format of ['pprof', 'collapsed', 'firefox'] as const) {
      const task = { what: 'write-stored', original, limits, choice: { ...choice, format } } as const;
      const written = await decoder.writeStored(original, task.choice);
      expect([format, Buffer.from(performTask(task) as Uint8Array).equals(written)]).toEqual([format, true]);
    }
    const task = { what: 'threads-of-stored', original, limits, choice: { ...choice, window: {} } } as const;
    const threads = await decoder.threadsOfStored(original, task.choice);
    expect(JSON.stringify(threads)).toBe(JSON.stringify(performTask(task)));
    expect(threads.threads.length).toBeGreaterThan(0);
    const refused = { ...choice, format: 'svg', type: 'nothing' } as const;
    expect(await codeOf(decoder.writeStored(original, refused))).toBe('invalid_request');
  }
});

it('writes merged trees of any size, what was cut included', async () => {
  for (const nodes of [3, 6_000]) {
    const numbers = Array.from({ length: nodes }, (_, index) => index);
    const sides = [
      {
        self: numbers.map((node) => (node === 0 ? 0n : 1n)),
        total: numbers.map((node) => (node === 0 ? BigInt(nodes + 1) : 1n)),
        other: numbers.map((node) => (node === 0 ? 2n : 0n)),
      },
    ];
    const frames = numbers.map((node) => ({ function: `f${node}`, file: '', line: 0, module: '', address: '' }));
    const tree = {
      parent: numbers.map((node) => (node === 0 ? -1 : 0)),
      frame: numbers.map((node) => node - 1),
      frames,
      sides,
    };
    const type = { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' } as const;
    const written = await decoder.writeMerged({ tree, type, header: {} }, { format: 'collapsed', title: 'x' });
    const lines = Buffer.from(written).toString().trimEnd().split('\n').sort();
    expect(lines).toHaveLength(nodes);
    expect(lines).toContain('other 2');
    expect(lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(nodes + 1);
  }
});

it('refuses alike', async () => {
  expect(await codeOf(decoder.decode(originalOf(small.subarray(1))))).toBe('invalid_profile');
  expect(await codeOf(decoder.decode(originalOf(large.subarray(0, large.length - 1))))).toBe('invalid_profile');
  expect(await codeOf(decoder.decode(originalOf(gzipSync(Buffer.alloc(5_000_000)))))).toBe('inflated_too_large');
  expect(await codeOf(decoder.decode({ ...originalOf(small), format: 'toString' }))).toBe('unsupported_format');
});

it('inflates bodies within their limit', async () => {
  expect(Buffer.from(await decoder.inflate(gzipSync(large), large.length)).equals(large)).toBe(true);
  expect(await codeOf(decoder.inflate(gzipSync(large), large.length - 1))).toBe('inflated_too_large');
});

it('refuses what would wait too long', async () => {
  const busy = createDecoder({ ...limits, waitingDecodes: 2 });
  const codes = await Promise.all(Array.from({ length: 12 }, async () => codeOf(busy.decode(originalOf(large)))));
  expect(codes).toContain('no error');
  expect(codes).toContain('overloaded');
  await busy.close();
});

it('writes documents of kept items on a worker thread as they are written here', async () => {
  const payload = readFileSync(new URL('../../../profile/fixtures/sentry/node-10-001.envelope', import.meta.url));
  const item = parseEnvelope(payload).items.find(({ type }) => type === 'profile')!;
  const runtime = { runtime: 'node', runtimeVersion: '20', runtimeArch: '', runtimeOs: '' };
  const facts = {
    organizationId: 1,
    projectId: 1,
    receivedMs: 0,
    retentionDays: 30,
    version: 'v',
    release: { version: 'v', projects: [{ slug: 'shop' }] },
  };
  const kept = { item, startMs: NOW_MS, facts, runtime };
  const kind = { kind: 'whole', span: undefined } as const;
  const written = await decoder.writeKept([kept], kind);
  expect(written).toEqual({ isReadable: true, json: keptDocument([kept], kind) });
  const damaged = { ...kept, item: { ...item, payload: item.payload.slice(0, 100) } };
  expect(await decoder.writeKept([damaged], kind)).toEqual({ isReadable: false });
  const older = { ...kept, item: { ...item, payload: Buffer.from('{"version":"7"}') } };
  expect(await decoder.writeKept([older], kind)).toEqual({ isReadable: false });
});
