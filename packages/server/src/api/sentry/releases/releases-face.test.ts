import type { LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Project } from '../../../catalog/projects.ts';
import { startFace, type TestFace } from '../../testing/start-face.ts';
import { registerSentryFace } from '../register-sentry-face.ts';
import { releaseDocument } from './release-document.ts';
import { commitItem, deployItem, releaseItem, repositoryItem } from './release-schema.ts';
import { type SeenRelease, seenReleases } from './testing/seen-releases.ts';

const ORGANIZATION = '/api/0/organizations/default';
const PROJECT = '/api/0/projects/default/default';
const BORN_MS = Date.UTC(2026, 0, 1);
const iso = (offsetMs: number) => new Date(BORN_MS + offsetMs).toISOString();

describe("Sentry's releases", () => {
  const seen: SeenRelease[] = [];
  let face: TestFace;
  let web: Project;
  /** May write releases of project `default` alone. */
  let pipeline: string;

  beforeEach(async () => {
    seen.length = 0;
    face = await startFace(seenReleases(seen));
    await registerSentryFace(face.app, {
      catalog: face.catalog,
      questions: face.questions,
      publicUrl: 'https://hearth.example/base',
    });
    web = await face.catalog.projects.create({ organizationId: face.ours.organizationId, name: 'Web' });
    pipeline = await face.token(['project:releases']);
  });
  afterEach(() => face.stop());

  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, token?: string, body?: object) =>
    face.app.inject({
      method,
      url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
  const announce = (body: object, token = face.adminToken) => call('POST', `${ORGANIZATION}/releases/`, token, body);
  const listed = (answer: LightMyRequestResponse) => {
    expect(answer.statusCode, answer.body).toBe(200);
    return z.array(releaseItem).parse(answer.json());
  };
  const versions = async (path: string, token = face.adminToken) =>
    listed(await face.get(path, token)).map(({ version }) => version);

  it('announces one: 201, and 208 when nothing is new', async () => {
    const body = {
      version: 'shop@1.2.3-rc.1+abc',
      projects: ['default'],
      dateStarted: '2026-11-21T14:12:43.171167203Z',
    };
    const first = await announce(body, pipeline);
    expect(first.statusCode, first.body).toBe(201);
    const release = releaseItem.parse(first.json());
    expect(release).toMatchObject({
      version: 'shop@1.2.3-rc.1+abc',
      shortVersion: 'shop@1.2.3-rc.1+abc',
      status: 'open',
      dateReleased: null,
      versionInfo: {
        package: 'shop',
        version: { raw: '1.2.3-rc.1+abc', major: 1, minor: 2, patch: 3, pre: 'rc.1', buildCode: 'abc', components: 3 },
        description: '1.2.3-rc.1 (abc)',
        buildHash: null,
      },
      projects: [{ id: 1, slug: 'default', name: 'Default', platform: null, platforms: [] }],
      firstEvent: null,
      lastEvent: null,
    });
    expect((await announce(body, pipeline)).statusCode).toBe(208);
    const shared = await announce({ ...body, projects: [web.id] });
    expect(shared.statusCode).toBe(201);
    expect(releaseItem.parse(shared.json()).projects.map(({ slug }) => slug)).toEqual(['default', 'web']);
    const path = `${ORGANIZATION}/releases/${encodeURIComponent(body.version)}/`;
    expect(releaseItem.parse((await face.get(path, pipeline)).json()).projects.map(({ id }) => id)).toEqual([1]);
    expect(releaseItem.parse((await face.get(`${PROJECT}/releases/${body.version}/`, pipeline)).json())).toEqual(
      release,
    );
    const below = await call('POST', `${PROJECT}/releases/`, pipeline, { version: '2', ref: 'main' });
    expect(below.statusCode).toBe(201);
    expect(releaseItem.parse(below.json())).toMatchObject({ ref: 'main', projects: [{ slug: 'default' }] });
  });

  it('finalizes, archives, restores and removes', async () => {
    await announce({ version: '1', projects: ['default'] });
    const path = `${ORGANIZATION}/releases/1/`;
    const put = await call('PUT', path, pipeline, { projects: ['default'], dateReleased: '2026-11-21T14:12:43+01:00' });
    expect(releaseItem.parse(put.json())).toMatchObject({ dateReleased: '2026-11-21T13:12:43.000Z' });
    const local = await call('PUT', path, pipeline, {
      dateReleased: '2026-11-21T14:12:43',
      url: 'https://ci.example/1',
    });
    expect(releaseItem.parse(local.json())).toMatchObject({
      dateReleased: '2026-11-21T14:12:43.000Z',
      url: 'https://ci.example/1',
    });
    expect((await announce({ version: '1', projects: [], status: 'archived' }, pipeline)).statusCode).toBe(208);
    expect(await versions(`${PROJECT}/releases/?status=archived`)).toEqual(['1']);
    await announce({ version: '1', projects: [], status: 'open' }, pipeline);
    expect(await versions(`${PROJECT}/releases/?status=archived`)).toEqual([]);
    const removed = await call('DELETE', path, pipeline);
    expect([removed.statusCode, removed.body]).toEqual([204, '']);
    expect((await face.get(path, pipeline)).statusCode).toBe(404);
    expect((await call('DELETE', path, pipeline)).statusCode).toBe(404);
  });

  it('shows what only profiles know, and does not remove it', async () => {
    seen.push({ project: 1, version: 'seen', firstMs: BORN_MS, lastMs: BORN_MS + 5 });
    seen.push({ project: 1, version: 'asked', firstMs: BORN_MS + 1, lastMs: BORN_MS + 1 });
    seen.push({ project: 1, version: 'not/a/release', firstMs: BORN_MS, lastMs: BORN_MS });
    seen.push({ project: web.id, version: 'seen', firstMs: BORN_MS - 9, lastMs: BORN_MS });
    const asked = releaseItem.parse((await face.get(`${ORGANIZATION}/releases/asked/`, pipeline)).json());
    expect(asked).toMatchObject({ dateCreated: iso(1), firstEvent: iso(1), lastEvent: iso(1) });
    expect(await versions(`${ORGANIZATION}/releases/`, pipeline)).toEqual(['asked', 'seen']);
    const [, own] = listed(await face.get(`${PROJECT}/releases/`, face.adminToken));
    expect(own).toMatchObject({ version: 'seen', firstEvent: iso(0), lastEvent: iso(5), projects: [{ id: 1 }] });
    const [, all] = listed(await face.get(`${ORGANIZATION}/releases/`, face.adminToken));
    expect(all).toMatchObject({ firstEvent: iso(-9), lastEvent: iso(5), projects: [{ id: 1 }, { id: web.id }] });
    const refused = await call('DELETE', `${ORGANIZATION}/releases/asked/`, pipeline);
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toEqual({ detail: 'This release is named by profiles and cannot be removed.' });
    expect(
      (await face.get(`${ORGANIZATION}/releases/${encodeURIComponent('not/a/release')}/`, pipeline)).statusCode,
    ).toBe(404);
    // Shared with a project that the pipeline does not reach.
    expect((await call('DELETE', `${ORGANIZATION}/releases/seen/`, pipeline)).statusCode).toBe(403);
  });

  it('pages with a Link header', async () => {
    for (let index = 0; index < 5; index += 1) {
      await face.catalog.releases.ensure(index === 1 ? web : face.ours, `v${String(index)}`, BORN_MS + index);
    }
    const pages: string[][] = [];
    let path: string | undefined = `${ORGANIZATION}/releases/?per_page=2&cursor=`;
    while (path !== undefined) {
      const answer: LightMyRequestResponse = await face.get(path, face.adminToken);
      pages.push(listed(answer).map(({ version }) => version));
      const link = String(answer.headers.link);
      expect(link).toMatch(
        /^<https:\/\/hearth\.example\/base\/api\/0\/[^>]+>; rel="previous"; results="false"; cursor="[0-9:]+", </,
      );
      const [, url, cursor] = /, <([^>]+)>; rel="next"; results="true"; cursor="([0-9:]+)"$/.exec(link) ?? [];
      expect(url === undefined).toBe(link.includes('rel="next"; results="false"'));
      path = url === undefined ? undefined : url.replace('https://hearth.example/base', '');
      if (path !== undefined) expect(new URL(url ?? '').searchParams.get('cursor')).toBe(cursor);
    }
    expect(pages).toEqual([['v4', 'v3'], ['v2', 'v1'], ['v0']]);
    expect(await versions(`${ORGANIZATION}/releases/?project=${String(web.id)}`)).toEqual(['v1']);
    expect(await versions(`${ORGANIZATION}/releases/?project=1&project=web&query=V1`)).toEqual(['v1']);
    expect(await versions(`${ORGANIZATION}/releases/?project=-1`)).toHaveLength(5);
    expect(await versions(`${PROJECT}/releases/`)).toEqual(['v4', 'v3', 'v2', 'v0']);
    expect((await face.get(`${ORGANIZATION}/releases/?project=${String(web.id)}`, pipeline)).statusCode).toBe(403);
  });

  it('keeps commits, and finds the release before', async () => {
    const commits = [
      {
        id: 'b'.repeat(40),
        repository: 'shop',
        message: 'Second',
        author_name: 'Ada',
        author_email: 'ada@example.org',
        timestamp: '2026-11-20T10:00:00+02:00',
        patch_set: [{ path: 'a', type: 'M' }],
      },
      {
        id: 'a'.repeat(40),
        repository: 'shop',
        message: null,
        author_email: 'bob@example.org',
        timestamp: '2026-11-20T09:00:00Z',
      },
    ];
    await announce({ version: '1', projects: ['default'], commits }, pipeline);
    const answer = await face.get(`${ORGANIZATION}/releases/1/commits/`, pipeline);
    const [second, first] = z.array(commitItem).parse(answer.json());
    expect(second).toMatchObject({
      id: 'b'.repeat(40),
      message: 'Second',
      dateCreated: '2026-11-20T08:00:00.000Z',
      author: { name: 'Ada', email: 'ada@example.org' },
    });
    expect(first).toMatchObject({
      message: null,
      author: { name: null, email: 'bob@example.org' },
      repository: { name: 'shop' },
    });
    expect((await face.get(`${PROJECT}/releases/1/commits/`, pipeline)).json()).toEqual(answer.json());

    await announce({ version: '2', projects: ['default'] }, pipeline);
    const previous = async (version: string) =>
      (await face.get(`${ORGANIZATION}/releases/${version}/previous-with-commits/`, pipeline)).json() as unknown;
    expect(releaseItem.parse(await previous('2'))).toMatchObject({
      version: '1',
      commitCount: 2,
      lastCommit: { id: 'b'.repeat(40) },
      authors: [
        { name: 'Ada', email: 'ada@example.org' },
        { name: null, email: 'bob@example.org' },
      ],
    });
    expect(await previous('1')).toEqual({});
    const refs = [{ repository: 'shop', commit: 'c'.repeat(40), previousCommit: null }];
    const put = await call('PUT', `${ORGANIZATION}/releases/2/`, pipeline, { refs });
    expect(releaseItem.parse(put.json())).toMatchObject({
      commitCount: 1,
      lastCommit: { id: 'c'.repeat(40), author: {} },
    });
    const repos = z.array(repositoryItem).parse((await face.get(`${ORGANIZATION}/repos/?cursor=`, pipeline)).json());
    expect(repos.map(({ name }) => name)).toEqual(['shop']);
  });

  it('keeps deploys', async () => {
    await announce({ version: '1', projects: ['default'] }, pipeline);
    const path = `${ORGANIZATION}/releases/1/deploys/`;
    const body = {
      environment: 'prod',
      name: null,
      url: null,
      dateStarted: null,
      dateFinished: '2026-11-21T14:00:00Z',
    };
    const made = await call('POST', path, pipeline, body);
    expect(made.statusCode, made.body).toBe(201);
    expect(deployItem.parse(made.json())).toEqual({ ...body, id: '1', dateFinished: '2026-11-21T14:00:00.000Z' });
    expect((await face.get(path, pipeline)).json()).toEqual([made.json()]);
    const [release] = listed(await face.get(`${PROJECT}/releases/`, pipeline));
    expect(release).toMatchObject({ deployCount: 1, lastDeploy: made.json() as object });
  });

  it('holds to scopes and tenants', async () => {
    await announce({ version: '1', projects: ['default'] });
    await announce({ version: 'web', projects: ['web'] });
    const reader = await face.token(['project:read']);
    const ci = await face.token(['org:ci']);
    const stranger = await face.token(['org:admin'], face.theirs);
    const uploader = await face.token(['ingest']);
    const status = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, token?: string) => {
      const answer = await call(method, url, token, method === 'PUT' || method === 'POST' ? {} : undefined);
      return [answer.statusCode, (answer.json() as { readonly detail?: unknown }).detail];
    };
    const one = `${ORGANIZATION}/releases/1/`;
    const forbidden = [403, 'You do not have permission to perform this action.'];
    const absent = [404, 'The requested resource does not exist'];
    expect(await status('GET', one)).toEqual([401, 'Authentication credentials were not provided.']);
    expect(await status('PUT', one, 'wrong')).toEqual([401, 'Invalid token']);
    for (const url of [one, `${PROJECT}/releases/1/`]) {
      expect(await status('GET', url, uploader)).toEqual(forbidden);
      expect(await status('GET', url, reader)).toEqual([200, undefined]);
      expect(await status('PUT', url, reader)).toEqual(forbidden);
      expect(await status('DELETE', url, reader)).toEqual(forbidden);
      expect(await status('PUT', url, ci)).toEqual([200, undefined]);
      expect(await status('GET', url, stranger)).toEqual(absent);
      expect(await status('PUT', url, stranger)).toEqual(absent);
    }
    for (const more of ['deploys/', 'commits/', 'previous-with-commits/']) {
      expect(await status('GET', one + more, stranger)).toEqual(absent);
      expect(await status('GET', one + more, uploader)).toEqual(forbidden);
      expect(await status('GET', `${ORGANIZATION}/releases/web/${more}`, pipeline)).toEqual(absent);
    }
    expect(await status('POST', `${one}deploys/`, reader)).toEqual(forbidden);
    expect(await status('GET', `${ORGANIZATION}/releases/web/`, pipeline)).toEqual(absent);
    expect(await status('GET', `${PROJECT}/releases/web/`, face.adminToken)).toEqual(absent);
    expect(await status('GET', `${ORGANIZATION}/chunk-upload/`, ci)).toEqual(absent);
    expect(await versions(`${ORGANIZATION}/releases/`, pipeline)).toEqual(['1']);
    expect(await versions(`${ORGANIZATION}/releases/`, ci)).toEqual(['web', '1']);
  });

  it('writes the release of a profile: whole, in part, or null', async () => {
    const document = (version: string, platform?: string) =>
      releaseDocument(face, face.ours, version, platform === undefined ? {} : { platform });
    expect(await document('')).toBeNull();
    expect(await document('a/b')).toEqual({ version: 'a/b' });
    expect(await document('unknown')).toEqual({ version: 'unknown' });
    seen.push({ project: 1, version: 'shop@1', firstMs: BORN_MS, lastMs: BORN_MS + 5 });
    seen.push({ project: web.id, version: 'shop@1', firstMs: BORN_MS - 9, lastMs: BORN_MS + 9 });
    await face.catalog.releases.ensure(web, 'shop@1', BORN_MS - 9);
    expect(releaseItem.parse(await document('shop@1', 'node'))).toMatchObject({
      version: 'shop@1',
      dateCreated: iso(-9),
      firstEvent: iso(0),
      lastEvent: iso(5),
      projects: [{ id: 1, slug: 'default', name: 'Default', newGroups: 0, platform: 'node', platforms: ['node'] }],
    });
    await announce({ version: 'announced', projects: ['default'] });
    expect(releaseItem.parse(await document('announced'))).toMatchObject({ firstEvent: null, lastEvent: null });
  });
});

