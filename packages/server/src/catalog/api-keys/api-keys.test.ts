import { expect, it } from 'vitest';
import { eachCatalog } from '../testing/each-catalog.ts';
import { newApiKey } from './new-api-key.ts';

eachCatalog('API keys', (make) => {
  const prepared = async () => {
    const place = make();
    const catalog = await place.open();
    const { organizationId, projectId } = await catalog.bootstrap();
    const ours = { kind: 'organization', organizationId } as const;
    const theirs = {
      kind: 'organization',
      organizationId: (await catalog.organizations.create({ slug: 'b' })).id,
    } as const;
    return { place, catalog, keys: catalog.apiKeys, ours, theirs, organizationId, projectId };
  };

  it('work by their secret, which is shown once and stored as a hash', async () => {
    const { place, keys, organizationId } = await prepared();
    const { secret, key } = await keys.create({ name: 'ci', role: 'write', organizationId });
    expect(secret).toMatch(/^apikey:[A-Za-z0-9]{128}$/);
    expect(key).toMatchObject({ name: 'ci', role: 'write', reach: { kind: 'organization', organizationId } });
    expect(await keys.verify(secret)).toEqual(key);
    expect(await keys.verify(newApiKey())).toBeUndefined();
    expect(await keys.verify(secret.slice('apikey:'.length))).toBeUndefined();
    expect(await keys.verify(`${secret}x`)).toBeUndefined();
    const stored = JSON.stringify(await place.database().db.selectFrom('api_keys').selectAll().execute());
    expect(stored).toContain('"ci"');
    expect(stored).not.toContain(secret.slice(7, 40));
  });

  it('end at once when they are removed', async () => {
    const { keys, ours, organizationId } = await prepared();
    const { secret } = await keys.create({ name: 'ci', role: 'read', organizationId });
    expect(await keys.verify(secret)).toBeDefined();
    expect(await keys.remove('ci', ours)).toBe(true);
    expect(await keys.verify(secret)).toBeUndefined();
    expect(await keys.remove('ci', ours)).toBe(false);
  });

  it('have a name of their own in their organization only', async () => {
    const { keys, theirs, organizationId } = await prepared();
    await keys.create({ name: 'ci', role: 'read', organizationId });
    await expect(keys.create({ name: 'ci', role: 'write', organizationId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await keys.create({ name: 'ci', role: 'read', organizationId: theirs.organizationId });
  });

  it('are seen within reach alone', async () => {
    const { keys, ours, theirs, organizationId, projectId } = await prepared();
    const bound = { kind: 'project', organizationId, projectId } as const;
    await keys.create({ name: 'all', role: 'read', organizationId });
    await keys.create({ name: 'one', role: 'read', organizationId, projectId });
    const names = async (reach: Parameters<typeof keys.list>[0]) => (await keys.list(reach)).map(({ name }) => name);
    expect(await names(ours)).toEqual(['all', 'one']);
    expect(await names(bound)).toEqual(['one']);
    expect(await names(theirs)).toEqual([]);
    expect(await names({ kind: 'none' })).toEqual([]);
    expect(await keys.find('all', bound)).toBeUndefined();
    expect(await keys.remove('all', theirs)).toBe(false);
    expect(await keys.remove('all', bound)).toBe(false);
    expect(await names(ours)).toEqual(['all', 'one']);
  });
});

eachCatalog('rules of captures', (make) => {
  it('are as Feldera has them until a project says otherwise', async () => {
    const catalog = await make().open();
    const { projectId, organizationId } = await catalog.bootstrap();
    const other = await catalog.projects.create({ organizationId, name: 'Other' });
    const rules = catalog.captureRules;
    expect(await rules.get(projectId)).toEqual({ startedBy: 'read', afterFailure: 'report' });
    expect(await rules.update(projectId, { startedBy: 'write' })).toEqual({
      startedBy: 'write',
      afterFailure: 'report',
    });
    await rules.update(projectId, { afterFailure: 'last_good' });
    expect(await rules.get(projectId)).toEqual({ startedBy: 'write', afterFailure: 'last_good' });
    expect(await rules.get(other.id)).toEqual({ startedBy: 'read', afterFailure: 'report' });
  });
});
