import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
if (!hasBrowser) process.stderr.write(`The settings are not tested; ${enableCommand} brings chromium.\n`);

const fixture = new URL('../../packages/profile/fixtures/go-cpu.pprof.gz', import.meta.url);
const place = '/o/1/p/default/settings';
const sections = ['project', 'keys', 'tokens', 'retention', 'pins', 'captures', 'projects', 'erase'] as const;

/** What a person changes: each step is looked at from outside, as the programs that depend on it would. */
describe.skipIf(!hasBrowser)('the settings', () => {
  let server: HearthServer;
  let api: HearthApi;
  let web: WebSession;

  beforeAll(async () => {
    server = await HearthServer.start();
    api = new HearthApi(server.url, server.adminToken);
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  const before = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  const pushWith = async (credential: string): Promise<number> => {
    const query = `app=shop&start=${before(61)}&end=${before(60)}`;
    const body = await readFile(fixture);
    const door = new HearthApi(server.url, credential);
    return (await door.ask(`/api/v1/projects/default/profiles?${query}`, { method: 'POST', body })).status;
  };

  it('makes a token, shows its secret once, and revokes it only when its name is typed', async () => {
    const { page } = web;
    await page.goto(`${place}?section=tokens`);
    await page.getByRole('button', { name: 'New token' }).click();
    const form = page.getByRole('complementary', { name: 'New token' });
    const make = form.getByRole('button', { name: 'Make the token' });
    expect(await make.isDisabled()).toBe(true);
    await form.getByRole('textbox', { name: 'Name' }).fill('nightly-report');
    await form.getByText('nightly-report may read profiles in default, and nothing else.').waitFor();
    await make.click();
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    expect(secret).toMatch(/^hearth_/);
    const holder = new HearthApi(server.url, secret);
    expect((await holder.ask('/api/v1/projects/default/profiles')).status).toBe(200);
    expect(await pushWith(secret)).toBe(403);

    await page.reload();
    const row = page.getByRole('row', { name: /nightly-report/ });
    await row.getByText('default only').waitFor();
    expect(await page.content()).not.toContain(secret);

    await row.getByRole('button', { name: 'Revoke nightly-report' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke nightly-report?' });
    const revoke = dialog.getByRole('button', { name: 'Revoke', exact: true });
    await dialog.getByRole('textbox').fill('nightly');
    expect(await revoke.isDisabled()).toBe(true);
    expect(await web.findings()).toEqual([]);
    await dialog.getByRole('textbox').fill('nightly-report');
    await revoke.click();
    await dialog.waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached' });
    expect((await holder.ask('/api/v1/projects/default/profiles')).status).toBe(401);
    await page.getByRole('button', { name: /Revoked 1/ }).click();
    await page.waitForURL('**/settings?section=tokens&ended=yes');
    await row.waitFor();
  });

  it('makes the token of an agent for a pipeline that the address names', async () => {
    const { page } = web;
    await page.goto(`${place}?section=tokens&make=agent&pipeline=ranker`);
    await page.getByRole('button', { name: 'Make the token' }).click();
    const row = page.getByRole('row', { name: /ranker-agents/ });
    await row.getByText('run captures').waitFor();
    await row.getByText('every host of ranker').waitFor();
  });

  it('makes an ingest key that takes uploads, until it is ended', async () => {
    const { page } = web;
    await page.goto(`${place}?section=keys`);
    await page.getByRole('textbox', { name: 'Name of the new key' }).fill('agents');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const row = page.getByRole('list', { name: 'Ingest keys' }).getByRole('listitem').filter({ hasText: 'agents' });
    const key = (await row.locator('.settings-key').textContent()) ?? '';
    expect(await pushWith(key)).toBe(201);
    await row.getByRole('button', { name: 'End' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('agents');
    await page.getByRole('dialog').getByRole('button', { name: 'End the key' }).click();
    await row.getByText('ended', { exact: true }).waitFor();
    expect(await pushWith(key)).toBe(401);
  });

  it('changes retention and the project, and shows the disk that is really used', async () => {
    const { page } = web;
    await page.goto(`${place}?section=retention`);
    await page.getByRole('spinbutton', { name: /^Profiles/ }).fill('14');
    await page.getByRole('spinbutton', { name: /^Originals of single profiles/ }).fill('14');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved: it holds/).waitFor();
    expect(await api.json<object>('/api/v1/projects/default/retention')).toMatchObject({
      derivedDays: 14,
      singleOriginalDays: 14,
    });
    expect(await page.locator('.settings-disk b').first().textContent()).toMatch(
      /^(?:[\d.]+ (?:KiB|MiB)|not measured yet)$/,
    );

    await page.goto(place);
    await page.getByRole('textbox', { name: /^Environment of profiles/ }).fill('live');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await api.json<object>('/api/v1/projects/default')).toMatchObject({ defaultEnvironment: 'live' });
  });

  it('lists what is pinned, and unpins it', async () => {
    const { page } = web;
    const range = { from: before(120), to: before(60) };
    await api.post('/api/v1/projects/default/pins', { app: 'shop', ...range, note: 'before the fix' });
    await page.goto(`${place}?section=pins`);
    await page.getByText('before the fix').waitFor();
    await page.getByRole('button', { name: 'Unpin shop' }).click();
    await page.getByText('Nothing is pinned.').waitFor();
    expect(await api.json<object>('/api/v1/projects/default/pins')).toEqual({ pins: [] });
  });

  it('says so to whom it is not allowed, in the words of the server', async () => {
    const { token } = await api.post<{ readonly token: string }>('/api/v1/tokens', {
      name: 'reader',
      scopes: ['project:read'],
      project: 'default',
    });
    const reader = await WebSession.open(server.url);
    await reader.signIn(token);
    await reader.page.goto(`${place}?section=tokens`);
    await reader.page.getByRole('alert').getByText('Sign in with one that may.').waitFor();
    await reader.close();
  });

  it.each(['dark', 'light'] as const)('has no serious fault of accessibility in the %s theme', async (theme) => {
    const { page } = web;
    await web.setTheme(theme);
    for (const section of sections) {
      await page.goto(`${place}?section=${section}${section === 'tokens' ? '&make=token' : ''}`);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await web.findings(), section).toEqual([]);
    }
  });

  it('makes a project, and leads to how a profiler is connected to it, with its own key', async () => {
    const { page } = web;
    await page.goto(`${place}?section=projects`);
    const list = page.getByRole('list', { name: 'Projects of default' });
    await list.getByRole('listitem').filter({ hasText: 'this one' }).waitFor();
    const form = page.getByRole('region', { name: /New project/ });
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Web shop');
    await page.getByRole('button', { name: 'Make the project' }).click();
    await page.waitForURL('**/o/default/p/web-shop?connect=yes');
    const key = await api.ingestKey('default', 'web-shop');
    await page
      .getByRole('region', { name: /Snippet/ })
      .getByText(key)
      .waitFor();
    await page.goto(`${place}?section=projects`);
    await list.getByRole('link', { name: 'web-shop' }).waitFor();
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Again');
    await form.getByRole('textbox', { name: /Slug/ }).fill('web-shop');
    await page.getByRole('button', { name: 'Make the project' }).click();
    await page.getByRole('alert').waitFor();
    // What the browser writes of the answer that was asked for.
    web.errors.splice(
      web.errors.findIndex((error) => / 409 /.test(error)),
      1,
    );
  });

  it('makes an organization with a project of a slug that is taken elsewhere, and keeps the two apart', async () => {
    const { page } = web;
    await page.goto(`${place}?section=projects`);
    const organization = page.getByRole('region', { name: /New organization/ });
    await organization.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme (EU)');
    await organization.getByRole('button', { name: 'Make the organization' }).click();
    await organization.getByText('acme-eu is made.').waitFor();
    const form = page.getByRole('region', { name: /New project/ });
    await form.getByRole('combobox', { name: 'Organization' }).selectOption('acme-eu');
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Default');
    await form.getByRole('button', { name: 'Make the project' }).click();
    // By number: the first organization uses the slug, too.
    await page.waitForURL(/\/o\/acme-eu\/p\/\d+\?connect=yes$/);
    await page.getByText('acme-eu', { exact: true }).waitFor();
    // An address of before goes on naming the project it named.
    const known = web.errors.length;
    await page.goto(place);
    await page.waitForURL(/\/o\/1\/p\/1\/settings$/);
    await page.getByRole('textbox', { name: /^Name/ }).waitFor();
    await page.waitForLoadState('networkidle');
    web.errors.splice(known);
    await page.getByRole('button', { name: 'default', exact: true }).click();
    await page.getByRole('option', { name: /acme-eu \/ default/ }).click();
    await page.waitForURL(/\/o\/acme-eu\/p\/\d+$/);

    await page.goto(`${place}?section=projects`);
    await page.getByRole('button', { name: 'Rename acme-eu' }).click();
    await page.getByRole('textbox', { name: /Name of the organization/ }).fill('Acme Europe');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByTitle('Acme Europe').waitFor();
    expect(await web.findings()).toEqual([]);
    const own = { name: 'acme', scopes: ['org:admin'], organization: 'acme-eu' };
    const { token } = await api.post<{ readonly token: string }>('/api/v1/tokens', own);
    const { projects } = await new HearthApi(server.url, token).json<{ readonly projects: readonly unknown[] }>(
      '/api/v1/projects',
    );
    expect(projects).toMatchObject([{ slug: 'default', organization: 'acme-eu' }]);
    // The other tests name the first one's project by its slug alone. Here, too, the slug is what is typed.
    const [{ id } = { id: 0 }] = projects as readonly { readonly id: number }[];
    await page.goto(`/o/acme-eu/p/${String(id)}/settings?section=erase`);
    await page.getByRole('button', { name: 'Erase default' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('default');
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await page.waitForURL(/\/o\/default\/p\/default/);
    expect((await api.ask(`/api/v1/projects/${String(id)}`)).status).toBe(404);
    expect((await api.ask('/api/v1/projects/default')).status).toBe(200);
  });

  it('erases a project when its name is typed, and nothing else', async () => {
    const { page } = web;
    await api.post('/api/v1/projects', { name: 'Short lived' });
    await page.goto('/o/1/p/short-lived/settings?section=erase');
    await page.getByRole('button', { name: 'Erase short-lived' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('short-lived');
    await dialog.getByRole('button', { name: 'Erase for good' }).click();
    await page.waitForURL('**/o/default/p/default**');
    expect((await api.ask('/api/v1/projects/short-lived')).status).toBe(404);
    expect((await api.ask('/api/v1/projects/default')).status).toBe(200);
  });

  it('reported no error of its own, and nothing that its content policy refused', () => {
    expect(web.errors).toEqual([]);
  });
});
