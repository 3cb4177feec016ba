import { gunzipSync, gzipSync } from 'node:zlib';
import fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { transportedBody } from './transport-gzip.ts';

const TEXT = Buffer.from('what a client sent');
const app = fastify();
app.get('/:format/:kept', async (request, reply) => {
  const { format, kept } = request.params as { readonly format: string; readonly kept: string };
  return reply.send(
    Buffer.from(await transportedBody(reply, { format, body: kept === 'gzip' ? gzipSync(TEXT) : TEXT })),
  );
});
afterAll(async () => app.close());

it.each([
  ['otlp-profiles', 'gzip', 'gzip', true],
  ['sentry-envelope', 'gzip', 'deflate, gzip;q=0.5', true],
  ['otlp-profiles', 'gzip', '*', true],
  ['otlp-profiles', 'gzip', undefined, false],
  ['otlp-profiles', 'gzip', 'gzip;q=0, identity', false],
  ['otlp-profiles', 'gzip', 'br', false],
  ['otlp-profiles', 'plain', 'gzip', false],
])('%s kept as %s for a client that accepts %s', async (format, kept, accepted, isGzip) => {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const { headers: sent, rawPayload } = await app.inject({ url: `/${format}/${kept}`, headers });
  expect(sent['content-encoding']).toBe(isGzip ? 'gzip' : undefined);
  expect((isGzip ? gunzipSync(rawPayload) : rawPayload).equals(TEXT)).toBe(true);
});

it('a file that is gzip itself stays as it was sent', async () => {
  const { headers, rawPayload } = await app.inject('/pprof/gzip');
  expect(headers['content-encoding']).toBeUndefined();
  expect(gunzipSync(rawPayload).equals(TEXT)).toBe(true);
});
