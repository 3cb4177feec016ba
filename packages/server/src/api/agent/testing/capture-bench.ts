import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { registerAuth } from '../../../auth/register-auth.ts';
import type { CaptureLimits } from '../../../capture/capture-limits.ts';
import type { CaptureStore } from '../../../capture/capture-store.ts';
import { Captures } from '../../../capture/captures.ts';
import type { Capture } from '../../../catalog/captures/capture.ts';
import { type Catalog, openCatalog } from '../../../catalog/catalog.ts';
import type { OrganizationId, ProjectId } from '../../../catalog/ids.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { createApp } from '../../../http/create-app.ts';
import { registerAgentFace } from '../register-agent-face.ts';

/** A store that takes files into memory, and can be told not to. */
export class FakeStore implements CaptureStore {
  readonly landed = new Map<string, Uint8Array>();
  /** What `land` throws. */
  refusal: Error | undefined;
  diskFull = false;
  visible = true;

  isDiskFull(): boolean {
    return this.diskFull;
  }

  async land(capture: Capture, { bytes }: { readonly bytes: Uint8Array }): Promise<string> {
    if (this.refusal !== undefined) throw this.refusal;
    this.landed.set(capture.id, bytes);
    return capture.id;
  }

  async isVisible({ id }: Capture): Promise<boolean> {
    return this.visible && this.landed.has(id);
  }

  async read({ id }: Capture): Promise<Uint8Array> {
    return this.landed.get(id) ?? new Uint8Array();
  }
}

export interface BenchOptions {
  readonly limits?: Partial<CaptureLimits>;
}

/** A server with the agents' face on a real socket: catalog and captures as they are, the store in memory. */
export class CaptureBench {
  readonly dataDir: string;
  readonly store = new FakeStore();
  readonly errors: unknown[] = [];
  readonly refused: string[] = [];
  readonly #options: BenchOptions;
  /** Added to the system's clock, from the server's view. */
  aheadMs = 0;
  #running: { readonly app: FastifyInstance; readonly catalog: Catalog; readonly captures: Captures } | undefined;
  organizationId = 0 as OrganizationId;
  projectId = 0 as ProjectId;
  port = 0;

  constructor(options: BenchOptions = {}) {
    this.#options = options;
    this.dataDir = mkdtempSync(join(tmpdir(), 'hearth-captures-'));
  }

  get captures(): Captures {
    return this.#here.captures;
  }

  get catalog(): Catalog {
    return this.#here.catalog;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const now = (): number => Date.now() + this.aheadMs;
    const catalog = await openCatalog({ dataDir: this.dataDir, now });
    const made = await catalog.bootstrap();
    this.organizationId = made.organizationId;
    this.projectId = made.projectId;
    const captures = new Captures({
      catalog,
      store: this.store,
      directory: join(this.dataDir, 'captures'),
      limits: this.#options.limits,
      now,
      onError: (error) => this.errors.push(error),
    });
    await captures.start();
    const app = createApp({ requestSeconds: 30, maxConnections: 100 });
    registerAuth(app, { catalog });
    registerAgentFace(app, {
      captures,
      isLive: async (token) => (await catalog.tokens.findLive(token)) !== undefined,
      onError: (error) => this.errors.push(error),
      now,
      checks: { linkMs: 100, tokenMs: 100 },
      onRefused: (_agent, code, reason) => this.refused.push(`${code} ${reason}`),
    });
    app.post('/echo', { config: { access: { kind: 'public' } } }, async ({ body }) => ({ body }));
    // The same address after a restart, as a real server has.
    await app.listen({ host: '127.0.0.1', port: this.port });
    this.port = (app.server.address() as AddressInfo).port;
    this.#running = { app, catalog, captures };
  }

  /** As a server that is told to end. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.app.close();
    await running?.captures.close();
    await running?.catalog.close();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async pipeline(name = 'etl', hosts?: number): Promise<Pipeline> {
    const { organizationId, projectId } = this;
    const all = { kind: 'all' } as const;
    return (
      (await this.catalog.pipelines.find(name, all)) ??
      this.catalog.pipelines.create({ organizationId, projectId, name, hosts: hosts ?? null })
    );
  }

  /** The secret of an agent's token. */
  async token(pipeline = 'etl', bound: { readonly ordinal?: number; readonly makesPipeline?: boolean } = {}) {
    const { organizationId, projectId } = this;
    const agent = { makesPipeline: true, ...bound, pipeline };
    const { secret, token } = await this.catalog.tokens.create({
      name: 'agent',
      scopes: ['agent'],
      organizationId,
      projectId,
      agent,
    });
    return { secret, id: token.id };
  }

  get #here() {
    if (this.#running === undefined) throw new Error('The server is not running.');
    return this.#running;
  }
}
