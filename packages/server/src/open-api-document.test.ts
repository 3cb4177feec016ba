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

it('names every operation, no two alike', async () => {
  const { paths } = (await openApiDocument()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
  };
  const ids = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  expect(ids).toContain('getProjectsByProjectProfilesByIdExport');
  expect(ids).toContain('patchProjectsByProjectCaptureRules');
  expect(ids.every((id) => /^[a-z]+[A-Z][A-Za-z0-9]*$/.test(id ?? ''))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});
