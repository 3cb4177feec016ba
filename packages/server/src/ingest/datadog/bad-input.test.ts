import { deflateRawSync, gzipSync } from 'node:zlib';
import { encodePprof } from '@hearth/profile';
import { generatePprof, generateProfile } from '@hearth/profile/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { buildMultipart, eventJson, type PartInput } from '../testing/build-multipart.ts';
import { createIngestApp } from '../testing/ingest-app.ts';

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const { app, store } = createIngestApp({
  bodyBytes: 4 * MiB,
  inflatedBytes: MiB,
  inlineInflatedBytes: MiB,
  inlineBodyBytes: 64 * MiB,
  inlineStackNodes: 1_000_000,
});
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
  store.refusal = undefined;
});

const pprof = generatePprof();
const cpu = (content: Uint8Array): PartInput => ({ name: 'cpu.pprof', content });
const event = (change?: Readonly<Record<string, unknown>>): PartInput => ({
  name: 'event',
  fileName: 'event.json',
  content: eventJson(change),
});

const send = async (body: Buffer, contentType: string, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({
    method: 'POST',
    url: '/profiling/v1/input',
    headers: { 'content-type': contentType, ...headers },
    payload: body,
  });
const sendParts = async (...parts: readonly PartInput[]) => {
  const { body, contentType } = buildMultipart(parts);
  return send(body, contentType);
};
/** Sends, and expects that refusal and nothing but it. */
async function expectRefusal(
  response: Awaited<ReturnType<typeof sendParts>>,
  status: number,
  code: string,
): Promise<void> {
  expect({ status: response.statusCode, code: response.json().code }).toEqual({ status, code });
  expect(Object.keys(response.json()).sort()).toEqual(['code', 'error', 'message']);
  expect(store.uploads).toEqual([]);
  expect(store.events.map(({ outcome, reason, count, projectId }) => [outcome, reason, count, projectId])).toEqual([
    ['dropped', code, 1, 7],
  ]);
  expect(store.events[0]!.message.length).toBeGreaterThan(0);
  expect(store.events[0]!.message.length).toBeLessThanOrEqual(200);
}

/** Minimal protobuf writing, for profiles that no encoder makes. */
const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
};
const message = (field: number, content: readonly number[]): number[] => [
  ...varint(BigInt(field * 8 + 2)),
  ...varint(BigInt(content.length)),
  ...content,
];
const number = (field: number, value: bigint): number[] => [...varint(BigInt(field * 8)), ...varint(value)];
const strings = (...texts: readonly string[]): number[] => texts.flatMap((text) => message(6, [...Buffer.from(text)]));
const samplesType = message(1, [...number(1, 1n), ...number(2, 2n)]);
const sampleOf = (value: bigint, ...locations: readonly bigint[]): number[] =>
  message(2, [...locations.flatMap((id) => number(1, id)), ...number(2, value)]);
const names = strings('', 'samples', 'count', 'main');
const location = message(4, [...number(1, 1n), ...message(4, number(1, 1n))]);
const func = message(5, [...number(1, 1n), ...number(2, 3n)]);
const profileOf = (...messages: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...samplesType, ...messages.flat(), ...location, ...func, ...names]);

it('the hand-made profile is a good one', async () => {
  expect((await sendParts(event(), cpu(profileOf(sampleOf(5n, 1n))))).statusCode).toBe(200);
});