describe("What Sentry's releases refuse", () => {
  let face: TestFace;

  beforeAll(async () => {
    face = await startFace(seenReleases([]));
    const { catalog, questions } = face;
    await registerSentryFace(face.app, { catalog, questions, publicUrl: undefined });
  });
  afterAll(() => face.stop());

  it.each([
    ['cursor=x', 'Invalid cursor parameter.'],
    ['cursor=1:2', 'Invalid cursor parameter.'],
    ['cursor=0:0:0&cursor=0:1:0', 'Invalid cursor parameter.'],
    ['per_page=0', 'Invalid per_page value. Must be between 1 and 100.'],
    ['per_page=101', 'Invalid per_page value. Must be between 1 and 100.'],
  ])('refuses %s', async (query, detail) => {
    const answer = await face.get(`${ORGANIZATION}/releases/?${query}`, face.adminToken);
    expect([answer.statusCode, answer.json()]).toEqual([400, { detail }]);
  });

  it.each([
    [{}, { version: ['This field is required.'], projects: ['This field is required.'] }],
    [[], { version: ['This field is required.'], projects: ['This field is required.'] }],
    [{ version: null, projects: ['default'] }, { version: ['This field may not be null.'] }],
    [{ version: '', projects: ['default'] }, { version: ['This field may not be blank.'] }],
    [{ version: 'a/b', projects: ['default'] }, { version: [expect.stringContaining('slashes')] }],
    [{ version: '1', projects: [] }, { projects: ['This list may not be empty.'] }],
    [{ version: '1', projects: ['nowhere'] }, { projects: ['Invalid project ids or slugs'] }],
    [{ version: '1', projects: ['theirs'] }, { projects: ['Invalid project ids or slugs'] }],
    [{ version: '1', projects: [1], url: 'javascript:alert(1)' }, { url: ['Enter a valid URL.'] }],
    [
      { version: '1', projects: [1], dateReleased: 'soon' },
      { dateReleased: [expect.stringContaining('wrong format')] },
    ],
    [{ version: '1', projects: [1], status: 'gone' }, { status: ['Invalid status.'] }],
    [{ version: '1', projects: [1], commits: [{}] }, { commits: [expect.any(String)] }],
  ])('refuses %j in fields', async (body, fields) => {
    const answer = await face.send('POST', `${ORGANIZATION}/releases/`, face.adminToken, body);
    expect([answer.statusCode, answer.json()]).toEqual([400, fields]);
    expect((await face.get(`${ORGANIZATION}/releases/`, face.adminToken)).json()).toEqual([]);
  });
});
