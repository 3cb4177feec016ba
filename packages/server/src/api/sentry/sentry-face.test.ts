import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { RowSource } from '../../store/readers/row-source.ts';
import { startFace, type TestFace } from '../testing/start-face.ts';
import { clientKey } from './keys/key-schema.ts';
import { registerSentryFace } from './register-sentry-face.ts';

const PATH = '/api/0/projects/default/default/keys/';
const nothing: RowSource = {
  rows: () => Promise.reject(new Error('not asked here')),
  binary: () => Promise.reject(new Error('not asked here')),
};

describe("Sentry's client keys", () => {
  let face: TestFace;
  let token: string;

  beforeAll(async () => {
    face = await startFace(nothing);
    await registerSentryFace(face.app, { ...face, publicUrl: undefined });
    token = await face.token(['project:read']);
  });
  afterAll(() => face.stop());

  const keys = async (path = PATH, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await face.app.inject({ url: path, headers: { authorization: `Bearer ${token}`, ...headers } });
    expect(answer.statusCode, answer.body).toBe(200);
    return z.array(clientKey).parse(answer.json());
  };

  it('shows the key and a DSN at the address that was asked', async () => {
    const [key, ...others] = await keys(PATH, { host: 'hearth.internal:4040' });
    expect(others).toEqual([]);
    expect(key).toMatchObject({ isActive: true, projectId: 1, rateLimit: null, public: key?.id });
    expect(key?.dsn.public).toBe(`http://${String(key?.public)}@hearth.internal:4040/1`);
    expect(await keys('/api/0/projects/1/1/keys/', { host: 'hearth.internal:4040' })).toEqual([key]);
  });

  it('lists working keys first, and can list one kind alone', async () => {
    const [old] = await face.catalog.ingestKeys.list(face.ours.id);
    const fresh = await face.catalog.ingestKeys.rotate(face.ours.id, old?.key ?? '');
    expect((await keys()).map(({ id }) => id)).toEqual([fresh.key, old?.key]);
    expect((await keys(`${PATH}?status=active`)).map(({ id }) => id)).toEqual([fresh.key]);
    expect((await keys(`${PATH}?status=inactive`)).map(({ isActive }) => isActive)).toEqual([false]);
  });

  it.each([
    ['nobody', undefined, PATH, 401, 'Authentication credentials were not provided.'],
    ['a wrong token', 'wrong', PATH, 401, 'Invalid token'],
    ['a wrong organization token', 'sntrys_wrong', PATH, 401, 'Invalid org token'],
    [
      'an unknown organization',
      'ours',
      '/api/0/projects/nowhere/default/keys/',
      404,
      'The requested resource does not exist',
    ],
    [
      'an unknown project',
      'ours',
      '/api/0/projects/default/nowhere/keys/',
      404,
      'The requested resource does not exist',
    ],
    ['an unknown address', 'ours', '/api/0/nothing/', 404, 'The requested resource does not exist'],
    ['too little', 'ingest', PATH, 403, 'You do not have permission to perform this action.'],
  ])("answers %s in Sentry's words", async (_name, who, path, status, detail) => {
    const secret = who === 'ours' ? token : who === 'ingest' ? await face.token(['ingest']) : who;
    const answer = await face.get(path, secret);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ detail });
  });

  it('says when a token was good until its time was over', async () => {
    const expiresMs = Date.now() + 20;
    const wanted = {
      name: 'ci',
      scopes: ['project:read'] as const,
      organizationId: face.ours.organizationId,
      expiresMs,
    };
    const { secret } = await face.catalog.tokens.create(wanted);
    await vi.waitFor(async () => {
      const answer = await face.get(PATH, secret);
      expect([answer.statusCode, answer.json()]).toEqual([401, { detail: 'Token expired' }]);
    });
  });

  it('leads readers of a renamed project to its new address', async () => {
    const { organizationId } = face.ours;
    const project = await face.catalog.projects.create({ organizationId, name: 'Old name' });
    await face.catalog.projects.update(project.id, { slug: 'new-name' });
    const everything = await face.token(['org:read']);
    const answer = await face.get('/api/0/projects/default/old-name/keys/?status=active', everything);
    const url = '/api/0/projects/default/new-name/keys/?status=active';
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe(url);
    expect(answer.json()).toEqual({ slug: 'new-name', detail: { extra: { url, slug: 'new-name' } } });
    expect((await face.get(url, everything)).statusCode).toBe(200);
    expect((await face.get('/api/0/projects/default/old-name/keys/', token)).statusCode).toBe(404);
    const stranger = await face.token(['org:read'], face.theirs);
    expect((await face.get('/api/0/projects/default/old-name/keys/', stranger)).statusCode).toBe(404);
  });

  it('hides other tenants', async () => {
    const stranger = await face.token(['project:read'], face.theirs);
    expect((await face.get(PATH, stranger)).statusCode).toBe(404);
    const mixed = `/api/0/projects/default/${face.theirs.slug}/keys/`;
    expect((await face.get(mixed, face.adminToken)).statusCode).toBe(404);
  });
});
