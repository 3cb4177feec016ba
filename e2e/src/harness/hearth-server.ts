import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineProcess } from './engine-process.ts';
import { freePort } from './free-port.ts';
import { httpRequest } from './http-request.ts';
import { OutputBuffer } from './output-buffer.ts';
import { waitUntil } from './wait-until.ts';

export interface ServerOptions {
  /** More arguments of `hearth serve`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another way to start, e.g. `['scripts/start.mjs']`. Default: the built `hearth serve`. */
  readonly entry?: readonly string[];
  /** What answers 200 when the start is over. Default: `/readyz`. */
  readonly readyAt?: '/readyz' | '/healthz';
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const builtServe = ['packages/cli/bin/hearth.js', 'serve'] as const;
/** Of this process, without what would configure the server. */
const foreignEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:HEARTH_|VITEST|NODE_OPTIONS)/.test(name)),
);
/** A bound on a hang. Cold caches on a busy two-core machine, and `npm start` may build; a healthy start takes a second or two. */
const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 120_000;

/** A whole server in a process of its own, with its own data directory, port and admin token. */
export class HearthServer {
  readonly dataDir: string;
  readonly port: number;
  readonly adminToken: string;
  /** What every start of this server printed. */
  readonly output = new OutputBuffer();
  readonly #options: ServerOptions;
  #child: ChildProcess | undefined;

  private constructor(port: number, options: ServerOptions) {
    this.dataDir = mkdtempSync(join(tmpdir(), 'hearth-e2e-'));
    this.port = port;
    this.adminToken = `e2e-${randomBytes(24).toString('hex')}`;
    this.#options = options;
  }

  /** Starts a server and resolves when it is ready. Throws with the end of its output when it is not. */
  static async start(options: ServerOptions = {}): Promise<HearthServer> {
    const server = new HearthServer(await freePort(), options);
    try {
      await server.start();
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.#child?.pid === undefined || !this.isRunning) throw new Error('the server is not running');
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it on the same data directory and port. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error('the server runs already');
    const { entry = builtServe, readyAt = '/readyz' } = this.#options;
    const args = [...entry, '--port', String(this.port), '--data', this.dataDir, ...(this.#options.args ?? [])];
    const child = spawn(process.execPath, args, {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...foreignEnvironment,
        HEARTH_ADMIN_TOKEN: this.adminToken,
        // Tests count exactly what they sent.
        HEARTH_SELF_PROFILE: 'false',
        ...this.#options.env,
      },
    });
    this.#child = child;
    this.output.collect(child.stdout);
    this.output.collect(child.stderr);
    try {
      await waitUntil(
        async () => {
          if (!this.isRunning) return true;
          return (await httpRequest(this.url + readyAt, { timeoutMs: 2_000 })).status === 200;
        },
        { what: 'the server to be ready', timeoutMs: START_TIMEOUT_MS, everyMs: 50 },
      );
    } catch (cause) {
      throw new Error(`the server did not become ready:\n${this.output.tail()}`, { cause });
    }
    if (!this.isRunning) throw new Error(`the server ended at start (${this.#how(child)}):\n${this.output.tail()}`);
  }

  /** SIGTERM, as a service manager does. Resolves with how it ended: `exit 0` when it was clean. */
  async stop(): Promise<string> {
    return this.#end('SIGTERM');
  }

  /** `kill -9` of the server's process alone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** `kill -9` of the engine's process alone; false when there was none at that moment. */
  killEngine(): boolean {
    const pid = this.isRunning ? engineProcess(this.pid) : undefined;
    if (pid === undefined) return false;
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  }

  /** Ends what runs and removes the data directory. */
  async dispose(): Promise<void> {
    if (this.isRunning) await this.stop().catch(() => this.kill());
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<string> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return 'not running';
    const ended = once(child, 'close');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
    return this.#how(child);
  }

  #how(child: ChildProcess): string {
    return child.signalCode === null ? `exit ${child.exitCode}` : `signal ${child.signalCode}`;
  }
}
