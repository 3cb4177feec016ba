import { describe, expect, it } from 'vitest';
import type { Reach } from '../reach.ts';
import { eachCatalog } from '../testing/each-catalog.ts';
import { isPipelineName, MAX_PIPELINE_HOSTS } from './pipeline.ts';

const all: Reach = { kind: 'all' };

describe('names of pipelines', () => {
  it.each(['a', 'A-b_9', '9', 'x'.repeat(63)])('%s is one', (name) => {
    expect(isPipelineName(name)).toBe(true);
  });
  it.each(['', '-a', 'a-', '_a', 'a_', 'a b', 'ä', 'a/b', 'a\n', 'x'.repeat(64)])('%j is none', (name) => {
    expect(isPipelineName(name)).toBe(false);
  });
});

eachCatalog('pipelines', (make) => {
  const twoTenants = async () => {
    const under = make();
    const catalog = await under.open();
    const { organizationId, projectId } = await catalog.bootstrap();
    const other = await catalog.organizations.create({ slug: 'other' });
    const theirs = await catalog.projects.create({ organizationId: other.id, name: 'theirs' });
    const second = await catalog.projects.create({ organizationId, name: 'second' });
    return { ...under, catalog, organizationId, projectId, other, theirs, second };
  };

  it('keeps what was said, and counts hosts as declared or as seen', async () => {
    const { catalog, organizationId, projectId } = await twoTenants();
    const definition = { program_code: 'CREATE TABLE t (x INT)', tags: ['a'], runtime_config: { workers: 4 } };
    const made = await catalog.pipelines.create({ organizationId, projectId, name: 'etl', definition });
    expect(made).toMatchObject({ name: 'etl', definition, version: 1, hosts: 1, desiredStatus: 'Running' });
    expect(await catalog.pipelines.find('etl', all)).toEqual(made);
    expect(await catalog.pipelines.find(made.uuid, all)).toEqual(made);
    expect((await catalog.pipelines.noteOrdinal(made.id, 2)).hosts).toBe(3);
    expect((await catalog.pipelines.noteOrdinal(made.id, 1)).hosts).toBe(3);
    expect((await catalog.pipelines.update(made.id, { hosts: 2 })).hosts).toBe(2);
    expect((await catalog.pipelines.update(made.id, { hosts: null })).hosts).toBe(3);
  });

  it('counts versions of the definition, and notes when the wish changed', async () => {
    const { catalog, clock, organizationId, projectId } = await twoTenants();
    const { id, desiredStatusMs } = await catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
    clock.ms += 1_000;
    expect((await catalog.pipelines.update(id, { definition: { a: 1 } })).version).toBe(2);
    expect((await catalog.pipelines.update(id, { definition: { a: 1 }, description: 'x' })).version).toBe(2);
    expect((await catalog.pipelines.update(id, { desiredStatus: 'Running' })).desiredStatusMs).toBe(desiredStatusMs);
    expect(await catalog.pipelines.update(id, { desiredStatus: 'Stopped' })).toMatchObject({
      desiredStatus: 'Stopped',
      desiredStatusMs: clock.ms,
      updatedMs: clock.ms,
    });
  });

  it('has a name once in an organization, and again in another one', async () => {
    const { catalog, organizationId, projectId, second, other, theirs } = await twoTenants();
    const mine = await catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
    const wanted = { organizationId, projectId: second.id, name: 'etl' };
    await expect(catalog.pipelines.create(wanted)).rejects.toMatchObject({ code: 'conflict' });
    const foreign = await catalog.pipelines.create({ organizationId: other.id, projectId: theirs.id, name: 'etl' });
    expect(await catalog.pipelines.find('etl', { kind: 'organization', organizationId })).toEqual(mine);
    expect(await catalog.pipelines.find('etl', all)).toBeUndefined();
    expect(await catalog.pipelines.find('etl', all, other.id)).toEqual(foreign);
    const narrow: Reach = { kind: 'project', organizationId, projectId: second.id };
    expect(await catalog.pipelines.find('etl', narrow)).toBeUndefined();
    expect(await catalog.pipelines.find(mine.uuid, narrow)).toBeUndefined();
    expect(await catalog.pipelines.list(narrow)).toEqual([]);
    expect((await catalog.pipelines.list(all)).length).toBe(2);
    expect(await catalog.pipelines.list({ kind: 'none' })).toEqual([]);
  });

  it('is made once by agents that come at once', async () => {
    const { catalog, organizationId, projectId } = await twoTenants();
    const made = await Promise.all(
      Array.from({ length: 8 }, () => catalog.pipelines.ensure(organizationId, projectId, 'etl')),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    { name: '-x' },
    { name: '' },
    { hosts: 0 },
    { hosts: 1.5 },
    { hosts: MAX_PIPELINE_HOSTS + 1 },
    { desiredStatus: '' },
    { description: 'x'.repeat(10_001) },
    { definition: { program_code: 'x'.repeat(2 ** 20) } },
  ])('refuses %j', async (change) => {
    const { catalog, organizationId, projectId } = await twoTenants();
    const wanted = { organizationId, projectId, name: 'etl' };
    await expect(catalog.pipelines.create({ ...wanted, ...change })).rejects.toMatchObject({ code: 'invalid_request' });
    const { id } = await catalog.pipelines.create(wanted);
    await expect(catalog.pipelines.update(id, change)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('takes the tokens of its agents along when it is renamed, and nobody else’s', async () => {
    const { catalog, organizationId, projectId, other, theirs } = await twoTenants();
    const { id } = await catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
    const agent = { pipeline: 'etl', ordinal: 3, makesPipeline: false };
    const token = { name: 'agent', scopes: ['agent'] as const, agent };
    const mine = await catalog.tokens.create({ ...token, organizationId, projectId });
    const foreign = await catalog.tokens.create({ ...token, organizationId: other.id, projectId: theirs.id });
    expect((await catalog.tokens.verify(mine.secret))?.agent).toEqual(agent);
    await catalog.pipelines.update(id, { name: 'elt' });
    expect((await catalog.tokens.verify(mine.secret))?.agent).toEqual({ ...agent, pipeline: 'elt' });
    expect((await catalog.tokens.verify(foreign.secret))?.agent).toEqual(agent);
  });

  it('makes tokens of agents for one pipeline of one project, and for nothing else', async () => {
    const { catalog, organizationId, projectId } = await twoTenants();
    const agent = { pipeline: 'etl', makesPipeline: true };
    const good = { name: 'agent', scopes: ['agent'] as const, organizationId, projectId, agent };
    await expect(catalog.tokens.create(good)).resolves.toMatchObject({ token: { agent } });
    for (const change of [
      { scopes: ['agent', 'project:read'] as const },
      { scopes: ['project:read'] as const },
      { projectId: undefined },
      { agent: undefined },
      { agent: { ...agent, pipeline: '../x' } },
      { agent: { ...agent, ordinal: -1 } },
      { agent: { ...agent, ordinal: MAX_PIPELINE_HOSTS } },
    ]) {
      await expect(catalog.tokens.create({ ...good, ...change })).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  it('is gone with its captures', async () => {
    const { catalog, organizationId, projectId } = await twoTenants();
    const pipeline = await catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
    const { id } = await catalog.captures.create({
      pipeline,
      ordinal: 0,
      durationSeconds: 1,
      rateHz: 100,
      requestedBy: 'me',
      instance: 'i',
    });
    await catalog.pipelines.remove(pipeline.id);
    expect(await catalog.pipelines.find('etl', all)).toBeUndefined();
    expect(await catalog.captures.get(id)).toBeUndefined();
    expect(await catalog.captures.steps(id)).toEqual([]);
    await expect(catalog.pipelines.remove(pipeline.id)).rejects.toMatchObject({ code: 'pipeline_not_found' });
  });
});
