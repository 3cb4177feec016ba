import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { generatePprof } from '@hearth/profile/testing';
import { afterAll, expect, it } from 'vitest';
import { errorCatalogue } from '../errors/catalogue.ts';
import { buildMultipart, eventJson } from './testing/build-multipart.ts';
import { createIngestApp } from './testing/ingest-app.ts';
import { loadCaptures } from './testing/load-captures.ts';
import { createUploadMutator } from './testing/mutate-upload.ts';

const { app, store, bodiesInHand } = createIngestApp();
afterAll(async () => app.close());

const SEED = 20_261_121;
const ROUNDS = 600;
/** One upload a client, without the large execution traces, and a generated one. */
const RECORDED = ['dd-node/006', 'dd-python/005', 'dd-go/004', 'blackfire-go/003', 'blackfire-python/004'];
/** And of Pyroscope's clients: one file as the whole body, parts, and a recording that nobody reads. */
const RECORDED_BY_QUERY = ['pyroscope-node/001', 'pyroscope-go/003', 'pyroscope-java/001'];
const samples = [
  ...loadCaptures()
    .filter(({ name }) => [...RECORDED, ...RECORDED_BY_QUERY].includes(name))
    .map(({ path, headers, body }) => ({ path, contentType: headers['content-type']!, body })),
  {
    path: '/api/v2/profile',
    ...buildMultipart([
      { name: 'event', fileName: 'event.json', content: eventJson() },
      { name: 'cpu.pprof', content: generatePprof({ samples: 50, stacks: 40 }) },
    ]),
  },
  {
    path: '/ingest?name=orders{env=staging}',
    contentType: 'application/octet-stream',
    body: gzipSync('main;load_cart 12\nmain;hash_orders 34\n'.repeat(20)),
  },
  {
    path: '/api/v1/projects/shop/profiles?app=orders',
    contentType: 'application/octet-stream',
    body: gzipSync(generatePprof({ samples: 30, stacks: 30, timeline: true })),
  },
  {
    path: '/api/v1/projects/shop/profiles?app=orders',
    contentType: 'application/json',
    body: readFileSync(new URL('../../../profile/fixtures/firefox/samply-0.13.1-symbols-v66.json.gz', import.meta.url)),
  },
];

it(`answers ${ROUNDS} damaged uploads with 2xx or a refusal of the catalogue, each counted once`, async () => {
  const next = createUploadMutator(SEED, samples);
  let taken = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { path, body, contentType, mutation } = next();
    store.events.length = 0;
    const response = await app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': contentType },
      payload: Buffer.from(body),
    });
    const where = `seed ${SEED}, round ${round}, ${mutation}`;
    expect(response.statusCode, where).toBeLessThan(500);
    if (response.statusCode < 300) {
      taken += 1;
    } else {
      const { code } = response.json<{ code: keyof typeof errorCatalogue }>();
      expect(errorCatalogue[code].status, where).toBe(response.statusCode);
      expect(
        store.events.map(({ outcome, reason }) => [outcome, reason]),
        where,
      ).toEqual([['dropped', code]]);
    }
  }
  // Both kinds of answers occur, else the mutations are too weak or too strong to say anything.
  expect(taken).toBeGreaterThan(ROUNDS / 20);
  expect(taken).toBeLessThan(ROUNDS * 0.8);
  expect(bodiesInHand.bytes).toBe(0);
});

it('the same seed makes the same uploads', () => {
  const [a, b] = [createUploadMutator(7, samples), createUploadMutator(7, samples)];
  for (let round = 0; round < 50; round += 1) {
    const [one, other] = [a(), b()];
    expect(Buffer.compare(one.body, other.body)).toBe(0);
    expect({ ...one, body: '' }).toEqual({ ...other, body: '' });
  }
});
