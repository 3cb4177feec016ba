import { expect, it } from 'vitest';
import type { ProjectId } from './ids.ts';
import type { Reach } from './reach.ts';
import { eachCatalog } from './testing/each-catalog.ts';

const all: Reach = { kind: 'all' };

eachCatalog('projects', (make) => {
  const twoTenants = async () => {
    const catalog = await make().open();
    const { organizationId } = await catalog.bootstrap();
    const other = await catalog.organizations.create({ slug: 'other' });
    const mine = await catalog.projects.create({ organizationId, name: 'Web Shop (EU)' });
    const theirs = await catalog.projects.create({ organizationId: other.id, name: 'x', slug: 'web-shop-eu' });
    return { catalog, organizationId, other, mine, theirs };
  };

  it('makes one with a slug from its name, a key of its own and a working ingest key', async () => {
    const { catalog, mine } = await twoTenants();
    expect(mine).toMatchObject({ slug: 'web-shop-eu', name: 'Web Shop (EU)', retentionDays: 30 });
    expect(mine.key).toMatch(/^[a-z][a-z0-9]{12}$/);
    expect(await catalog.ingestKeys.list(mine.id)).toMatchObject([{ name: 'Default', endedMs: undefined }]);
  });

  it('finds by number, slug and key, and nothing out of reach', async () => {
    const { catalog, organizationId, other, mine, theirs } = await twoTenants();
    const reach: Reach = { kind: 'organization', organizationId };
    for (const ref of [mine.id, String(mine.id), 'web-shop-eu', mine.key]) {
      expect(await catalog.projects.find(ref, reach)).toEqual(mine);
    }
    for (const ref of [theirs.id, theirs.key, 'absent', '', '999', '01', 'x'.repeat(5_000)]) {
      expect(await catalog.projects.find(ref, reach)).toBeUndefined();
    }
    const narrow: Reach = { kind: 'project', organizationId, projectId: mine.id };
    expect(await catalog.projects.find(mine.slug, narrow)).toEqual(mine);
    expect(await catalog.projects.find('default', narrow)).toBeUndefined();
    expect(await catalog.projects.find(mine.id, { kind: 'none' })).toBeUndefined();
    expect(await catalog.projects.find(mine.id, all, other.id)).toBeUndefined();
  });

  it('does not guess between two organizations with one slug', async () => {
    const { catalog, organizationId, mine, theirs } = await twoTenants();
    expect(await catalog.projects.find('web-shop-eu', all)).toBeUndefined();
    expect(await catalog.projects.find('web-shop-eu', all, organizationId)).toEqual(mine);
    expect(await catalog.projects.find(theirs.key, all)).toEqual(theirs);
  });

  it('keeps a key its owner’s when another project takes it as its slug', async () => {
    const { catalog, organizationId, theirs } = await twoTenants();
    await catalog.projects.create({ organizationId, name: 'trap', slug: theirs.key });
    expect(await catalog.projects.find(theirs.key, all)).toEqual(theirs);
  });

  it('lists within reach, by number', async () => {
    const { catalog, organizationId, other, mine, theirs } = await twoTenants();
    const ids = async (reach: Reach) => (await catalog.projects.list(reach)).map(({ id }) => id);
    expect(await ids(all)).toEqual([1, mine.id, theirs.id]);
    expect(await ids({ kind: 'organization', organizationId: other.id })).toEqual([theirs.id]);
    expect(await ids({ kind: 'project', organizationId, projectId: mine.id })).toEqual([mine.id]);
    expect(await ids({ kind: 'none' })).toEqual([]);
  });

  it('is renamed at once, also for look-ups that were remembered', async () => {
    const { catalog, organizationId, mine } = await twoTenants();
    expect(await catalog.projects.find('web-shop-eu', all, organizationId)).toEqual(mine);
    expect(await catalog.projects.find('renamed', all)).toBeUndefined();
    const renamed = await catalog.projects.update(mine.id, { slug: 'renamed', retentionDays: 90 });
    expect(renamed).toEqual({ ...mine, slug: 'renamed', retentionDays: 90, singleOriginalDays: 90 });
    expect(await catalog.projects.find('renamed', all)).toEqual(renamed);
    expect(await catalog.projects.find('web-shop-eu', all, organizationId)).toBeUndefined();
  });

  it('leads from an old slug to the project, until another one takes the slug', async () => {
    const { catalog, organizationId, other, mine, theirs } = await twoTenants();
    const { projects } = catalog;
    const reach: Reach = { kind: 'organization', organizationId };
    const moved = async (slug: string) => (await projects.findMoved(slug, reach, organizationId))?.slug;
    await projects.update(mine.id, { slug: 'second' });
    await projects.update(mine.id, { slug: 'third' });
    expect([await moved('web-shop-eu'), await moved('second'), await moved('third')]).toEqual([
      'third',
      'third',
      undefined,
    ]);
    expect(await projects.findMoved('web-shop-eu', all, other.id)).toBeUndefined();
    expect(await projects.findMoved('second', { kind: 'none' }, organizationId)).toBeUndefined();
    const narrow: Reach = { kind: 'project', organizationId, projectId: theirs.id };
    expect(await projects.findMoved('second', narrow, organizationId)).toBeUndefined();

    await projects.create({ organizationId, name: 'second' });
    expect(await moved('second')).toBeUndefined();
    await projects.update(mine.id, { slug: 'web-shop-eu' });
    expect([await moved('web-shop-eu'), await moved('third')]).toEqual([undefined, 'web-shop-eu']);
    expect(await moved('x'.repeat(5_000))).toBeUndefined();
  });

  it('keeps the old slug when the new one is taken', async () => {
    const { catalog, organizationId, mine } = await twoTenants();
    await expect(catalog.projects.update(mine.id, { slug: 'default' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await catalog.projects.findMoved('web-shop-eu', all, organizationId)).toBeUndefined();
    expect(await catalog.projects.find('web-shop-eu', all, organizationId)).toEqual(mine);
  });

  it('refuses what is taken, malformed or absent', async () => {
    const { catalog, organizationId, mine } = await twoTenants();
    const { projects } = catalog;
    await expect(projects.create({ organizationId, name: 'Web Shop EU' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(projects.update(mine.id, { slug: 'default' })).rejects.toMatchObject({ code: 'conflict' });
    const bad = [
      { slug: '123' },
      { slug: 'a b' },
      { slug: '-a' },
      { slug: 'Ä' },
      { slug: 'x'.repeat(51) },
      { name: ' ' },
    ];
    for (const change of [...bad, { name: 'a\nb' }, { retentionDays: 0 }, { streamOriginalDays: 1.5 }, {}]) {
      await expect(projects.update(mine.id, change)).rejects.toMatchObject({ code: 'invalid_request' });
    }
    await expect(projects.update(999 as ProjectId, { name: 'x' })).rejects.toMatchObject({ code: 'project_not_found' });
  });

  it('gives a usable slug to every name', async () => {
    const { catalog, organizationId } = await twoTenants();
    const slugOf = async (name: string) => (await catalog.projects.create({ organizationId, name })).slug;
    expect(await slugOf('Crème brûlée')).toBe('creme-brulee');
    expect(await slugOf('2026')).toBe('project-2026');
    expect(await slugOf('日本')).toBe('project');
    expect(await slugOf(`${'x'.repeat(49)} y`)).toBe('x'.repeat(49));
  });
});

eachCatalog('organizations', (make) => {
  it('is found by number or slug within reach', async () => {
    const catalog = await make().open();
    const { organizationId, projectId } = await catalog.bootstrap();
    const other = await catalog.organizations.create({ slug: 'other', name: 'Other Inc.' });
    expect(await catalog.organizations.find('other', all)).toEqual(other);
    expect(await catalog.organizations.find(other.id, all)).toEqual(other);
    const narrow: Reach = { kind: 'project', organizationId, projectId };
    expect(await catalog.organizations.find('default', narrow)).toMatchObject({ id: 1 });
    expect(await catalog.organizations.find('other', narrow)).toBeUndefined();
    expect(await catalog.organizations.list(narrow)).toMatchObject([{ slug: 'default' }]);
    expect(await catalog.organizations.list(all)).toHaveLength(2);
    await expect(catalog.organizations.create({ slug: 'other' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

eachCatalog('environments', (make) => {
  it('declares a bounded number of names, each once', async () => {
    const catalog = await make().open();
    const { projectId } = await catalog.bootstrap();
    await catalog.environments.declare(projectId, 'staging');
    await catalog.environments.declare(projectId, 'staging');
    await catalog.environments.declare(projectId, 'dev');
    expect(await catalog.environments.list(projectId)).toEqual(['dev', 'staging']);
    await catalog.environments.remove(projectId, 'dev');
    for (let count = 1; count < 100; count += 1) await catalog.environments.declare(projectId, `e${String(count)}`);
    await expect(catalog.environments.declare(projectId, 'more')).rejects.toMatchObject({
      code: 'too_many_environments',
    });
    expect(await catalog.environments.list(projectId)).toHaveLength(100);
  });
});
