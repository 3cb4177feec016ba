import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const UPLOAD_ID = '1'.padStart(32, '0');

let face: HearthFace;
let reader: string;
beforeAll(async () => {
  face = await startHearthFace({
    status: () => ({ version: '1.2.3', startedMs: NOON_MS, notReady: undefined }),
    rebuild: async function* () {
      yield { groups: 1 };
      throw new HearthError('engine_unavailable');
    },
    quarantine: {
      list: async () =>
        [face.ours.id, face.theirs.id, 999].map((projectId) => ({
          projectId,
          uploadId: UPLOAD_ID,
          source: 'file',
          reason: 'broken',
          atMs: NOON_MS,
        })),
      retry: async (only) => (only === undefined ? 2 : only.uploadId === UPLOAD_ID ? 1 : undefined),
    },
  });
  reader = await face.token(['project:read']);
});
afterAll(() => face.stop());

it('streams a rebuild as lines and ends with its error', async () => {
  expect((await face.send('POST', '/api/v1/admin/rebuild', reader)).statusCode).toBe(403);
  const answer = await face.send('POST', '/api/v1/admin/rebuild', face.adminToken, {});
  expect(answer.headers['content-type']).toBe('application/x-ndjson');
  expect(
    answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([{ groups: 1 }, { error: { code: 'engine_unavailable', message: 'The storage engine is starting.' } }]);
});

it('shows the operator of an organization its own quarantined uploads, and tries them again', async () => {
  const path = '/api/v1/admin/quarantine';
  const orgAdmin = await face.token(['org:admin']);
  const projectsSeenBy = async (token: string): Promise<readonly string[]> =>
    (await face.get(path, token))
      .json<{ readonly uploads: readonly { readonly project: string }[] }>()
      .uploads.map(({ project }) => project);
  expect(await projectsSeenBy(face.adminToken)).toEqual([face.ours.slug, face.theirs.slug]);
  expect(await projectsSeenBy(orgAdmin)).toEqual([face.ours.slug]);
  expect((await face.get(path, reader)).statusCode).toBe(403);
  expect((await face.send('POST', `${path}/retry`, reader)).statusCode).toBe(403);
  expect((await face.send('POST', `${path}/retry`, orgAdmin)).json()).toEqual({ released: 2 });
  const retry = async (project: string, uploadId: string) =>
    (await face.send('POST', `${path}/retry`, orgAdmin, { upload: { project, uploadId } })).json<object>();
  expect(await retry(face.ours.slug, UPLOAD_ID)).toEqual({ released: 1 });
  expect(await retry(face.ours.slug, '2'.padStart(32, '0'))).toMatchObject({ code: 'not_found' });
  expect(await retry(face.theirs.slug, UPLOAD_ID)).toMatchObject({ code: 'project_not_found' });
});

it('describes its own routes, and only them', async () => {
  const answer = await face.get('/api/v1/openapi.json');
  expect(answer.statusCode).toBe(200);
  const document = answer.json<{
    readonly openapi: string;
    readonly info: object;
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, object>> };
  }>();
  expect(document.openapi).toMatch(/^3\.1/);
  expect(document.info).toMatchObject({ title: 'Hearth', version: '1.2.3' });
  expect(Object.keys(document.paths)).toContain('/api/v1/projects/{project}/profiles');
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['ProfileList', 'Facets', 'Problem', 'Token']),
  );
  for (const [path, methods] of Object.entries(document.paths)) {
    expect(path).toMatch(/^\/api\/v1\//);
    for (const operation of Object.values(methods)) expect(operation.summary, path).toBeDefined();
  }
  expect((await face.get('/api/v1/status', reader)).json()).toEqual({
    version: '1.2.3',
    started: '2026-11-21T12:00:00.000Z',
    ready: true,
    notReady: null,
  });
});
