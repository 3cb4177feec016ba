import { parseEnvelope } from '@hearth/profile';
import { afterAll, expect, it } from 'vitest';
import { errorCatalogue } from '../../errors/catalogue.ts';
import { inflate } from '../inflate/inflate.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
import { buildEnvelope, chunkItem, profileItem, spanItem, transactionItem } from '../testing/build-envelope.ts';
import { createIngestApp } from '../testing/ingest-app.ts';
import { loadCaptures } from '../testing/load-captures.ts';
import { createEnvelopeMutator } from '../testing/mutate-envelope.ts';

const { app, store, bodiesInHand } = createIngestApp();
afterAll(async () => app.close());

const SEED = 20_261_121;
const ROUNDS = 2000;
/** One of each kind; the built ones are as good and cost a tenth. */
const RECORDED = ['sentry-node-10/005', 'sentry-node-11/001', 'sentry-node-11/002'];
const report = {
  type: 'client_report',
  payload: { discarded_events: [{ reason: 'x', category: 'profile', quantity: 1 }] },
};
const envelopes = [
  ...loadCaptures()
    .filter(({ name }) => RECORDED.includes(name))
    .map(({ body }) => body),
  buildEnvelope([profileItem({}, {}, 5), transactionItem()], { sent_at: '2026-11-21T03:00:00Z' }),
  buildEnvelope([chunkItem({}, {}, 5), report]),
  buildEnvelope([spanItem(), transactionItem(), chunkItem({}, {}, 3), chunkItem({}, {}, 3)], {}),
  buildEnvelope([chunkItem({ platform: 'android', sampled_profile: 'AAAA', version: '2.android-trace' })]),
  buildEnvelope([profileItem({ version: undefined, platform: 'android', sampled_profile: 'AAAA' })]),
].map((body) => parseEnvelope(inflate(body, { maxBytes: 2 ** 24, name: 'recorded' })));

it(`answers ${ROUNDS} damaged envelopes with 200 or a refusal of the catalogue, each counted`, async () => {
  const next = createEnvelopeMutator(SEED, envelopes);
  const reasons = new Set<string>();
  let stored = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { body, isGzip, mutation } = next();
    store.events.length = 0;
    store.uploads.length = 0;
    const response = await app.inject({
      method: 'POST',
      url: '/api/7/envelope/',
      headers: isGzip ? { 'content-encoding': 'gzip' } : {},
      payload: Buffer.from(body),
    });
    const where = `seed ${SEED}, round ${round}, ${mutation}`;
    expect([200, 400, 413], where).toContain(response.statusCode);
    for (const { outcome, reason, count, message } of store.events) {
      if (outcome === 'dropped') reasons.add(reason);
      expect(reason, where).toMatch(/^[a-z_]{0,50}$/);
      expect(Number.isSafeInteger(count) && count > 0 && message.length <= 200, where).toBe(true);
    }
    if (response.statusCode !== 200) {
      const code = response.headers['x-sentry-error'] as keyof typeof errorCatalogue;
      expect(errorCatalogue[code].status, where).toBe(response.statusCode);
      expect(Object.keys(response.json()), where).toContain('detail');
      expect(
        store.events.map(({ reason }) => reason),
        where,
      ).toEqual([code]);
      continue;
    }
    const taken = store.events.filter(
      ({ outcome, reason }) => outcome === 'accepted' && /^$|^nothing_to_keep$/.test(reason),
    );
    expect(taken.length, where).toBe(1);
    for (const { original, decoded } of store.uploads) {
      stored += 1;
      if (round % 8 === 0) {
        expect(prepareUpload(original, DEFAULT_INGEST_LIMITS).decoded.spans, where).toEqual(decoded.spans);
      }
      for (const { startMs, endMs } of [...decoded.profiles, ...decoded.spans]) {
        expect(Number.isFinite(startMs) && endMs >= startMs, where).toBe(true);
      }
      for (const { app: name, release, environment } of decoded.profiles) {
        expect(name !== '' && environment !== '' && release.length <= 200, where).toBe(true);
      }
    }
  }
  // All kinds of answers occur, else the mutations are too weak or too strong to say anything.
  expect(stored).toBeGreaterThan(ROUNDS / 3);
  expect(stored).toBeLessThan(ROUNDS * 0.9);
  expect([...reasons].length).toBeGreaterThan(10);
  expect(bodiesInHand.bytes).toBe(0);
}, 120_000);