describe('compression', () => {
  const claim = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0x00, 0xb3, 0x3f, 0x71, 0x01, 0x00, 0x00, 0x00);
  const bomb = gzipSync(Buffer.alloc(8 * MiB));
  it.each<[string, Uint8Array, number, string]>([
    ['truncated gzip', gzipSync(pprof).subarray(0, 5000), 400, 'corrupt_compression'],
    ['zstd that claims 1.9 GB', claim, 413, 'inflated_too_large'],
    ['zstd that claims 1.9 GB inside of gzip', gzipSync(claim), 413, 'inflated_too_large'],
    ['a gzip bomb', bomb, 413, 'inflated_too_large'],
    ['a gzip bomb in gzip', gzipSync(bomb), 413, 'inflated_too_large'],
    ['three layers', gzipSync(gzipSync(gzipSync(pprof))), 400, 'corrupt_compression'],
  ])('%s', async (_, content, status, code) => {
    await expectRefusal(await sendParts(event(), cpu(content)), status, code);
  });

  it('the limit holds for all parts together', async () => {
    const half = gzipSync(encodePprof(generateProfile({ samples: 3000, stacks: 2500, functions: 9000 })));
    const parts = Array.from({ length: 12 }, (_, i) => ({ name: `p${i}.pprof`, content: half }));
    await expectRefusal(await sendParts(event(), ...parts), 413, 'inflated_too_large');
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(20 * MiB)), 413, 'inflated_too_large'],
    ['gzip', gzipSync(pprof).subarray(0, 99), 400, 'corrupt_compression'],
    ['deflate', deflateRawSync(pprof), 400, 'corrupt_compression'],
    ['lzma', Buffer.from(pprof), 415, 'unsupported_encoding'],
    ['gzip, gzip, gzip', Buffer.from(pprof), 415, 'unsupported_encoding'],
  ])('of the body: %s', async (encoding, body, status, code) => {
    await expectRefusal(
      await send(body, 'multipart/form-data; boundary=x', { 'content-encoding': encoding }),
      status,
      code,
    );
  });

  it('a body under gzip is kept without it', async () => {
    const { body, contentType } = buildMultipart([event(), cpu(pprof)]);
    expect((await send(gzipSync(body), contentType, { 'content-encoding': 'gzip' })).statusCode).toBe(200);
    expect(Buffer.from(store.uploads[0]!.original.body).equals(body)).toBe(true);
  });
});

describe('multipart', () => {
  const { body, contentType } = buildMultipart([event(), cpu(pprof)]);
  it.each<[string, Buffer, string]>([
    ['wrong boundary', body, 'multipart/form-data; boundary=other'],
    ['no boundary', body, 'multipart/form-data'],
    ['not multipart', body, 'application/octet-stream'],
    ['cut off', body.subarray(0, body.length - 20), contentType],
    ['empty', Buffer.alloc(0), contentType],
    ['too many parts', buildMultipart(Array.from({ length: 300 }, (_, i) => cpu(Uint8Array.of(i)))).body, contentType],
    ['two parts of one name', buildMultipart([event(), cpu(pprof), cpu(pprof)]).body, contentType],
    ['two events', buildMultipart([event(), event(), cpu(pprof)]).body, contentType],
  ])('%s', async (_, bytes, type) => {
    await expectRefusal(await send(bytes, type), 400, 'invalid_multipart');
  });

  it('larger than allowed', async () => {
    await expectRefusal(await sendParts(event(), cpu(Buffer.alloc(5 * MiB))), 413, 'body_too_large');
  });
});

describe('event.json', () => {
  it('missing', async () => {
    await expectRefusal(await sendParts(cpu(pprof)), 400, 'missing_event');
  });

  it.each<[string, string | Uint8Array]>([
    ['not JSON', '{"start":'],
    ['NaN', eventJson().replace('"family":"go"', '"family":NaN')],
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"family":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')])],
    ['a list', '[]'],
    ['another version', eventJson({ version: '5' })],
    ['no such day', eventJson({ start: '2026-02-30T00:00:00Z' })],
    ['no time', eventJson({ end: 'yesterday' })],
    ['the end before the start', eventJson({ end: '2026-11-21T02:59:59.999Z' })],
    ['an end in 2100', eventJson({ end: '2100-01-01T00:00:00Z' })],
    ['half a character', eventJson({ tags_profiler: 'service:a\ud800b' })],
    ['too large', eventJson({ padding: 'x'.repeat(2 * MiB) })],
  ])('%s', async (_, content) => {
    const response = await sendParts({ name: 'event', fileName: 'event.json', content }, cpu(pprof));
    await expectRefusal(response, 400, 'invalid_event');
  });

  it.each<[string, string]>([
    ['a tag of 10 MB', `service:a,team:${'x'.repeat(900 * KiB)}`],
    ['a long name of an application', `service:${'x'.repeat(201)}`],
    ['a long name of a tag', `${'x'.repeat(201)}:a`],
    ['65 labels', `service:a,${Array.from({ length: 65 }, (_, i) => `k${i}:v`).join(',')}`],
  ])('%s', async (_, tags) => {
    await expectRefusal(await sendParts(event({ tags_profiler: tags }), cpu(pprof)), 400, 'invalid_labels');
  });
});

