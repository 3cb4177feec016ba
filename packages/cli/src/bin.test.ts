import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from './exit-code.ts';
import { fakeServer } from './testing/fake-server.ts';

const bin = fileURLToPath(new URL('../bin/hearth.js', import.meta.url));
const isBuilt = existsSync(fileURLToPath(new URL('../dist/main.js', import.meta.url)));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a script in a process of its own; `onStart` may send it a signal. */
function spawnBin(
  script: string,
  argv: readonly string[],
  options: {
    readonly env?: Record<string, string>;
    readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...argv], {
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const written = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...written }));
    options.onStart?.((signal) => child.kill(signal));
  });
}

describe('the entry without a build', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hearth-bin-'));
    await mkdir(join(directory, 'bin'));
    await cp(bin, join(directory, 'bin', 'hearth.mjs'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('says how to build', async () => {
    const { code, out, err } = await spawnBin(join(directory, 'bin', 'hearth.mjs'), ['version'], {});
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('hearth is not built yet: run `npm run build` (or `npm start`, which builds and serves).\n');
  });
});

describe.skipIf(!isBuilt)('the entry after a build', () => {
  it('answers without loading the server', async () => {
    const { code, out, err } = await spawnBin(bin, ['version', '--json'], {});
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ node: process.versions.node });
  });

  it('writes no colour into a pipe', async () => {
    const server = await fakeServer(() => ({ body: { profiles: [], next: null } }));
    const { code, out } = await spawnBin(bin, ['profiles'], { env: { HEARTH_URL: server.url } });
    await server.close();
    expect({ code, out }).toEqual({ code: exitCodes.ok, out: 'No profiles.\n' });
  });

  it('ends with 130 when Ctrl-C comes while a server keeps it waiting', async () => {
    let interrupt: (signal: NodeJS.Signals) => void = () => undefined;
    const server = await fakeServer(() => {
      interrupt('SIGINT');
      return undefined;
    });
    const ended = await spawnBin(bin, ['profiles'], {
      env: { HEARTH_URL: server.url },
      onStart: (kill) => {
        interrupt = kill;
      },
    });
    await server.close();
    expect(ended).toEqual({ code: exitCodes.cancelled, out: '', err: '' });
  });
});
