import { type Busy, buildBusy, missingNative } from '@hearth/agent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from './captures/agent-process.ts';
import { CaptureStage } from './captures/capture-stage.ts';
import { missingTools } from './install/missing-tools.ts';
import { WebSession } from './web/web-session.ts';

const missing = missingNative(['samply', 'gcc', 'root']) || missingTools(['chromium']).join(', ');
const place = '/o/1/p/default/pipelines';
/** A recording, its symbols, its way into the store, on a busy machine. */
const PATIENCE = { timeout: 60_000 };

/** A real agent, recorded from the page. */
describe.skipIf(missing !== '')('the captures place', () => {
  let stage: CaptureStage;
  let web: WebSession;
  let busy: Busy;
  let agents: readonly AgentProcess[];

  beforeAll(async () => {
    const built = buildBusy();
    stage = await CaptureStage.start();
    busy = await stage.program(built);
    web = await WebSession.open(stage.server.url);
    await web.signIn(stage.server.adminToken);
  });
  afterAll(async () => {
    await web.close();
    await stage.dispose();
  });

  const host = (ordinal: number) => web.page.getByRole('region', { name: `Host ${ordinal.toString()}`, exact: true });
  const result = () => web.page.getByRole('region', { name: /^Host 0, .*, 3 s$/ });

  it('teaches how the first host comes, and leads to the token of its agent', async () => {
    const { page } = web;
    await page.goto(place);
    await page.getByText('The host shows here by itself').waitFor();
    expect(await web.findings()).toEqual([]);
    await page.getByRole('link', { name: 'Make a token' }).click();
    await page.waitForURL('**/settings?section=tokens&make=agent&pipeline=my-pipeline');
  });

  it('lists the pipeline and its hosts by ordinal', async () => {
    const { page } = web;
    agents = await stage.pipeline('ranker', [busy, busy]);
    await page.goto(place);
    await page.getByRole('link', { name: /ranker 2 of 2 hosts ready/ }).click();
    await host(0).getByText('ready', { exact: true }).waitFor();
    await host(1).getByText('ready', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Record 2 idle hosts' }).waitFor();
  });

  it('records a host for a typed time, counts down, and opens the result in place', async () => {
    const { page } = web;
    await page.getByRole('button', { name: 'other' }).click();
    await page.getByRole('spinbutton', { name: 'Seconds to record' }).fill('3');
    await host(0).getByRole('button', { name: 'Record 3 s' }).click();
    await host(0).getByText('s left').waitFor();
    await page.getByRole('button', { name: 'Record 1 idle host' }).waitFor();
    await result().waitFor(PATIENCE);
    await result()
      .getByRole('application', { name: /flame graph/i })
      .waitFor();
    const { id } = await stage.newest('ranker');
    expect(new URL(page.url()).searchParams.get('capture')).toBe(id);
    const row = page.getByRole('row', { name: /ready/ });
    await row.getByText('samply').waitFor();
    await row.getByText(/Admin/).waitFor();
  });

  it('shows the same from a shared address, and leads on to the whole profile', async () => {
    const { page } = web;
    await page.reload();
    await result()
      .getByRole('application', { name: /flame graph/i })
      .waitFor();
    await result().getByRole('link', { name: 'Open the whole profile' }).click();
    await page.waitForURL('**/profiles/*');
    await page.goBack();
    await result().waitFor();
  });

  it.each(['dark', 'light'] as const)('has no serious fault of accessibility in the %s theme', async (theme) => {
    await web.setTheme(theme);
    expect(await web.findings()).toEqual([]);
  });

  it('cancels a recording, and narrows the list to a host', async () => {
    const { page } = web;
    await page.goto(`${place}/ranker?seconds=300`);
    await host(1).getByRole('button', { name: 'Record 300 s' }).click();
    await host(1).getByText('s left').waitFor();
    expect(await web.findings()).toEqual([]);
    await host(1).getByRole('button', { name: 'Cancel and discard' }).click();
    const row = page.getByRole('row', { name: /1 cancelled 300/ });
    await row.waitFor(PATIENCE);
    await page.getByText('The capture was cancelled.').waitFor();
    await host(1).getByText('ready', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'host any' }).click();
    await page.getByRole('option', { name: '0' }).click();
    await page.waitForURL('**/ranker?*host=0*');
    await row.waitFor({ state: 'detached' });
  });

  it('says of a host whose agent ended that it is offline', async () => {
    await agents[1]?.dispose();
    await host(1).getByText('offline', { exact: true }).waitFor(PATIENCE);
    await host(1)
      .getByText(/Its agent went away/)
      .waitFor();
    expect(
      await host(1)
        .getByRole('button', { name: /^Record/ })
        .isDisabled(),
    ).toBe(true);
  });

  it('reported no error of its own, and nothing that its content policy refused', () => {
    expect(web.errors).toEqual([]);
  });
});
