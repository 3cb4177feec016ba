import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { type Catalog, openCatalog } from '../../catalog/catalog.ts';
import type { TokenId } from '../../catalog/ids.ts';
import type { Scope } from '../../catalog/scope.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { type Access, fromHeader, fromPath } from '../access.ts';
import type { ForeignKey } from '../doorkeeper.ts';
import { FileLinks } from '../file-links/file-links.ts';
import { type ListenerMark, markListener } from '../listener-mark.ts';
import { rewritePathKey } from '../path-key.ts';
import { registerAuth } from '../register-auth.ts';
import { registerSessionRoutes } from '../session-routes.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The error's code, or what the sample handler says about the caller. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly on?: keyof Listeners;
}

/** A listener of each kind, all serving the one application. */
interface Listeners {
  readonly trusted: string | number;
  readonly plain: string | number;
  readonly unmarked: string | number;
  readonly unix: string | number;
}

export interface AuthFixture {
  readonly app: FastifyInstance;
  readonly catalog: Catalog;
  /** Credentials by name: working ones of two organizations, and some that do not work. */
  readonly secrets: Readonly<Record<SecretName, string>>;
  readonly adminTokenId: number;
  readonly foreignKeys: ForeignKey[];
  readonly fileLinks: FileLinks;
  ask(url: string, how?: Ask): Promise<Answer>;
  /** A signed-in browser's cookie, for a session of a token with these scopes in project `default`'s organization. */
  signIn(scopes: readonly Scope[]): Promise<string>;
  close(): Promise<void>;
}

export type SecretName =
  | 'admin'
  | 'read'
  | 'write'
  | 'boundRead'
  | 'uploader'
  | 'agent'
  | 'otherAdmin'
  | 'revoked'
  | 'key'
  | 'otherKey'
  | 'endedKey'
  | 'unknownKey'
  | 'unknownToken';

const project = fromPath('project');
const organization = fromPath('organization');
const linked = fromPath('id');

/** One route of each kind of access. */
export const sampleRoutes: readonly (readonly [string, string, Access])[] = [
  ['GET', '/info', { kind: 'public' }],
  ['GET', '/page', { kind: 'optional' }],
  ['GET', '/link', { kind: 'agent' }],
  ['POST', '/profiling/v1/input', { kind: 'ingest' }],
  ['POST', '/api/:project/envelope/', { kind: 'ingest', project }],
  ['POST', '/ingest', { kind: 'ingest', choice: fromHeader('x-scope-orgid') }],
  // Its handler never looks for the key.
  ['POST', '/sealed/:project', { kind: 'ingest', project, keyInBody: true }],
  ['GET', '/render', { kind: 'scope', anyOf: ['project:read'], choice: fromHeader('x-scope-orgid') }],
  ['GET', '/v1/projects', { kind: 'scope', anyOf: ['project:read'] }],
  ['GET', '/v1/projects/:project/profiles', { kind: 'scope', anyOf: ['project:read'], project }],
  ['PUT', '/v1/projects/:project', { kind: 'scope', anyOf: ['project:write'], project }],
  ['DELETE', '/v1/projects/:project', { kind: 'scope', anyOf: ['project:admin'], project }],
  ['GET', '/v1/captures/:id/file', { kind: 'scope', anyOf: ['project:read'], linked }],
  // No such route exists: a link must not open it if one ever does.
  ['DELETE', '/v1/captures/:id/file', { kind: 'scope', anyOf: ['project:admin'], linked }],
  ['GET', '/v0/:organization', { kind: 'scope', anyOf: ['org:read'], organization }],
  ['GET', '/v0/:organization/:project', { kind: 'scope', anyOf: ['project:read'], organization, project }],
];

