import { expect, it } from 'vitest';
import { openApiDocument } from './open-api-document.ts';

it('describes the routes of the API and nothing else', async () => {
  const { openapi, paths } = (await openApiDocument()) as { readonly openapi: string; readonly paths: object };
  expect(openapi).toBe('3.1.0');
  expect(paths).toMatchObject({
    '/api/v1/projects/{project}/profiles': { get: {}, post: { summary: expect.stringContaining('Push') } },
  });
  expect(Object.keys(paths).every((path) => path.startsWith('/api/v1/'))).toBe(true);
});
