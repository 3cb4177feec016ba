import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeOtlp, generateProfile, seededRandom } from '@hearth/profile/testing';
import { afterAll, expect, it } from 'vitest';
import { errorCatalogue } from '../../errors/catalogue.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
import { createIngestApp, TEST_NOW_MS } from '../testing/ingest-app.ts';
import { loadCaptures } from '../testing/load-captures.ts';
import { mutateBytes, type Random } from '../testing/mutate-upload.ts';
import { OTLP_PROFILES_PATH } from './routes.ts';

const SEED = 20_261_121;
const ROUNDS = 800;

const { app, store, bodiesInHand } = createIngestApp();
afterAll(async () => app.close());

const recorded = loadCaptures()
  .filter(({ path }) => path === OTLP_PROFILES_PATH)
  .map(({ headers, body }) => ({
    contentType: headers['content-type']!,
    content: headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body,
  }));
const shape = { samples: 30, stacks: 20, depth: 6, endpoints: 2, startMs: TEST_NOW_MS - 60_000 };
const generated = {
  contentType: 'application/x-protobuf',
  content: Buffer.from(
    encodeOtlp(
      [1, 2, 3].map((seed) => ({
        profile: generateProfile({ ...shape, seed }),
        resource: { 'service.name': `app-${seed}` },
        profileId: String(seed).padStart(32, '0'),
      })),
    ),
  ),
};
const samples = [...recorded, generated, generated, generated];

/** One other bit leaves the framing whole more often than not. */
function withOtherBit(content: Buffer, random: Random): Buffer {
  const copy = Buffer.from(content);
  copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8);
  return copy;
}

it(`answers ${ROUNDS} damaged requests with 200 or a refusal of the catalogue, each counted`, async () => {
  const random = seededRandom(SEED);
  const reasons = new Set<string>();
  let stored = 0;
  let partly = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { contentType, content } = samples[Math.floor(random() * samples.length)]!;
    const damaged = random() < 0.5 ? mutateBytes(content, random) : withOtherBit(content, random);
    const isGzip = random() < 0.3;
    store.events.length = 0;
    store.uploads.length = 0;
    const response = await app.inject({
      method: 'POST',
      url: OTLP_PROFILES_PATH,
      headers: { 'content-type': contentType, ...(isGzip && { 'content-encoding': 'gzip' }) },
      payload: isGzip ? gzipSync(damaged, { level: 1 }) : Buffer.from(damaged),
    });
    const where = `seed ${SEED}, round ${round}, ${contentType}`;
    expect([200, 400, 413], where).toContain(response.statusCode);
    expect(response.headers['content-type'], where).toBe(contentType);
    for (const { outcome, reason, count, message } of store.events) {
      if (outcome === 'dropped') reasons.add(reason);
      expect(reason, where).toMatch(/^[a-z_]{0,50}$/);
      expect(Number.isSafeInteger(count) && count > 0 && message.length <= 200, where).toBe(true);
    }
    if (response.statusCode !== 200) {
      const code = response.headers['x-hearth-error'] as keyof typeof errorCatalogue;
      expect(errorCatalogue[code].status, where).toBe(response.statusCode);
      const counted = store.events.map(({ outcome, reason, count }) => [outcome, reason, count]);
      expect(counted, where).toEqual([['dropped', code, 1]]);
      expect(store.uploads, where).toEqual([]);
      continue;
    }
    const [first, ...others] = store.events;
    expect([first!.outcome, first!.count], where).toEqual(['accepted', 1]);
    if (others.length > 0) partly += 1;
    for (const { original, decoded, uploadId } of store.uploads) {
      stored += 1;
      if (round % 8 === 0) {
        const again = prepareUpload(original, DEFAULT_INGEST_LIMITS);
        expect([again.uploadId, again.decoded], where).toEqual([uploadId, decoded]);
      }
      for (const { startMs, endMs, app: name, environment } of decoded.profiles) {
        expect(Number.isFinite(startMs) && endMs >= startMs && name !== '' && environment !== '', where).toBe(true);
      }
    }
  }
  // All kinds of answers occur, else the mutations are too weak or too strong to say anything.
  expect(stored).toBeGreaterThan(ROUNDS / 20);
  expect(stored).toBeLessThan(ROUNDS * 0.9);
  expect(partly).toBeGreaterThan(5);
  expect([...reasons]).toEqual(expect.arrayContaining(['invalid_profile', 'rejected_invalid_profile']));
  expect(bodiesInHand.bytes).toBe(0);
}, 120_000);