describe('the profile', () => {
  it('none at all', async () => {
    await expectRefusal(await sendParts(event(), { name: 'metrics.json', content: '[]' }), 400, 'no_profile');
  });

  const deep = encodePprof(generateProfile({ samples: 10, stacks: 10, depth: 6000 }));
  it.each<[string, Uint8Array, number, string]>([
    ['empty', new Uint8Array(0), 400, 'invalid_profile'],
    ['cut-off protobuf', pprof.subarray(0, pprof.length - 7), 400, 'invalid_profile'],
    ['not protobuf', Buffer.from('<html></html>'), 400, 'invalid_profile'],
    ['a location that does not exist', profileOf(sampleOf(1n, 9n)), 400, 'invalid_profile'],
    [
      'a string that does not exist',
      profileOf(sampleOf(1n, 1n), message(5, [...number(1, 2n), ...number(2, 99n)])),
      400,
      'invalid_profile',
    ],
    ['2^31 samples claimed', Uint8Array.from([...samplesType, 0x12, ...varint(1n << 31n)]), 400, 'invalid_profile'],
    [
      'two values for one type',
      profileOf(message(2, [...number(1, 1n), ...number(2, 1n), ...number(2, 1n)])),
      400,
      'invalid_profile',
    ],
    ['a value beyond 2^53', profileOf(sampleOf(1n << 60n, 1n)), 400, 'value_out_of_range'],
    [
      'depth 100 000',
      profileOf(message(2, [...message(1, new Array<number>(100_000).fill(1)), ...number(2, 1n)])),
      413,
      'profile_limit',
    ],
    ['a string of 900 kB', profileOf(sampleOf(1n, 1n), strings('x'.repeat(900 * KiB))), 413, 'profile_limit'],
    ['a stack of thousands of functions', deep, 413, 'profile_limit'],
  ])('%s', async (_, content, status, code) => {
    await expectRefusal(await sendParts(event(), cpu(content)), status, code);
  });

  /** One location of 4000 inlined functions under many callers, in samples of ten bytes. */
  const inlined = (samples: number, callers: number): Uint8Array => {
    const lines = Array.from({ length: 4000 }, (_, line) => message(4, [...number(1, 1n), ...number(2, BigInt(line))]));
    const caller = (id: number) => message(4, [...number(1, BigInt(id)), ...message(4, number(1, 1n))]);
    return profileOf(
      ...Array.from({ length: samples }, (_, i) => sampleOf(1n, 2n, BigInt(3 + (i % callers)))),
      message(4, [...number(1, 2n), ...lines.flat()]),
      ...Array.from({ length: callers }, (_, i) => caller(3 + i)),
    );
  };

  it('inlined functions that multiply are walked once', async () => {
    expect((await sendParts(event(), cpu(inlined(60_000, 50)))).statusCode).toBe(200);
  });

  it('and refused when they make more nodes than a profile may have', async () => {
    await expectRefusal(await sendParts(event(), cpu(inlined(300, 300))), 413, 'profile_limit');
  });

  it('negative values are taken as they are', async () => {
    expect((await sendParts(event(), cpu(profileOf(sampleOf(-5n, 1n))))).statusCode).toBe(200);
    expect(store.uploads[0]!.decoded.profiles[0]!.parts[0]!.profile.samples.values[0]![0]).toBe(-5);
  });

  it('one bad attachment refuses the whole upload', async () => {
    const response = await sendParts(event(), cpu(pprof), { name: 'delta-heap.pprof', content: Buffer.from('bad') });
    await expectRefusal(response, 400, 'invalid_profile');
    expect(store.events[0]!.message).toContain('delta-heap.pprof');
  });

  it.each([1970, 2100])('of the year %i goes to the writer, who knows the retention', async (year) => {
    store.refusal = new HearthError('timestamp_out_of_range');
    const response = await sendParts(
      event({ start: `${year}-01-01T00:00:00Z`, end: `${year}-01-01T00:01:00Z` }),
      cpu(pprof),
    );
    await expectRefusal(response, 400, 'timestamp_out_of_range');
  });
});

