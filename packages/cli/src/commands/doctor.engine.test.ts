import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { runCli } from '../testing/run-cli.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-doctor-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly state: string; readonly detail: string }[];
}

const stateOf = ({ checks }: Report, name: string): string | undefined =>
  checks.find((check) => check.name === name)?.state;

describe('hearth doctor', () => {
  it('starts the real engine and finds nothing wrong', async () => {
    const flags = ['--data', directory, '--port', '0', '--disk-floor', '1M'];
    const { exitCode, out } = await runCli(['doctor', '--json', '--', ...flags]);
    const report = JSON.parse(out) as Report;
    expect(report.checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(stateOf(report, 'engine')).toBe('ok');
    expect(exitCode).toBe(exitCodes.ok);
  });

  it('ends with 1 when something is in the way', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = String((taken.address() as AddressInfo).port);
    const { exitCode, out } = await runCli(['doctor', '--json', '--', '--data', file, '--port', port]);
    taken.close();
    const report = JSON.parse(out) as Report;
    expect([stateOf(report, 'data directory'), stateOf(report, 'port'), report.ok]).toEqual(['fail', 'fail', false]);
    expect(exitCode).toBe(exitCodes.failure);
  });

  it('calls wrong flags a usage error', async () => {
    const { exitCode, err } = await runCli(['doctor', '--', '--port', 'x']);
    expect(exitCode).toBe(exitCodes.usage);
    expect(err).toContain('--port: must be a number');
  });
});

describe('hearth config', () => {
  it('explains every setting, with the value in force and without secrets', async () => {
    const env = { HEARTH_ADMIN_TOKEN: 'canary-canary-canary', HEARTH_PORT: '5000' };
    const { out } = await runCli(['config', '--explain', '--', '--data', '/srv/hearth'], { env });
    expect(out).toContain('--port N, HEARTH_PORT');
    expect(out).toContain('now: 5000');
    expect(out).toContain('now: /srv/hearth');
    expect(out).not.toContain('canary');
    const { settings } = JSON.parse((await runCli(['config', '--json'], { env })).out) as {
      readonly settings: readonly { readonly name: string; readonly value: string }[];
    };
    expect(settings.find(({ name }) => name === 'port')?.value).toBe('5000');
  });

  it('lists them in a table', async () => {
    const { out } = await runCli(['config']);
    expect(out).toMatch(/^FLAG +VARIABLE +VALUE\n/);
    expect(out).toMatch(/--admin-token|HEARTH_ADMIN_TOKEN +\(made at the first start/);
  });
});
