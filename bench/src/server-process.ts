import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ProcessTree } from './process-tree.ts';

const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** A whole server with its engine, in processes of their own. */
export class ServerProcess {
  readonly url: string;
  readonly adminToken = 'bench-admin-token-0123456789';
  readonly tree: ProcessTree;
  /** From the start of the process to the first 200 of /readyz. */
  readonly readyMs: number;
  readonly #child: ChildProcess;
  /** Goes with the server, unless it was given. */
  readonly #ownDirectory: string | undefined;

  private constructor(child: ChildProcess, ownDirectory: string | undefined, url: string, readyMs: number) {
    this.#child = child;
    this.#ownDirectory = ownDirectory;
    this.url = url;
    this.readyMs = readyMs;
    this.tree = new ProcessTree(child.pid ?? 0);
  }

  /** Starts on the given data directory, else on a new one; `words` are more of its command line. */
  static async start(given?: string, words: readonly string[] = []): Promise<ServerProcess> {
    const directory = given ?? mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-bench-'));
    const port = await freePort();
    const started = performance.now();
    const settings = ['--port', String(port), '--data', directory, '--log-level', 'warn', ...words];
    const child = spawn(process.execPath, [start, ...settings], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, HEARTH_ADMIN_TOKEN: 'bench-admin-token-0123456789', HEARTH_SELF_PROFILE: 'false' },
    });
    // A benchmark that fails leaves no server.
    process.once('exit', () => child.kill());
    const url = `http://127.0.0.1:${port}`;
    for (;;) {
      if (child.exitCode !== null) throw new Error('the server ended before it was ready');
      const ready = await fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) break;
      await sleep(20);
    }
    return new ServerProcess(child, given === undefined ? directory : undefined, url, performance.now() - started);
  }

  async getJson<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path, { headers: { authorization: `Bearer ${this.adminToken}` } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async postJson<T>(path: string, body: object): Promise<T> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
    if (this.#ownDirectory !== undefined) rmSync(this.#ownDirectory, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
