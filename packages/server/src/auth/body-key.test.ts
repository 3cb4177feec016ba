import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HearthError } from '../errors/hearth-error.ts';
import { admitByBodyKey, awaitsBodyKey } from './body-key.ts';
import type { BodyKey } from './call.ts';
import { projectOf, registerAuth } from './register-auth.ts';
import { type AuthFixture, bearer, startAuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
let app: FastifyInstance;
/** What the handler finds in the body. */
let found: BodyKey | undefined;

beforeAll(async () => {
  fixture = await startAuthFixture();
  app = fastify();
  app.setErrorHandler((error, _request, reply) =>
    error instanceof HearthError ? reply.code(error.status).send({ code: error.code }) : reply.send(error),
  );
  registerAuth(app, { catalog: fixture.catalog });
  app.post('/in', { config: { access: { kind: 'ingest', keyInBody: true } } }, async (request) => {
    const wasStranger = awaitsBodyKey(request);
    await admitByBodyKey(request, found);
    return { project: projectOf(request).slug, caller: request.caller.kind, wasStranger };
  });
  app.post('/forgetful', { config: { access: { kind: 'ingest', keyInBody: true } } }, async () => 'secret');
});
afterAll(async () => {
  await app.close();
  await fixture.close();
});

const ask = async (body: BodyKey | undefined, headers: Record<string, string> = {}): Promise<string> => {
  found = body;
  const response = await app.inject({ method: 'POST', url: '/in', headers });
  const { project, caller, wasStranger, code } = response.json<Record<string, string>>();
  return response.statusCode === 200 ? `${caller} -> ${project} ${wasStranger}` : `${response.statusCode} ${code}`;
};

it('the key in the body lets in, into its project only', async () => {
  const { key, otherKey, endedKey, unknownKey, write } = fixture.secrets;
  expect(await ask({ key, project: '1' })).toBe('ingest-key -> default true');
  expect(await ask({ key: otherKey, project: '3' })).toBe('ingest-key -> theirs true');
  expect(await ask({ key, project: '3' })).toBe('404 project_not_found');
  expect(await ask({ key, project: '999' })).toBe('404 project_not_found');
  expect(await ask({ key: endedKey, project: '1' })).toBe('403 invalid_ingest_key');
  expect(await ask({ key: unknownKey, project: '1' })).toBe('403 invalid_ingest_key');
  // A token has no business in a body.
  expect(await ask({ key: write, project: '1' })).toBe('400 malformed_ingest_key');
  expect(await ask(undefined)).toBe('401 unauthenticated');
});

it('a credential outside of the body wins, also when it is wrong', async () => {
  const { key, otherKey, unknownToken } = fixture.secrets;
  expect(await ask({ key: otherKey, project: '3' }, bearer(key))).toBe('ingest-key -> default false');
  expect(await ask({ key, project: '1' }, bearer(unknownToken))).toBe('401 invalid_token');
});

it('a session is taken from our own page only', async () => {
  const cookie = await fixture.signIn(['project:write']);
  expect(await ask(undefined, { cookie, 'sec-fetch-site': 'same-origin' })).toBe('session -> default true');
  expect(await ask(undefined, { cookie, 'sec-fetch-site': 'cross-site' })).toBe('403 csrf');
});

it('a handler that forgets to let anyone in answers nothing', async () => {
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/forgetful' });
  expect(statusCode).toBe(401);
  expect(body).not.toContain('secret');
  expect((await app.inject({ method: 'POST', url: '/forgetful', headers: bearer(fixture.secrets.key) })).body).toBe(
    'secret',
  );
});