describe('who sends', () => {
  it.each([
    ['another project’s key', 'forbidden', 403],
    ['a key that does not exist', 'invalid_ingest_key', 403],
    ['an unknown project: never 404, which clients read as an old agent', 'project_not_found', 403],
  ])('%s', async (_, code, status) => {
    const { body, contentType } = buildMultipart([event(), cpu(pprof)]);
    const response = await send(body, contentType, { 'x-refuse': code });
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(store.uploads).toEqual([]);
    expect(store.events.map(({ projectId, reason }) => [projectId, reason])).toEqual([[0, code]]);
  });
});

describe('sent twice', () => {
  it('the same id with other bytes: the first wins, the second is counted', async () => {
    await sendParts(event(), cpu(pprof));
    const response = await sendParts(event(), cpu(generatePprof({ seed: 2 })));
    expect(response.statusCode).toBe(200);
    expect(store.uploads.length).toBe(1);
    expect(store.reasons()).toEqual(['duplicate_id']);
  });

  it('without a runtime id the content is the id, whatever the order of the parts', async () => {
    const nameless = event({ tags_profiler: 'service:a' });
    await sendParts(nameless, cpu(pprof));
    await sendParts(cpu(pprof), nameless);
    await sendParts(nameless, cpu(generatePprof({ seed: 2 })));
    expect(store.uploads.length).toBe(2);
    expect(store.reasons()).toEqual(['sent_again']);
  });
});

describe('the state of the server', () => {
  it.each([
    ['overloaded', '2'],
    ['disk_full', '60'],
    ['engine_unavailable', '2'],
  ] as const)('%s: 503 with Retry-After', async (code, seconds) => {
    store.refusal = new HearthError(code);
    const response = await sendParts(event(), cpu(pprof));
    expect(response.headers['retry-after']).toBe(seconds);
    await expectRefusal(response, 503, code);
  });

  it('something unexpected is 500 and says nothing', async () => {
    store.refusal = new TypeError('secret place') as HearthError;
    const response = await sendParts(event(), cpu(pprof));
    await expectRefusal(response, 500, 'internal');
    expect(response.body).not.toContain('secret');
  });
});

describe('what is left out of a good upload is counted', () => {
  it('tags without a name, announced attachments that did not come', async () => {
    const response = await sendParts(
      event({ tags_profiler: 'service:a,hosts:x,y,z', attachments: ['cpu.pprof', 'heap.pprof'] }),
      cpu(pprof),
    );
    expect(response.statusCode).toBe(200);
    expect(store.events.map(({ outcome, reason, count }) => [outcome, reason, count])).toEqual([
      ['accepted', '', 1],
      ['dropped', 'malformed_tag', 2],
      ['dropped', 'missing_attachment', 1],
    ]);
  });

  it('a secret in a message is not kept', async () => {
    const response = await sendParts(event({ tags_profiler: 'service:a' }), {
      name: 'token=hunter22.pprof',
      content: 'x',
    });
    expect(response.statusCode).toBe(400);
    expect(JSON.stringify(store.events)).not.toContain('hunter22');
  });
});
