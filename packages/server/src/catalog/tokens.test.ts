import { expect, it } from 'vitest';
import type { Reach } from './reach.ts';
import { eachCatalog, passDays } from './testing/each-catalog.ts';

const all: Reach = { kind: 'all' };

eachCatalog('tokens', (make) => {
  const prepared = async () => {
    const place = make();
    const catalog = await place.open();
    const { organizationId, projectId } = await catalog.bootstrap();
    return { place, catalog, organizationId, projectId, tokens: catalog.tokens };
  };

  it('answers the secret once, stores its hash and shows a prefix', async () => {
    const { place, tokens, organizationId } = await prepared();
    const { secret, token } = await tokens.create({ name: 'ci', scopes: ['project:read'], organizationId });
    expect(secret.startsWith(token.prefix)).toBe(true);
    expect(token).toMatchObject({
      name: 'ci',
      scopes: ['project:read'],
      reach: { kind: 'organization', organizationId },
    });
    const stored = JSON.stringify(await place.database().db.selectFrom('tokens').selectAll().execute());
    expect(stored).not.toContain(secret);
    expect(stored).toContain(token.prefix);
    expect(await tokens.verify(secret)).toMatchObject({ id: token.id });
    expect(await tokens.verify(`${secret}0`)).toBeUndefined();
  });

  it('stops working the moment it is revoked, and again when unknown', async () => {
    const { tokens, organizationId } = await prepared();
    const { secret, token } = await tokens.create({ name: 'ci', scopes: ['project:read'], organizationId });
    expect(await tokens.verify(secret)).toBeDefined();
    await tokens.revoke(token.id, all);
    expect(await tokens.verify(secret)).toBeUndefined();
    expect((await tokens.list(all)).find(({ id }) => id === token.id)?.revokedMs).toBeTypeOf('number');
  });

  it('expires', async () => {
    const { place, tokens, organizationId } = await prepared();
    const expiresMs = place.clock.ms + 3 * 24 * 3_600_000;
    const { secret } = await tokens.create({ name: 'ci', scopes: ['project:read'], organizationId, expiresMs });
    passDays(place.clock, 2);
    expect(await tokens.verify(secret)).toBeDefined();
    expect(await tokens.hasExpired(secret)).toBe(false);
    passDays(place.clock, 1);
    expect(await tokens.verify(secret)).toBeUndefined();
    expect([await tokens.hasExpired(secret), await tokens.hasExpired('unknown')]).toEqual([true, false]);
  });

  it('notes its last use, to the minute', async () => {
    const { place, catalog, tokens, organizationId } = await prepared();
    const { secret, token } = await tokens.create({ name: 'ci', scopes: ['project:read'], organizationId });
    const lastUsedMs = async () => {
      await tokens.settle();
      return (await tokens.list(all)).find(({ id }) => id === token.id)?.lastUsedMs;
    };
    expect(await lastUsedMs()).toBeUndefined();
    const firstMs = place.clock.ms;
    await tokens.verify(secret);
    place.clock.ms += 59_000;
    await tokens.verify(secret);
    expect(await lastUsedMs()).toBe(firstMs);
    place.clock.ms += 1_000;
    await tokens.verify(secret);
    expect(await lastUsedMs()).toBe(firstMs + 60_000);
    await catalog.ping();
  });

  it('lists and revokes within reach only', async () => {
    const { catalog, tokens, organizationId, projectId } = await prepared();
    const other = await catalog.organizations.create({ slug: 'other' });
    const mine = await tokens.create({ name: 'mine', scopes: ['project:read'], organizationId, projectId });
    const theirs = await tokens.create({ name: 'theirs', scopes: ['project:read'], organizationId: other.id });
    const reach: Reach = { kind: 'organization', organizationId };
    expect((await tokens.list(reach)).map(({ name }) => name)).toEqual(['mine']);
    expect((await tokens.list({ kind: 'project', organizationId, projectId })).map(({ name }) => name)).toEqual([
      'mine',
    ]);
    expect(await tokens.list({ kind: 'none' })).toEqual([]);
    expect((await tokens.list(all)).map(({ name }) => name)).toEqual(['theirs', 'mine', 'Admin']);
    await expect(tokens.revoke(theirs.token.id, reach)).rejects.toMatchObject({ code: 'not_found' });
    expect(await tokens.verify(theirs.secret)).toBeDefined();
    expect((await tokens.revoke(mine.token.id, reach)).revokedMs).toBeTypeOf('number');
  });

  it('refuses what makes no sense', async () => {
    const { place, tokens, organizationId, projectId } = await prepared();
    const base = { name: 'ci', scopes: ['project:read'] as const, organizationId };
    for (const change of [{ name: '' }, { scopes: [] }, { expiresMs: place.clock.ms }, { expiresMs: Number.NaN }]) {
      await expect(tokens.create({ ...base, ...change })).rejects.toMatchObject({ code: 'invalid_request' });
    }
    const bound = { ...base, projectId, scopes: ['org:read'] as const };
    await expect(tokens.create(bound)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

eachCatalog('ingest keys', (make) => {
  it('finds a key’s project, tells an ended key from an unknown one, and rotates', async () => {
    const catalog = await make().open();
    const { ingestKey = '', projectId, organizationId } = await catalog.bootstrap();
    expect(await catalog.ingestKeys.find('0'.repeat(32))).toBeUndefined();
    expect(await catalog.ingestKeys.find(ingestKey.toUpperCase())).toBeUndefined();
    expect(await catalog.ingestKeys.find(ingestKey)).toMatchObject({ projectId, organizationId, endedMs: undefined });
    const fresh = await catalog.ingestKeys.rotate(projectId, ingestKey);
    expect(fresh.name).toBe('Default');
    expect(fresh.key).not.toBe(ingestKey);
    expect((await catalog.ingestKeys.find(ingestKey))?.endedMs).toBeTypeOf('number');
    expect(await catalog.ingestKeys.find(fresh.key)).toEqual(fresh);
    await expect(catalog.ingestKeys.rotate(projectId, ingestKey)).rejects.toMatchObject({ code: 'not_found' });
    const other = await catalog.projects.create({ organizationId, name: 'other' });
    await expect(catalog.ingestKeys.end(other.id, fresh.key)).rejects.toMatchObject({ code: 'not_found' });
    const second = await catalog.ingestKeys.create(projectId, 'second');
    expect((await catalog.ingestKeys.list(projectId)).map(({ key }) => key).sort()).toEqual(
      [ingestKey, fresh.key, second.key].sort(),
    );
  });

  it('works at once though its form was asked for before', async () => {
    const place = make();
    const catalog = await place.open();
    const { projectId } = await catalog.bootstrap();
    const key = 'a'.repeat(32);
    expect(await catalog.ingestKeys.find(key)).toBeUndefined();
    const row = { key, project_id: projectId, name: 'by hand', created_ms: 0, ended_ms: null };
    await place.database().db.insertInto('ingest_keys').values(row).execute();
    expect(await catalog.ingestKeys.find(key)).toBeUndefined();
    await catalog.ingestKeys.create(projectId, 'any change forgets what was remembered');
    expect(await catalog.ingestKeys.find(key)).toMatchObject({ name: 'by hand' });
  });
});
