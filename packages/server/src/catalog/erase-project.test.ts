import { expect, it } from 'vitest';
import { TABLES_OF_PROJECTS } from './erase-project.ts';
import type { Reach } from './reach.ts';
import { eachCatalog } from './testing/each-catalog.ts';

const all: Reach = { kind: 'all' };

eachCatalog('erasing a project', (make) => {
  it('frees its slug at once: a start in between makes the project `default` that it needs', async () => {
    const under = make();
    const catalog = await under.open();
    const { projectId, organizationId } = await catalog.bootstrap();
    await catalog.beginErasing(projectId);

    const restarted = await under.open();
    const again = await restarted.bootstrap();
    expect(again.projectId).not.toBe(projectId);
    expect(await restarted.projects.find('default', all)).toMatchObject({ id: again.projectId, organizationId });
    const erasing = await restarted.projects.erasing();
    expect(erasing.map(({ id }) => id)).toEqual([projectId]);

    await restarted.endErasing(projectId);
    expect(await restarted.projects.erasing()).toEqual([]);
    expect((await restarted.projects.list(all)).map(({ slug }) => slug)).toEqual(['default']);
  });

  it('takes releases and commits along that no other project has', async () => {
    const under = make();
    const catalog = await under.open();
    const { projectId, organizationId } = await catalog.bootstrap();
    const other = await catalog.projects.create({ organizationId, name: 'other' });
    const commit = (key: string) => ({
      key,
      repository: 'shop',
      message: undefined,
      author: { name: 'Ada', email: 'ada@example.org' },
      createdMs: undefined,
    });
    const releaseOf = async (version: string, ...projectIds: readonly (typeof projectId)[]) =>
      (await catalog.releases.create({ organizationId, version, projectIds })).release;
    await catalog.commits.set(await releaseOf('own@1', projectId), [commit('a'), commit('b')]);
    const shared = await releaseOf('both@1', projectId, other.id);
    await catalog.commits.set(shared, [commit('b'), commit('c')]);

    await catalog.beginErasing(projectId);
    await catalog.endErasing(projectId);
    expect(await catalog.releases.find(organizationId, 'own@1', all)).toBeUndefined();
    expect(await catalog.releases.find(organizationId, 'both@1', all)).toMatchObject({ projectIds: [other.id] });
    const rows = await under.database().db.selectFrom('commits').select('key').orderBy('key').execute();
    expect(rows.map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('knows every table that names a project', async () => {
    const under = make();
    await under.open();
    const tables = await under.database().db.introspection.getTables();
    const naming = tables.filter(({ columns }) => columns.some(({ name }) => name === 'project_id'));
    expect(naming.map(({ name }) => name).sort()).toEqual([...TABLES_OF_PROJECTS].sort());
  });

  it('ends although somebody made a token in the meantime', async () => {
    const catalog = await make().open();
    const { organizationId } = await catalog.bootstrap();
    const { id } = await catalog.projects.create({ organizationId, name: 'shop' });
    await catalog.beginErasing(id);
    const { secret } = await catalog.tokens.create({
      name: 'late',
      scopes: ['project:read'],
      organizationId,
      projectId: id,
    });
    await catalog.endErasing(id);
    expect(await catalog.tokens.verify(secret)).toBeUndefined();
    expect(await catalog.projects.erasing()).toEqual([]);
  });
});