/** A guarded application with sample routes, two tenants and their credentials, on real sockets. */
export async function startAuthFixture(): Promise<AuthFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-auth-'));
  const catalog = await openCatalog({ dataDir: directory });
  const foreignKeys: ForeignKey[] = [];
  const app = fastify({ rewriteUrl: rewritePathKey, logger: false });
  app.setErrorHandler((error, _request, reply) =>
    error instanceof HearthError ? reply.code(error.status).send({ code: error.code }) : reply.send(error),
  );
  app.setNotFoundHandler(() => {
    throw new HearthError('not_found');
  });
  const isLive = async (id: TokenId): Promise<boolean> => (await catalog.tokens.findLive(id)) !== undefined;
  const fileLinks = new FileLinks({ isLive });
  registerAuth(app, {
    publicUrl: 'https://hearth.example/base',
    catalog,
    fileLinks,
    onForeignKey: (key) => foreignKeys.push(key),
  });
  registerSessionRoutes(app, { catalog });
  for (const [method, url, access] of sampleRoutes) {
    app.route({
      method,
      url,
      config: { access },
      handler: async (call) => ({
        caller: call.caller.kind,
        project: call.project?.slug,
        organization: call.organization?.slug,
        url: call.url,
        originalUrl: call.originalUrl,
      }),
    });
  }
  await app.ready();
  const servers: Server[] = [];
  const listen = async (address: string | number, mark?: ListenerMark): Promise<string | number> => {
    const server = createServer(app.routing);
    if (mark !== undefined) markListener(server, mark);
    servers.push(server);
    await new Promise<void>((resolve) => {
      if (typeof address === 'number') server.listen(address, '127.0.0.1', resolve);
      else server.listen(address, resolve);
    });
    return typeof address === 'string' ? address : (server.address() as AddressInfo).port;
  };
  const listeners: Listeners = {
    trusted: await listen(0, { kind: 'tcp', trusted: true }),
    plain: await listen(0, { kind: 'tcp', trusted: false }),
    unmarked: await listen(0),
    unix: await listen(join(directory, 'd.sock'), { kind: 'unix', trusted: true, project: 'uploads' }),
  };
  const tenants = await makeTenants(catalog);
  return {
    app,
    catalog,
    foreignKeys,
    fileLinks,
    ...tenants,
    ask: (url, how = {}) => ask(listeners[how.on ?? 'plain'], url, how),
    signIn: async (scopes) => {
      const { token } = await catalog.tokens.create({
        name: 'browser',
        scopes,
        organizationId: tenants.organizationId,
      });
      const session = await catalog.sessions.redeem((await catalog.sessions.createLink(token.id)).code);
      return `hearth_session=${session?.secret ?? ''}`;
    },
    close: async () => {
      for (const server of servers) server.close().closeAllConnections();
      await app.close();
      await catalog.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Organization `default` with projects `default` and `uploads`; organization `other` with project `theirs` (3). */
async function makeTenants(catalog: Catalog) {
  const made = await catalog.bootstrap();
  const { organizationId, projectId } = made;
  await catalog.projects.create({ organizationId, name: 'uploads' });
  const other = await catalog.organizations.create({ slug: 'other' });
  const theirs = await catalog.projects.create({ organizationId: other.id, name: 'theirs' });
  const token = (scopes: readonly Scope[], bound = {}) =>
    catalog.tokens.create({ name: 'test', scopes, organizationId, ...bound });
  const revoked = await token(['org:admin']);
  await catalog.tokens.revoke(revoked.token.id, { kind: 'all' });
  const ended = await catalog.ingestKeys.create(projectId, 'ended');
  await catalog.ingestKeys.end(projectId, ended.key);
  const secrets: Record<SecretName, string> = {
    admin: made.adminToken ?? '',
    read: (await token(['project:read'])).secret,
    write: (await token(['project:write'])).secret,
    boundRead: (await token(['project:read'], { projectId })).secret,
    uploader: (await token(['ingest'], { projectId })).secret,
    agent: (await token(['agent'], { projectId, agent: { pipeline: 'etl', makesPipeline: true } })).secret,
    otherAdmin: (await token(['org:admin'], { organizationId: other.id })).secret,
    revoked: revoked.secret,
    key: made.ingestKey ?? '',
    otherKey: (await catalog.ingestKeys.create(theirs.id, 'theirs')).key,
    endedKey: ended.key,
    unknownKey: '0123456789abcdef'.repeat(2),
    unknownToken: `hearth_${'0'.repeat(64)}`,
  };
  return { organizationId, adminTokenId: made.adminTokenId, secrets };
}

function ask(address: string | number, path: string, { method = 'GET', headers = {} }: Ask): Promise<Answer> {
  const target = typeof address === 'string' ? { socketPath: address } : { host: '127.0.0.1', port: address };
  return new Promise((resolve, reject) => {
    const call = request({ ...target, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const isJson = response.headers['content-type']?.startsWith('application/json') === true && body !== '';
        const json = isJson ? (JSON.parse(body) as Record<string, unknown>) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, json });
      });
    });
    call.on('error', reject);
    call.end();
  });
}

export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
