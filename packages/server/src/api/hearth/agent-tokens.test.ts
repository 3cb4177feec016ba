import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

let face: HearthFace;
let admin: string;
beforeAll(async () => {
  face = await startHearthFace();
  admin = await face.token(['project:admin']);
});
afterAll(() => face.stop());

const make = async (body: object, token = admin) => {
  const answer = await face.send('POST', '/api/v1/tokens', token, { name: 'hosts', ...body });
  const made: Record<string, unknown> = { ...answer.json<Record<string, unknown>>(), status: answer.statusCode };
  return made;
};

it('makes the token of an agent, bound to a pipeline of the project, and lists it as such', async () => {
  const made = await make({ agent: { pipeline: 'etl', ordinal: 2, makesPipeline: false } });
  const agent = { pipeline: 'etl', ordinal: 2, makesPipeline: false };
  expect(made).toMatchObject({ status: 201, scopes: ['agent'], project: 'default', agent });
  const verified = await face.catalog.tokens.verify(String(made['token']));
  expect(verified).toMatchObject({ agent, reach: { kind: 'project', projectId: face.ours.id } });
  const { tokens } = (await face.get('/api/v1/tokens', admin)).json<{ tokens: readonly { agent: object | null }[] }>();
  expect(tokens[0]).toMatchObject({ id: made['id'], agent });
  expect(tokens[1]?.agent).toBeNull();
});

it('binds it to the project of a pipeline that exists; without a project to the one that is there for all', async () => {
  const { organizationId } = face.ours;
  const second = await face.catalog.projects.create({ organizationId, name: 'second' });
  await face.catalog.pipelines.create({ organizationId, projectId: second.id, name: 'elsewhere' });
  expect(await make({ agent: { pipeline: 'elsewhere' } }, face.adminToken)).toMatchObject({ project: 'second' });
  expect(await make({ agent: { pipeline: 'new' } }, face.adminToken)).toMatchObject({
    project: 'default',
    agent: { pipeline: 'new', ordinal: null, makesPipeline: true },
  });
  const stranger = await face.token(['project:admin'], face.theirs);
  expect(await make({ agent: { pipeline: 'elsewhere' } }, stranger)).toMatchObject({ project: face.theirs.slug });
});

it.each<[string, object]>([
  ['no scope and no agent', {}],
  ['another scope', { scopes: ['project:read'], agent: { pipeline: 'etl' } }],
  ['the scope without an agent', { scopes: ['agent'] }],
  ['a name that is none', { agent: { pipeline: '../etl' } }],
  ['a host that is none', { agent: { pipeline: 'etl', ordinal: -1 } }],
])('refuses %s', async (_, body) => {
  expect((await make(body, face.adminToken))['status']).toBe(400);
});

it('is for those who may make tokens, in their own projects', async () => {
  const agent = { pipeline: 'etl' };
  expect((await make({ agent }, await face.token(['project:write'])))['status']).toBe(403);
  const stranger = await face.token(['project:admin'], face.theirs);
  expect((await make({ agent, project: 'default' }, stranger))['status']).toBe(404);
});

it('such a token reads nothing and makes nothing, whatever it asks for', async () => {
  const token = String((await make({ agent: { pipeline: 'etl' } }))['token']);
  for (const url of ['/tokens', '/projects', '/pipelines', '/captures', '/projects/default/profiles', '/status']) {
    expect([url, (await face.get(`/api/v1${url}`, token)).statusCode]).toEqual([url, 403]);
  }
  expect((await face.send('POST', '/api/v1/pipelines', token, { name: 'x' })).statusCode).toBe(403);
  expect((await face.send('POST', '/api/v1/captures', token, { pipeline: 'etl' })).statusCode).toBe(403);
});
