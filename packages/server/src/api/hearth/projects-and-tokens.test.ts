import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const BASE = '/api/v1/projects/default';

let face: HearthFace;
let reader: string;
beforeAll(async () => {
  face = await startHearthFace();
  reader = await face.token(['project:read']);
});
afterAll(() => face.stop());

const ok = async <T>(url: string, token = reader): Promise<T> => {
  const answer = await face.get(url, token);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<T>();
};

it('makes, shows and lists projects within reach', async () => {
  const writer = await face.token(['org:write']);
  const made = await face.send('POST', '/api/v1/projects', writer, { name: 'Web Shop', retentionDays: 7 });
  expect(made.statusCode, made.body).toBe(201);
  expect(made.json()).toMatchObject({ slug: 'web-shop', retentionDays: 7, defaultEnvironment: 'production' });
  const slugs = async (token: string) =>
    (await ok<{ readonly projects: readonly { readonly slug: string }[] }>('/api/v1/projects', token)).projects.map(
      ({ slug }) => slug,
    );
  expect(await slugs(writer)).toEqual(['default', 'web-shop']);
  expect(await slugs(reader)).toEqual(['default']);
  expect(await slugs(face.adminToken)).toEqual(['default', 'theirs', 'web-shop']);
  expect(await ok(`${BASE}`)).toMatchObject({ id: 1, slug: 'default', key: face.ours.key });
  expect((await face.send('POST', '/api/v1/projects', writer, { name: 'Web Shop' })).json()).toMatchObject({
    code: 'conflict',
  });
  expect((await face.send('POST', '/api/v1/projects', reader, { name: 'No' })).statusCode).toBe(403);
  expect(
    (await face.send('POST', '/api/v1/projects', writer, { name: 'X', organization: 'neighbours' })).statusCode,
  ).toBe(400);
});

it('renames a project and changes its settings', async () => {
  const writer = await face.token(['org:write']);
  const { id } = (await face.send('POST', '/api/v1/projects', writer, { name: 'Till' })).json() as { id: number };
  const url = `/api/v1/projects/${id}`;
  const admin = await face.token(['org:admin']);
  const changed = await face.send('PATCH', url, admin, { slug: 'cash-desk', retentionDays: 90 });
  expect(changed.statusCode, changed.body).toBe(200);
  expect(changed.json()).toMatchObject({ id, slug: 'cash-desk', name: 'Till', retentionDays: 90 });
  expect((await face.get('/api/v1/projects/cash-desk', admin)).json()).toEqual(changed.json());
  expect((await face.send('PATCH', url, admin, { slug: 'default' })).json()).toMatchObject({ code: 'conflict' });
  for (const body of [{}, { key: 'x' }, { retentionDays: 0 }]) {
    expect((await face.send('PATCH', url, admin, body)).statusCode).toBe(400);
  }
  expect((await face.send('PATCH', url, writer, { slug: 'mine' })).statusCode).toBe(403);
});

it('makes tokens no stronger than the one that makes them, and revokes them', async () => {
  const admin = await face.token(['project:admin']);
  const weak = await face.send('POST', '/api/v1/tokens', admin, {
    name: 'ci',
    scopes: ['ingest'],
    expires: '2100-01-01T00:00:00Z',
  });
  expect(weak.statusCode, weak.body).toBe(201);
  const { id, token, ...shown } = weak.json<{ readonly id: number; readonly token: string }>();
  expect(shown).toMatchObject({
    name: 'ci',
    scopes: ['ingest'],
    project: 'default',
    revoked: null,
    expires: '2100-01-01T00:00:00.000Z',
  });
  expect(token).toMatch(/^hearth_/);
  const strong = { name: 'up', scopes: ['org:admin'] };
  expect((await face.send('POST', '/api/v1/tokens', admin, strong)).statusCode).toBe(403);
  expect((await face.send('POST', '/api/v1/tokens', admin, { ...strong, scopes: [] })).statusCode).toBe(400);
  const elsewhere = { name: 'x', scopes: ['ingest'], project: face.theirs.key };
  expect((await face.send('POST', '/api/v1/tokens', admin, elsewhere)).statusCode).toBe(404);
  const list = await ok<{ readonly tokens: readonly { readonly id: number }[] }>('/api/v1/tokens', admin);
  expect(list.tokens[0]).toMatchObject({ id, name: 'ci' });
  expect(JSON.stringify(list)).not.toContain(token);
  expect((await face.send('DELETE', `/api/v1/tokens/${String(id)}`, admin)).statusCode).toBe(204);
  expect((await face.send('DELETE', '/api/v1/tokens/1', admin)).statusCode).toBe(404);
  expect((await face.send('DELETE', '/api/v1/tokens/x', admin)).statusCode).toBe(400);
  expect((await face.get(`${BASE}/profiles`, token)).statusCode).toBe(401);
});

it('lets nobody end a token stronger than their own', async () => {
  const { organizationId } = face.ours;
  const wanted = { name: 'whole organization', organizationId };
  const boss = await face.catalog.tokens.create({ ...wanted, scopes: ['org:admin'] });
  const admin = await face.catalog.tokens.create({ ...wanted, scopes: ['project:admin'] });
  const revoke = async (id: number, secret: string) =>
    (await face.send('DELETE', `/api/v1/tokens/${String(id)}`, secret)).statusCode;
  expect(await revoke(boss.token.id, admin.secret)).toBe(403);
  expect(await face.catalog.tokens.verify(boss.secret)).toBeDefined();
  expect(await revoke(admin.token.id, boss.secret)).toBe(204);
  expect(await revoke(boss.token.id, boss.secret)).toBe(204);
});

it('makes, rotates and ends ingest keys', async () => {
  const admin = await face.token(['project:admin']);
  const made = (await face.send('POST', `${BASE}/keys`, admin, { name: 'edge' })).json<{ readonly key: string }>();
  expect(made).toMatchObject({ name: 'edge', active: true, ended: null });
  const rotated = await face.send('POST', `${BASE}/keys/${made.key}/rotate`, admin);
  expect(rotated.statusCode, rotated.body).toBe(201);
  const { key } = rotated.json<{ readonly key: string }>();
  expect((await face.send('DELETE', `${BASE}/keys/${key}`, admin)).statusCode).toBe(204);
  expect((await face.send('DELETE', `${BASE}/keys/${key}`, admin)).statusCode).toBe(404);
  const { keys } = await ok<{ readonly keys: readonly { readonly key: string; readonly active: boolean }[] }>(
    `${BASE}/keys`,
  );
  expect(keys.filter(({ active }) => active)).toHaveLength(1);
  expect(keys).toHaveLength(3);
  expect((await face.send('POST', `${BASE}/keys`, reader, { name: 'no' })).statusCode).toBe(403);
});
