import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDataDirectory } from './check-data-directory.ts';
import { checkDisk } from './check-disk.ts';
import { checkEngine } from './check-engine.ts';
import { checkNode } from './check-node.ts';
import { checkPort } from './check-port.ts';
import { runChecks } from './run-checks.ts';

const nobody = async (): Promise<undefined> => undefined;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-cli-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('checkNode', () => {
  it.each([
    ['18.20.0', 'fail'],
    ['20.18.9', 'fail'],
    ['20.19.0', 'warn'],
    ['24.1.0', 'ok'],
  ])('Node %s: %s', (version, state) => expect(checkNode(version).state).toBe(state));
});

describe('checkDataDirectory', () => {
  it('takes a private directory, and one that is still to be made', async () => {
    await chmod(directory, 0o700);
    expect((await checkDataDirectory(directory, nobody)).state).toBe('ok');
    expect(await checkDataDirectory(join(directory, 'a', 'b'), nobody)).toMatchObject({
      state: 'ok',
      detail: expect.stringMatching(/will be made/),
    });
  });

  it('warns of one that others may read', async () => {
    await chmod(directory, 0o755);
    expect(await checkDataDirectory(directory, nobody)).toMatchObject({
      state: 'warn',
      detail: expect.stringMatching(/mode 755/),
    });
  });

  it('warns of one that a server uses, in the words that another one would end with', async () => {
    await chmod(directory, 0o700);
    expect(await checkDataDirectory(directory, async () => 'in use by process 7')).toEqual({
      state: 'warn',
      detail: 'in use by process 7',
    });
  });

  it.runIf(process.platform === 'linux')(
    'refuses a place where nothing can be made, whatever its rights say',
    async () => {
      expect(await checkDataDirectory('/proc/hearth/data', nobody)).toMatchObject({
        state: 'fail',
        detail: expect.stringMatching(/^(nothing can be made in )?\/proc/) as unknown,
      });
    },
  );

  it('refuses a file', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    expect((await checkDataDirectory(file, nobody)).state).toBe('fail');
  });
});

describe('checkDisk', () => {
  it('holds the free space against the floor', async () => {
    expect((await checkDisk(join(directory, 'missing'), 1)).state).toBe('ok');
    expect((await checkDisk(directory, 2 ** 60)).state).toBe('fail');
    expect((await checkDisk(directory, 1, 1)).state).toBe('ok');
    expect((await checkDisk(directory, 1, 2 ** 60)).state).toBe('warn');
  });
});

describe('checkPort', () => {
  const listen = async (body: string): Promise<{ readonly port: number; readonly close: () => void }> => {
    const server = createServer((_request, response) => response.writeHead(503).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, close: () => server.close() };
  };

  it('tells a Hearth server from another program', async () => {
    const other = await listen('hello');
    const hearth = await listen('{"status":"not ready"}');
    expect((await checkPort('127.0.0.1', other.port)).state).toBe('fail');
    expect(await checkPort('127.0.0.1', hearth.port)).toMatchObject({
      state: 'ok',
      detail: expect.stringMatching(/Hearth server runs/),
    });
    other.close();
    hearth.close();
  });

  it('refuses an address that is not of this machine', async () => {
    expect(await checkPort('192.0.2.1', 0)).toMatchObject({
      state: 'fail',
      detail: expect.stringMatching(/EADDRNOTAVAIL/),
    });
  });
});

describe('checkEngine', () => {
  it('passes on why the engine does not start', async () => {
    expect(await checkEngine(() => Promise.reject(new Error('no engine for this platform')))).toMatchObject({
      state: 'fail',
      detail: 'no engine for this platform',
    });
    expect((await checkEngine(async () => 512)).detail).toBe('starts in 0.5 s');
  });
});

describe('runChecks', () => {
  it('goes on after a check that throws', async () => {
    const results = [];
    const checks = [
      { name: 'a', run: () => Promise.reject(new Error('broken')) },
      { name: 'b', run: async () => ({ state: 'ok' as const, detail: '' }) },
    ];
    for await (const result of runChecks(checks)) results.push(`${result.name} ${result.state}`);
    expect(results).toEqual(['a fail', 'b ok']);
  });
});
