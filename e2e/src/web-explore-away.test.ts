import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthServer } from './harness/hearth-server.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const hasBrowser = missingTools(['chromium']).length === 0;
if (!hasBrowser) process.stderr.write(`Explore without its engine is not tested; ${enableCommand} brings chromium.\n`);

describe.skipIf(!hasBrowser)('Explore while the engine is away', () => {
  let server: HearthServer;
  let web: WebSession;

  beforeAll(async () => {
    server = await HearthServer.start();
    web = await WebSession.open(server.url);
    await web.signIn(server.adminToken);
  });
  afterAll(async () => {
    await web.close();
    await server.dispose();
  });

  it('shows what its address says and why there is no picture, and nothing that seems to come', async () => {
    const { page } = web;
    const detail = 'The storage engine is starting.';
    const problem = { title: detail, status: 503, detail, code: 'engine_unavailable' };
    const away = { status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) };
    await page.route('**/api/v1/projects/default/**', (route) => route.fulfill(away));
    await page.goto('/o/1/p/default/explore?app=search&type=cpu');
    await page.getByRole('alert').getByText(detail).first().waitFor();
    await page.getByRole('button', { name: 'search', exact: true }).waitFor();
    await page.getByRole('region', { name: 'Value over time' }).getByText('not known').waitFor();
    expect(await page.locator('.context .skeleton, .timeline .skeleton').count()).toBe(0);
    await page.unrouteAll();
  });
});
