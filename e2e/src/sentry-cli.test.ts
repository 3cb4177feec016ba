import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { installNodeClient } from './install/install-node-client.ts';
import { runCommand } from './install/run-command.ts';
import { releaseSchema } from './sentry/release-schema.ts';
import { type SentryCliTarget, sentryCli } from './sentry/sentry-cli.ts';

const VERSION = 'shop@2.0.0-rc.1+abc';

let server: HearthServer;
let api: HearthApi;
let checkout: string;
/** A pipeline: may write releases, and nothing else. */
let pipeline: SentryCliTarget;

beforeAll(async () => {
  await installNodeClient('sentry-cli');
  checkout = mkdtempSync(join(tmpdir(), 'hearth-e2e-checkout-'));
  const env = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  await runCommand('git', ['init', '--quiet'], { cwd: checkout });
  for (const message of ['Open the shop', 'Take orders']) {
    await runCommand('git', ['commit', '--quiet', '--allow-empty', '-m', message], { cwd: checkout, env });
  }
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
  const { token } = await api.post<{ token: string }>('/api/v1/tokens', { name: 'pipeline', scopes: ['org:ci'] });
  pipeline = { url: server.url, token, organization: 'default', project: 'shop', cwd: checkout };
});

afterAll(async () => {
  await server.dispose();
  rmSync(checkout, { recursive: true, force: true });
});

describe('sentry-cli', () => {
  it('says where it is and what it may do', async () => {
    const { output, ended } = await sentryCli(pipeline, 'info');
    expect({ output, ended }).toMatchObject({ ended: 'exit 0' });
    expect(output).toContain(server.url);
    expect(output).toContain('project:releases');
  });

  it.each([
    `releases new ${VERSION}`,
    `releases set-commits ${VERSION} --local`,
    `releases finalize ${VERSION}`,
    `deploys new --release ${VERSION} --env production --name web --time 12`,
    // A second time, as a job that is started again does.
    `releases new ${VERSION}`,
    `releases set-commits ${VERSION} --local`,
    `releases info ${VERSION}`,
    `releases archive ${VERSION}`,
    `releases restore ${VERSION}`,
    'releases new shop@1.9.9',
    'releases delete shop@1.9.9',
    'organizations list',
    'projects list',
  ])('runs %s', async (command) => {
    const { output, ended } = await sentryCli(pipeline, ...command.split(' '));
    expect({ output, ended }).toMatchObject({ ended: 'exit 0' });
    expect(output).not.toMatch(/error|warn|backtrace/i);
  });

  it('left a release with commits and a deploy', async () => {
    const release = releaseSchema.parse(
      await api.json(`/api/0/organizations/default/releases/${encodeURIComponent(VERSION)}/`),
    );
    expect(release).toMatchObject({
      version: VERSION,
      status: 'open',
      versionInfo: { package: 'shop', description: '2.0.0-rc.1 (abc)' },
      commitCount: 2,
      lastCommit: { message: expect.stringContaining('Take orders') },
      deployCount: 1,
      lastDeploy: { environment: 'production', name: 'web' },
      projects: [{ slug: 'shop' }],
    });
    expect(release.dateReleased).not.toBeNull();
    expect(release.authors).toMatchObject([{ name: 'Ada', email: 'ada@example.com' }]);
  });

  it('lists releases and deploys', async () => {
    const releases = await sentryCli(pipeline, 'releases', 'list');
    expect(releases).toMatchObject({ ended: 'exit 0', output: expect.stringContaining('2.0.0-rc.1') });
    const deploys = await sentryCli(pipeline, 'deploys', 'list', '--release', VERSION);
    expect(deploys).toMatchObject({ ended: 'exit 0', output: expect.stringContaining('production') });
  });

  it('is told clearly when its token may not', async () => {
    const { token } = await api.post<{ token: string }>('/api/v1/tokens', { name: 'reader', scopes: ['project:read'] });
    const { output, ended } = await sentryCli({ ...pipeline, token }, 'releases', 'new', 'shop@3.0.0');
    expect({ output, ended }).toMatchObject({ ended: 'exit 1', output: expect.stringContaining('permission') });
    const wrong = await sentryCli({ ...pipeline, token: 'no-such-token' }, 'info');
    expect(wrong.ended).toBe('exit 1');
  });

  it('made the server warn of nothing', () => {
    expect(server.output.linesOfLevel('warn', 'error', 'fatal')).toEqual([]);
  });
});
