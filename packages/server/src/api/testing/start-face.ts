import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { FileLinks, type LinkEvent } from '../../auth/file-links/file-links.ts';
import { registerAuth } from '../../auth/register-auth.ts';
import { type Catalog, openCatalog } from '../../catalog/catalog.ts';
import type { Project } from '../../catalog/projects.ts';
import type { Scope } from '../../catalog/scope.ts';
import { createApp } from '../../http/create-app.ts';
import type { StoredReader } from '../../query/export/stored-reader.ts';
import { Questions } from '../../query/questions.ts';
import type { RowSource } from '../../store/readers/row-source.ts';

/** The moment at which the tests of faces happen. */
export const NOON_MS = Date.UTC(2026, 10, 21, 12);

/** A guarded application over a real catalog, with two tenants, for the tests of faces. */
export interface TestFace {
  readonly app: FastifyInstance;
  readonly catalog: Catalog;
  readonly questions: Questions;
  readonly fileLinks: FileLinks;
  /** What was said of signed links. */
  readonly linkEvents: readonly LinkEvent[];
  /** Of the admin, who may do everything. */
  readonly adminToken: string;
  readonly ours: Project;
  /** A project of another organization. */
  readonly theirs: Project;
  /** A token of our project alone. */
  token(scopes: readonly Scope[], project?: Project): Promise<string>;
  get(url: string, token?: string): Promise<LightMyRequestResponse>;
  send(
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    token?: string,
    body?: object,
  ): Promise<LightMyRequestResponse>;
  stop(): Promise<void>;
}

/** Originals are read again by `stored`; nothing is exported without. */
export async function startFace(source: RowSource, stored?: StoredReader): Promise<TestFace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearth-face-'));
  const catalog = await openCatalog({ dataDir });
  const adminToken = 'admin-token-of-the-tests';
  await catalog.bootstrap({ adminToken });
  const reach = { kind: 'all' } as const;
  const ours = await catalog.projects.find('default', reach);
  if (ours === undefined) throw new Error('bootstrap made no project');
  const organization = await catalog.organizations.create({ slug: 'neighbours' });
  const theirs = await catalog.projects.create({ organizationId: organization.id, name: 'Theirs' });
  const app = createApp({ requestSeconds: 60, maxConnections: 100 });
  const linkEvents: LinkEvent[] = [];
  const fileLinks = new FileLinks({
    isLive: async (id) => (await catalog.tokens.findLive(id)) !== undefined,
    onEvent: (event) => linkEvents.push(event),
  });
  registerAuth(app, { catalog, fileLinks });
  const call = (options: InjectOptions, token?: string): Promise<LightMyRequestResponse> =>
    app.inject({
      ...options,
      headers: { ...options.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  return {
    app,
    catalog,
    questions: new Questions({ source, declaredEnvironments: catalog.environments, stored, now: () => NOON_MS }),
    fileLinks,
    linkEvents,
    adminToken,
    ours,
    theirs,
    token: async (scopes, project = ours) => {
      const { id, organizationId } = project;
      const isOfProject = !scopes.some((scope) => scope.startsWith('org:'));
      const wanted = { name: 'test', scopes, organizationId, ...(isOfProject ? { projectId: id } : {}) };
      return (await catalog.tokens.create(wanted)).secret;
    },
    get: (url, token) => call({ method: 'GET', url }, token),
    send: (method, url, token, body) => call({ method, url, ...(body === undefined ? {} : { payload: body }) }, token),
    stop: async () => {
      await app.close();
      await catalog.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
