import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const UPLOAD_ID = '1'.padStart(32, '0');

let face: HearthFace;
let reader: string;
beforeAll(async () => {
  face = await startHearthFace({
    now: () => NOON_MS,
    status: () => ({
      version: '1.2.3',
      startedMs: NOON_MS,
      notReady: undefined,
      queue: { uploads: 3, bytes: 4096, oldestMs: NOON_MS - 2_400 },
    }),
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
          bytes: 4,
        })),
      original: async ({ uploadId }) =>
        uploadId === UPLOAD_ID
          ? { contentType: 'text/html', format: 'sentry-envelope', body: Buffer.from('{}\n') }
          : undefined,
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

it('gives the bytes of a quarantined upload to whoever may try it again, to download', async () => {
  const orgAdmin = await face.token(['org:admin']);
  const pathOf = (project: string, uploadId = UPLOAD_ID) => `/api/v1/admin/quarantine/${project}/${uploadId}/original`;
  const answer = await face.get(pathOf(face.ours.slug), orgAdmin);
  expect(answer.body).toBe('{}\n');
  expect(answer.headers).toMatchObject({
    'content-disposition': `attachment; filename="default-${UPLOAD_ID}.envelope"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect((await face.get(pathOf(face.ours.slug, '2'.padStart(32, '0')), orgAdmin)).statusCode).toBe(404);
  expect((await face.get(pathOf(face.theirs.slug), orgAdmin)).statusCode).toBe(404);
  expect((await face.get(pathOf(face.ours.slug), reader)).statusCode).toBe(403);
});

it('describes its own routes, and only them, and says how many uploads wait', async () => {
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
    queue: { uploads: 3, bytes: 4096, waitsSeconds: 2 },
    ready: true,
    notReady: null,
  });
});
