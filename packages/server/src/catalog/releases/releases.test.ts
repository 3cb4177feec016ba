import { expect, it } from 'vitest';
import type { ProjectId, ReleaseId } from '../ids.ts';
import type { Reach } from '../reach.ts';
import { eachCatalog } from '../testing/each-catalog.ts';
import { MAX_PROJECT_RELEASES } from './link-project.ts';
import type { NewCommit } from './release.ts';

const all: Reach = { kind: 'all' };
const BORN_MS = Date.UTC(2026, 0, 1);

const commit = (key: string, more: Partial<NewCommit> = {}): NewCommit => ({
  key,
  repository: 'shop',
  message: `Change ${key}`,
  author: { name: 'Ada', email: 'ada@example.org' },
  createdMs: BORN_MS,
  ...more,
});

eachCatalog('releases', (make) => {
  const tenants = async () => {
    const subject = make();
    const catalog = await subject.open();
    const { organizationId, projectId } = await catalog.bootstrap();
    const web = await catalog.projects.create({ organizationId, name: 'Web' });
    const strangers = await catalog.organizations.create({ slug: 'strangers' });
    const theirs = await catalog.projects.create({ organizationId: strangers.id, name: 'Theirs' });
    const shop = { id: projectId, organizationId };
    const reach: Reach = { kind: 'organization', organizationId };
    return { subject, catalog, organizationId, shop, web, theirs, reach };
  };

  it('makes the release that a profile names, once', async () => {
    const { subject, catalog, organizationId, shop, web, reach } = await tenants();
    const made = await catalog.releases.ensure(shop, 'shop@1', BORN_MS);
    expect(made).toEqual({
      id: 1,
      organizationId,
      version: 'shop@1',
      status: 'open',
      ref: undefined,
      url: undefined,
      createdMs: BORN_MS,
      startedMs: undefined,
      releasedMs: undefined,
      projectIds: [shop.id],
    });
    expect(await catalog.releases.ensure(shop, 'shop@1', BORN_MS + 9)).toEqual(made);
    const shared = await catalog.releases.ensure(web, 'shop@1', BORN_MS + 9);
    expect(shared).toEqual({ ...made, projectIds: [shop.id, web.id] });
    expect(await catalog.releases.find(organizationId, 'shop@1', reach)).toEqual(shared);
    const ahead = await catalog.releases.ensure(shop, 'shop@2', subject.clock.ms + 60_000);
    expect(ahead?.createdMs).toBe(subject.clock.ms);
  });

  it('makes none for a name that no release may have', async () => {
    const { catalog, shop } = await tenants();
    await catalog.releases.ensureAll(
      ['latest', 'a/b', '', 'fine'].map((version) => ({ project: shop, version, seenMs: BORN_MS })),
    );
    expect(await catalog.releases.ensure(shop, 'a/b', BORN_MS)).toBeUndefined();
    expect(await catalog.releases.missing(shop.id, ['latest', 'a/b', 'fine'])).toEqual(['latest', 'a/b']);
    const created = catalog.releases.create({
      organizationId: shop.organizationId,
      version: 'a\nb',
      projectIds: [shop.id],
    });
    await expect(created).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('shows a release to those who reach its organization or one of its projects', async () => {
    const { catalog, organizationId, shop, web, theirs } = await tenants();
    const { releases } = catalog;
    await releases.ensure(shop, '1', BORN_MS);
    const sees = async (reach: Reach) => (await releases.find(organizationId, '1', reach)) !== undefined;
    expect(await sees(all)).toBe(true);
    expect(await sees({ kind: 'project', organizationId, projectId: shop.id })).toBe(true);
    expect(await sees({ kind: 'project', organizationId, projectId: web.id })).toBe(false);
    expect(await sees({ kind: 'organization', organizationId: theirs.organizationId })).toBe(false);
    expect(await sees({ kind: 'none' })).toBe(false);
    expect(await releases.find(theirs.organizationId, '1', all)).toBeUndefined();
    await releases.ensure(theirs, '1', BORN_MS);
    expect(await releases.list({ organizationId, projectIds: [theirs.id], limit: 10 })).toMatchObject({ releases: [] });
  });

  it('lists newest first, page by page, also those of one moment', async () => {
    const { catalog, organizationId, shop, web } = await tenants();
    const { releases } = catalog;
    for (const [version, at] of [
      ['a', 3],
      ['b', 1],
      ['c', 3],
      ['d', 2],
      ['E_%', 3],
    ] as const) {
      await releases.ensure(version === 'd' ? web : shop, version, BORN_MS + at);
    }
    const projectIds = [shop.id, web.id];
    const pages: string[][] = [];
    let after: { createdMs: number; id: ReleaseId } | undefined;
    do {
      const page = await releases.list({ organizationId, projectIds, limit: 2, after });
      pages.push(page.releases.map(({ version }) => version));
      after = page.next;
    } while (after !== undefined);
    expect(pages).toEqual([['E_%', 'c'], ['a', 'd'], ['b']]);
    const names = async (more: object) =>
      (await releases.list({ organizationId, projectIds, limit: 10, ...more })).releases.map(({ version }) => version);
    expect(await names({ projectIds: [web.id] })).toEqual(['d']);
    expect(await names({ projectIds: [] })).toEqual([]);
    expect(await names({ contains: 'e_' })).toEqual(['E_%']);
    expect(await names({ contains: '%' })).toEqual(['E_%']);
    const found = await releases.find(organizationId, 'a', all);
    await releases.update(found?.id ?? (0 as ReleaseId), { status: 'archived' });
    expect(await names({ status: 'archived' })).toEqual(['a']);
    expect(await names({ status: 'open' })).toHaveLength(4);
  });

  it('announces, changes and removes', async () => {
    const { subject, catalog, organizationId, shop, web } = await tenants();
    const { releases } = catalog;
    const wanted = { organizationId, version: '1', projectIds: [shop.id] };
    const { release, isNew } = await releases.create({ ...wanted, url: 'https://example.org', ref: 'main' });
    expect(isNew).toBe(true);
    expect(release).toMatchObject({ url: 'https://example.org', ref: 'main', createdMs: subject.clock.ms });
    expect(await releases.create(wanted)).toEqual({ release, isNew: false });
    expect(await releases.create({ ...wanted, projectIds: [] })).toEqual({ release, isNew: false });
    expect(await releases.create({ ...wanted, projectIds: [web.id], releasedMs: 7 })).toEqual({
      release: { ...release, projectIds: [shop.id, web.id], releasedMs: 7 },
      isNew: true,
    });
    await expect(releases.create({ ...wanted, version: '2', projectIds: [] })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(await releases.find(organizationId, '2', all)).toBeUndefined();
    expect(await releases.update(release.id, { startedMs: 5 })).toMatchObject({ startedMs: 5, releasedMs: 7 });
    await releases.remove(release.id);
    expect(await releases.find(organizationId, '1', all)).toBeUndefined();
    await expect(releases.update(release.id, {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps commits newest first, and forgets those that no release has', async () => {
    const { subject, catalog, organizationId, shop } = await tenants();
    const { releases, commits, releaseDetails } = catalog;
    const { release: first } = await releases.create({ organizationId, version: '1', projectIds: [shop.id] });
    subject.clock.ms += 1;
    const { release: second } = await releases.create({ organizationId, version: '2', projectIds: [shop.id] });
    await commits.set(first, [commit('b'), commit('a', { author: { name: undefined, email: 'bob@example.org' } })]);
    await commits.set(second, [commit('b', { message: undefined, author: undefined }), commit('b')]);
    expect((await commits.list(first.id)).map(({ key }) => key)).toEqual(['b', 'a']);
    expect((await commits.list(second.id))[0]).toMatchObject({
      message: 'Change b',
      author: { name: 'Ada', email: 'ada@example.org' },
      repository: { id: 1, name: 'shop' },
    });
    expect(await commits.previous(second)).toBe('1');
    expect(await commits.previous(first)).toBeUndefined();
    expect((await releaseDetails.get([first.id, second.id])).get(first.id)).toMatchObject({
      commitCount: 2,
      lastCommit: { key: 'b' },
      authors: [
        { name: 'Ada', email: 'ada@example.org' },
        { name: undefined, email: 'bob@example.org' },
      ],
      deployCount: 0,
      lastDeploy: undefined,
    });
    await releases.remove(first.id);
    const stored = () => subject.database().db.selectFrom('commits').select('key').execute();
    expect(await stored()).toEqual([{ key: 'b' }]);
    await commits.set(second, []);
    expect(await stored()).toEqual([]);
    expect(await commits.repositories(organizationId)).toMatchObject([{ name: 'shop' }]);
    const many = Array.from({ length: 1_001 }, (_, index) => commit(String(index)));
    await expect(commits.set(second, many)).rejects.toMatchObject({ code: 'invalid_request' });
    await commits.set(second, many.slice(1));
    expect((await commits.list(second.id)).map(({ key }) => key)).toEqual(many.slice(1).map(({ key }) => key));
  });

  it('bounds the repositories of an organization', async () => {
    const { catalog, organizationId, shop } = await tenants();
    const { release } = await catalog.releases.create({ organizationId, version: '1', projectIds: [shop.id] });
    const named = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => commit('a', { repository: `r${String(from + index)}` }));
    await catalog.commits.set(release, named(0, 1_000));
    await expect(catalog.commits.set(release, named(1_000, 1))).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await catalog.commits.list(release.id)).toHaveLength(1_000);
  });

  it('keeps deploys, the last one first', async () => {
    const { subject, catalog, organizationId, shop } = await tenants();
    const { release } = await catalog.releases.create({ organizationId, version: '1', projectIds: [shop.id] });
    const deploy = { environment: 'prod', name: undefined, url: undefined, startedMs: 1 };
    const late = await catalog.deploys.add(release.id, { ...deploy, finishedMs: undefined });
    expect(late).toEqual({ ...deploy, id: 1, finishedMs: subject.clock.ms });
    await catalog.deploys.add(release.id, { ...deploy, finishedMs: 2 });
    expect((await catalog.deploys.list(release.id)).map(({ id }) => id)).toEqual([1, 2]);
    expect((await catalog.releaseDetails.get([release.id])).get(release.id)).toMatchObject({
      deployCount: 2,
      lastDeploy: late,
    });
    await catalog.releases.remove(release.id);
    expect(await catalog.deploys.list(release.id)).toEqual([]);
  });

  it('lets the oldest that only profiles made give its place when a project is full', async () => {
    const { subject, catalog, organizationId, shop, web } = await tenants();
    const { releases } = catalog;
    await releases.create({ organizationId, version: 'announced', projectIds: [shop.id] });
    const { db } = subject.database();
    for (let from = 0; from < MAX_PROJECT_RELEASES - 1; from += 1_111) {
      const rows = Array.from({ length: 1_111 }, (_, index) => ({
        organization_id: organizationId,
        version: `v${String(from + index)}`,
        origin: 'profile' as const,
        status: 'open' as const,
        ref: null,
        url: null,
        created_ms: BORN_MS + from + index,
        started_ms: null,
        released_ms: null,
      }));
      const made = await db.insertInto('releases').values(rows).returning('id').execute();
      const links = made.map(({ id }) => ({ release_id: id, project_id: shop.id }));
      await db.insertInto('release_projects').values(links).execute();
    }
    await releases.ensure(web, 'v0', BORN_MS);
    const narrow: Reach = { kind: 'project', organizationId, projectId: shop.id };
    const has = async (version: string) => (await releases.find(organizationId, version, narrow)) !== undefined;
    expect([await has('v0'), await has('v1')]).toEqual([true, true]);
    expect(await releases.ensure(shop, 'new', BORN_MS)).toBeDefined();
    expect([await has('v0'), await has('v1'), await has('announced')]).toEqual([false, true, true]);
    expect(await releases.find(organizationId, 'v0', all)).toMatchObject({ projectIds: [web.id] });
    await releases.create({ organizationId, version: 'newer', projectIds: [shop.id] });
    expect([await has('v1'), await has('new'), await has('newer')]).toEqual([true, false, true]);

    await db.updateTable('releases').set({ origin: 'api' }).execute();
    expect(await releases.ensure(shop, 'one more', BORN_MS)).toBeUndefined();
    const created = releases.create({ organizationId, version: 'one more', projectIds: [shop.id] });
    await expect(created).rejects.toMatchObject({ code: 'too_many_releases' });
    expect(await releases.find(organizationId, 'one more', all)).toBeUndefined();
    expect(await releases.missing(999 as ProjectId, ['a'])).toEqual(['a']);
  });
});
