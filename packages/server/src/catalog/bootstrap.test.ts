import { expect, it } from 'vitest';
import { eachCatalog } from './testing/each-catalog.ts';

eachCatalog('bootstrap', (make) => {
  it('makes the default organization and project, a key and a token that reaches everything', async () => {
    const catalog = await make().open();
    const made = await catalog.bootstrap();
    expect(made).toMatchObject({ organizationId: 1, projectId: 1 });
    expect(made.ingestKey).toMatch(/^[0-9a-f]{32}$/);
    expect(made.adminToken).toMatch(/^hearth_[0-9a-f]{64}$/);
    const token = await catalog.tokens.verify(made.adminToken ?? '');
    expect(token).toMatchObject({ id: made.adminTokenId, scopes: ['org:admin'], reach: { kind: 'all' } });
    expect(await catalog.projects.find('default', { kind: 'all' })).toMatchObject({
      id: 1,
      organizationId: 1,
      defaultEnvironment: 'production',
      retentionDays: 30,
      streamOriginalDays: 1,
    });
  });

  it('answers the token once and keeps everything over a restart', async () => {
    const place = make();
    const first = await place.open();
    const made = await first.bootstrap();
    await first.close();
    const second = await place.open();
    const again = await second.bootstrap();
    expect(again).toEqual({ ...made, adminToken: undefined });
    expect(await second.tokens.verify(made.adminToken ?? '')).toMatchObject({ id: made.adminTokenId });
    expect(await second.projects.list({ kind: 'all' })).toHaveLength(1);
  });

  it('takes the admin token from outside, and a changed one ends the old and its sessions', async () => {
    const place = make();
    const first = await place.open();
    expect((await first.bootstrap({ adminToken: 'first secret' })).adminToken).toBeUndefined();
    const { adminTokenId } = await first.bootstrap({ adminToken: 'first secret' });
    const session = await first.sessions.redeem((await first.sessions.createLink(adminTokenId)).code);
    const link = await first.sessions.createLink(adminTokenId);
    await first.close();
    const second = await place.open();
    await second.bootstrap({ adminToken: 'second secret' });
    expect(await second.tokens.verify('first secret')).toBeUndefined();
    expect(await second.tokens.verify('second secret')).toMatchObject({ id: adminTokenId, prefix: '' });
    expect(await second.sessions.verify(session?.secret ?? '')).toBeUndefined();
    expect(await second.sessions.redeem(link.code)).toBeUndefined();
  });

  it('replaces a generated admin token by a fixed one, and a fixed one outlives its absence', async () => {
    const catalog = await make().open();
    const { adminToken } = await catalog.bootstrap();
    await catalog.bootstrap({ adminToken: 'fixed' });
    expect(await catalog.tokens.verify(adminToken ?? '')).toBeUndefined();
    await catalog.bootstrap({ adminToken: '' });
    await catalog.bootstrap();
    expect(await catalog.tokens.verify('fixed')).toBeDefined();
  });

  it('lets a fixed token work again that was revoked, and take over the secret of another', async () => {
    const catalog = await make().open();
    const { adminTokenId, organizationId } = await catalog.bootstrap({ adminToken: 'fixed' });
    await catalog.tokens.revoke(adminTokenId, { kind: 'all' });
    expect(await catalog.tokens.verify('fixed')).toBeUndefined();
    await catalog.bootstrap({ adminToken: 'fixed' });
    expect(await catalog.tokens.verify('fixed')).toBeDefined();
    const { secret } = await catalog.tokens.create({ name: 'ci', scopes: ['project:read'], organizationId });
    await catalog.bootstrap({ adminToken: secret });
    expect(await catalog.tokens.verify(secret)).toMatchObject({ id: adminTokenId, scopes: ['org:admin'] });
  });

  it('names no key when all of the default project were ended', async () => {
    const catalog = await make().open();
    const { ingestKey, projectId } = await catalog.bootstrap();
    await catalog.ingestKeys.end(projectId, ingestKey ?? '');
    expect((await catalog.bootstrap()).ingestKey).toBeUndefined();
  });
});
