import { expect, it } from 'vitest';
import { eachCatalog } from './testing/each-catalog.ts';
import { MAX_VIEWER_SETTING_LENGTH, MAX_VIEWER_SETTINGS } from './viewer-settings.ts';

eachCatalog('settings of viewers', (make) => {
  it('keeps the newest of each project by itself', async () => {
    const catalog = await make().open();
    const { organizationId } = await catalog.bootstrap();
    const [mine, theirs] = [
      await catalog.projects.create({ organizationId, name: 'Mine' }),
      await catalog.projects.create({ organizationId, name: 'Theirs' }),
    ];
    const { viewerSettings } = catalog;
    expect(await viewerSettings.list(mine.id)).toEqual([]);
    await viewerSettings.set(mine.id, { name: 'maxNodes', value: '100', modifiedMs: 10 });
    await viewerSettings.set(mine.id, { name: 'collapsed', value: 'true', modifiedMs: 5 });
    await viewerSettings.set(mine.id, { name: 'maxNodes', value: '200', modifiedMs: 20 });
    await viewerSettings.set(theirs.id, { name: 'maxNodes', value: '7', modifiedMs: 1 });
    await expect(viewerSettings.set(mine.id, { name: 'maxNodes', value: '1', modifiedMs: 19 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await viewerSettings.list(mine.id)).toEqual([
      { name: 'collapsed', value: 'true', modifiedMs: 5 },
      { name: 'maxNodes', value: '200', modifiedMs: 20 },
    ]);
    await viewerSettings.remove(mine.id, 'maxNodes');
    await viewerSettings.remove(mine.id, 'absent');
    expect((await viewerSettings.list(mine.id)).map(({ name }) => name)).toEqual(['collapsed']);
    expect(await viewerSettings.list(theirs.id)).toHaveLength(1);
    expect((await viewerSettings.set(theirs.id, { name: 'now', value: '' })).modifiedMs).toBeGreaterThan(1);
  });

  it('takes no time that has not come: by a clock that is ahead it could not be changed for as long', async () => {
    const catalog = await make().open();
    await catalog.bootstrap();
    const project = (await catalog.projects.find('default', { kind: 'all' }))!;
    const { modifiedMs } = await catalog.viewerSettings.set(project.id, {
      name: 'maxNodes',
      value: '1',
      modifiedMs: 2 ** 63,
    });
    expect(modifiedMs).toBeLessThanOrEqual(Date.now());
    await catalog.viewerSettings.set(project.id, { name: 'maxNodes', value: '2' });
    expect(await catalog.viewerSettings.list(project.id)).toMatchObject([{ value: '2' }]);
  });

  it('is bounded', async () => {
    const catalog = await make().open();
    await catalog.bootstrap();
    const project = (await catalog.projects.find('default', { kind: 'all' }))!;
    const set = (name: string, value = '1') => catalog.viewerSettings.set(project.id, { name, value, modifiedMs: 1 });
    for (let index = 0; index < MAX_VIEWER_SETTINGS; index++) await set(`setting-${String(index)}`);
    await set('setting-0', 'again');
    for (const [name, value] of [
      ['one-more', '1'],
      ['', '1'],
      ['setting-1', 'x'.repeat(MAX_VIEWER_SETTING_LENGTH + 1)],
    ] as const) {
      await expect(set(name, value), name).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});
