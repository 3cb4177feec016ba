import { generatePprof } from '@hearth/profile/testing';
import { expect, it } from 'vitest';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { buildMultipart } from '../testing/build-multipart.ts';
import { decodeDatadog } from './decode-datadog.ts';

it('the form before event.json is read', () => {
  const field = (name: string, content: string) => ({ name, fileName: '', content });
  const { body, contentType } = buildMultipart([
    field('format', 'pprof'),
    field('runtime', 'go'),
    field('recording-start', '2026-11-21T03:00:00Z'),
    field('recording-end', '2026-11-21T03:01:00Z'),
    field('tags[]', 'service:orders'),
    field('tags[]', 'env:staging'),
    field('types[0]', 'cpu'),
    { name: 'data[0]', fileName: 'pprof-data', content: generatePprof() },
  ]);
  const context = { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: 0 };
  const original = { source: 'datadog', format: 'datadog-multipart', contentType, headers: {}, body, context } as const;
  const [profile] = decodeDatadog(original, DEFAULT_INGEST_LIMITS).decoded.profiles;
  expect(profile).toMatchObject({
    app: 'orders',
    environment: 'staging',
    facets: { runtime: 'go' },
    startMs: Date.UTC(2026, 10, 21, 3),
    endMs: Date.UTC(2026, 10, 21, 3, 1),
  });
  expect(profile!.parts.map(({ name }) => name)).toEqual(['cpu.pprof']);
});
