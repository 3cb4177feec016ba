import { expect, it } from 'vitest';
import { LINK_LIFETIME_MS, SESSION_LIFETIME_MS } from './sessions.ts';
import { eachCatalog } from './testing/each-catalog.ts';

eachCatalog('sessions', (make) => {
  const prepared = async () => {
    const place = make();
    const catalog = await place.open();
    const { adminTokenId, organizationId } = await catalog.bootstrap();
    return { place, catalog, sessions: catalog.sessions, adminTokenId, organizationId };
  };

  it('begins with a link, once, and stands on the link’s token', async () => {
    const { place, sessions, adminTokenId } = await prepared();
    const { code } = await sessions.createLink(adminTokenId);
    const results = await Promise.all([sessions.redeem(code), sessions.redeem(code)]);
    const [session, none] = results.filter((result) => result !== undefined);
    expect(none).toBeUndefined();
    expect(await sessions.verify(session?.secret ?? '')).toMatchObject({ id: adminTokenId });
    expect(await sessions.redeem(code)).toBeUndefined();
    const { db } = place.database();
    const stored = JSON.stringify([
      await db.selectFrom('sessions').selectAll().execute(),
      await db.selectFrom('session_links').selectAll().execute(),
    ]);
    expect(stored).not.toContain('hearth_');
  });

  it('outlives neither its time nor a sign-out nor its token', async () => {
    const { place, catalog, sessions, adminTokenId, organizationId } = await prepared();
    const begin = async (tokenId = adminTokenId) =>
      (await sessions.redeem((await sessions.createLink(tokenId)).code))?.secret ?? '';
    const late = await sessions.createLink(adminTokenId);
    place.clock.ms += LINK_LIFETIME_MS;
    expect(await sessions.redeem(late.code)).toBeUndefined();

    const old = await begin();
    place.clock.ms += SESSION_LIFETIME_MS - 1;
    expect(await sessions.verify(old)).toBeDefined();
    place.clock.ms += 1;
    expect(await sessions.verify(old)).toBeUndefined();

    const ended = await begin();
    await sessions.end(ended);
    expect(await sessions.verify(ended)).toBeUndefined();

    const { token } = await catalog.tokens.create({ name: 'me', scopes: ['project:read'], organizationId });
    const mine = await begin(token.id);
    const waiting = await sessions.createLink(token.id);
    await catalog.tokens.revoke(token.id, { kind: 'all' });
    expect(await sessions.verify(mine)).toBeUndefined();
    expect(await sessions.redeem(waiting.code)).toBeUndefined();
    await expect(sessions.createLink(token.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('forgets what has expired', async () => {
    const { place, sessions, adminTokenId } = await prepared();
    for (let count = 0; count < 5; count += 1) await sessions.redeem((await sessions.createLink(adminTokenId)).code);
    await sessions.createLink(adminTokenId);
    place.clock.ms += SESSION_LIFETIME_MS;
    await sessions.createLink(adminTokenId);
    const { db } = place.database();
    expect(await db.selectFrom('sessions').selectAll().execute()).toHaveLength(0);
    expect(await db.selectFrom('session_links').selectAll().execute()).toHaveLength(1);
  });
});
