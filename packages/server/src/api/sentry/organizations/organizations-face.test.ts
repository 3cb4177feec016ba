import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RowSource } from '../../../store/readers/row-source.ts';
import { startFace, type TestFace } from '../../testing/start-face.ts';
import { registerSentryFace } from '../register-sentry-face.ts';
import { organizationDetail, organizationItem, projectDetail, projectItem } from './organization-schema.ts';
import { rootItem } from './root-route.ts';

const nothing: RowSource = {
  rows: () => Promise.reject(new Error('not asked here')),
  binary: () => Promise.reject(new Error('not asked here')),
};

describe("Sentry's organizations and projects", () => {
  let face: TestFace;
  let bound: string;
  let everything: string;

  beforeAll(async () => {
    face = await startFace(nothing);
    const { catalog, questions } = face;
    await registerSentryFace(face.app, { catalog, questions, publicUrl: 'https://hearth.example/' });
    for (let index = 0; index < 3; index += 1) {
      await catalog.projects.create({ organizationId: face.ours.organizationId, name: `p${String(index)}` });
    }
    bound = await face.token(['project:releases']);
    everything = await face.token(['org:read']);
  });
  afterAll(() => face.stop());

  const ask = async <S extends z.ZodType>(schema: S, path: string, token?: string): Promise<z.infer<S>> => {
    const answer = await face.get(`/api/0${path}`, token);
    expect(answer.statusCode, answer.body).toBe(200);
    return schema.parse(answer.json());
  };

  it('says who calls', async () => {
    expect(await ask(rootItem, '/')).toEqual({ version: '0', auth: null, user: null });
    expect(await ask(rootItem, '/', bound)).toMatchObject({ auth: { scopes: ['project:releases'] } });
    const strong = await face.token(['project:write']);
    expect(await ask(rootItem, '/', strong)).toMatchObject({
      auth: { scopes: ['project:read', 'project:releases', 'project:write'] },
    });
    const wrong = await face.get('/api/0/', 'wrong');
    expect([wrong.statusCode, wrong.json()]).toEqual([401, { detail: 'Invalid token' }]);
  });

  it('shows organizations as far as the caller reaches', async () => {
    const list = z.array(organizationItem);
    const [ours, ...others] = await ask(list, '/organizations/?cursor=', bound);
    expect(others).toEqual([]);
    expect(ours).toMatchObject({ id: '1', slug: 'default', links: { regionUrl: 'https://hearth.example' } });
    expect((await ask(list, '/organizations/', face.adminToken)).map(({ slug }) => slug)).toEqual([
      'default',
      'neighbours',
    ]);
    expect(await ask(organizationDetail, '/organizations/1/', bound)).toMatchObject({
      slug: 'default',
      projects: [{ slug: 'default' }],
    });
  });

  it('shows projects as far as the caller reaches, page by page', async () => {
    const list = z.array(projectItem);
    const slugs = async (path: string, token: string) => (await ask(list, path, token)).map(({ slug }) => slug);
    expect(await slugs('/organizations/default/projects/', bound)).toEqual(['default']);
    expect(await slugs('/organizations/default/projects/?per_page=3', everything)).toEqual(['default', 'p0', 'p1']);
    const answer = await face.get('/api/0/organizations/default/projects/?per_page=3', everything);
    expect(answer.headers.link).toContain('rel="next"; results="true"; cursor="0:3:0"');
    expect(await slugs('/organizations/default/projects/?per_page=3&cursor=0:3:0', everything)).toEqual(['p2']);
    const all = await ask(z.array(projectDetail), '/projects/', face.adminToken);
    expect(all.map(({ slug, organization }) => `${organization.slug}/${slug}`)).toEqual([
      'default/default',
      'neighbours/theirs',
      'default/p0',
      'default/p1',
      'default/p2',
    ]);
    expect(await ask(projectDetail, '/projects/default/p1/', everything)).toMatchObject({
      slug: 'p1',
      organization: { slug: 'default' },
    });
  });

  it.each([
    ['/organizations/neighbours/', 404],
    ['/organizations/neighbours/projects/', 404],
    ['/projects/neighbours/theirs/', 404],
    ['/projects/default/theirs/', 404],
  ])('hides %s', async (path, status) => {
    expect((await face.get(`/api/0${path}`, everything)).statusCode).toBe(status);
    expect((await face.get(`/api/0${path}`)).statusCode).toBe(401);
    expect((await face.get(`/api/0${path}`, await face.token(['ingest']))).statusCode).toBe(403);
  });
});
