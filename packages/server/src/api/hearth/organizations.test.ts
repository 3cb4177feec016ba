import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const URL = '/api/v1/organizations';

let face: HearthFace;
let boss: string;
beforeAll(async () => {
  face = await startHearthFace();
  boss = await face.token(['org:admin']);
});
afterAll(() => face.stop());

const slugs = async (token: string): Promise<readonly string[]> => {
  const answer = await face.get(URL, token);
  expect(answer.statusCode, answer.body).toBe(200);
  const { organizations } = answer.json<{ readonly organizations: readonly { readonly slug: string }[] }>();
  return organizations.map(({ slug }) => slug);
};

it('lets the operator make one, and projects and tokens in it that reach no other', async () => {
  const made = await face.send('POST', URL, face.adminToken, { name: 'Acme (EU)' });
  expect(made.statusCode, made.body).toBe(201);
  expect(made.json()).toMatchObject({ slug: 'acme-eu', name: 'Acme (EU)' });
  expect(await slugs(face.adminToken)).toEqual(['default', 'neighbours', 'acme-eu']);
  expect((await face.send('POST', URL, face.adminToken, { name: 'Acme EU' })).json()).toMatchObject({
    code: 'conflict',
  });
  expect((await face.send('POST', URL, face.adminToken, { name: ' ' })).statusCode).toBe(400);

  const project = { name: 'Default', organization: 'acme-eu' };
  const own = await face.send('POST', '/api/v1/projects', face.adminToken, project);
  expect(own.json()).toMatchObject({ slug: 'default', organization: 'acme-eu' });
  const wanted = { name: 'acme', scopes: ['org:admin'], organization: 'acme-eu' };
  const token = (await face.send('POST', '/api/v1/tokens', face.adminToken, wanted)).json<{ readonly token: string }>();
  expect(token).toMatchObject({ organization: 'acme-eu', project: null });
  expect(await slugs(token.token)).toEqual(['acme-eu']);
  // The slug is the first organization's, too: within reach it is one project's.
  expect((await face.get('/api/v1/projects/default', token.token)).json()).toMatchObject({ organization: 'acme-eu' });
});

it('lets nobody else make one, not even who manages the whole first organization', async () => {
  const answer = await face.send('POST', URL, boss, { name: 'Mine' });
  expect(answer.statusCode).toBe(403);
  expect(answer.json()).toMatchObject({ code: 'forbidden' });
  expect((await face.get(URL, boss)).json()).toMatchObject({ mayMake: false });
  expect((await face.get(URL, face.adminToken)).json()).toMatchObject({ mayMake: true });
  expect(await slugs(await face.token(['project:read']))).toEqual(['default']);
  expect((await face.get(URL, await face.token(['ingest']))).statusCode).toBe(403);
});

it('renames one within reach; its slug is the operator to change', async () => {
  const renamed = await face.send('PATCH', `${URL}/default`, boss, { name: 'Home' });
  expect(renamed.statusCode, renamed.body).toBe(200);
  expect(renamed.json()).toMatchObject({ id: 1, slug: 'default', name: 'Home' });
  expect((await face.send('PATCH', `${URL}/1`, boss, { slug: 'home' })).statusCode).toBe(403);
  expect((await face.send('PATCH', `${URL}/1`, face.adminToken, { slug: 'neighbours' })).statusCode).toBe(409);
  expect((await face.send('PATCH', `${URL}/1`, face.adminToken, { slug: 'home' })).json()).toMatchObject({
    slug: 'home',
  });
  expect((await face.send('PATCH', `${URL}/neighbours`, boss, { name: 'Taken' })).statusCode).toBe(404);
  expect((await face.send('PATCH', `${URL}/1`, await face.token(['org:write']), { name: 'No' })).statusCode).toBe(403);
  for (const body of [{}, { name: '' }, { id: 7 }]) {
    expect((await face.send('PATCH', `${URL}/1`, boss, body)).statusCode).toBe(400);
  }
});
