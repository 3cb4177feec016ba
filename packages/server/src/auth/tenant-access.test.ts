import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApiKey } from '../catalog/api-keys/new-api-key.ts';
import { type Catalog, openCatalog } from '../catalog/catalog.ts';
import type { OrganizationId } from '../catalog/ids.ts';
import type { Scope } from '../catalog/scope.ts';
import { HearthError } from '../errors/hearth-error.ts';
import { describeCaller } from './describe-caller.ts';
import { markListener } from './listener-mark.ts';
import { OidcVerifier } from './oidc-verifier.ts';
import { registerAuth } from './register-auth.ts';
import { type LocalIssuer, startLocalIssuer, type TokenOverrides } from './testing/local-issuer.ts';

let directory: string;
let catalog: Catalog;
let issuer: LocalIssuer;
let app: FastifyInstance;
let defaultId: OrganizationId;
const ports = { plain: 0, open: 0 };
const servers: Server[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-tenants-'));
  catalog = await openCatalog({ dataDir: directory });
  ({ organizationId: defaultId } = await catalog.bootstrap({ adminToken: 'the-admin-token-of-tests' }));
  const other = await catalog.organizations.create({ slug: 'other' });
  await catalog.projects.create({ organizationId: other.id, name: 'theirs' });
  issuer = await startLocalIssuer();
  app = fastify();
  app.setErrorHandler((error, _request, reply) =>
    error instanceof HearthError ? reply.code(error.status).send({ code: error.code }) : reply.send(error),
  );
  registerAuth(app, { catalog, oidc: new OidcVerifier(issuer.options) });
  for (const [url, scope] of [
    ['/read', 'project:read'],
    ['/write', 'project:write'],
  ] as const) {
    const config = { access: { kind: 'scope', anyOf: [scope], tenant: true } } as const;
    app.get(url, { config }, async ({ caller, organization }) => ({
      who: describeCaller(caller),
      reach: caller.reach,
      organization: organization?.slug,
    }));
  }
  app.get('/elsewhere', { config: { access: { kind: 'scope', anyOf: ['project:read'] } } }, async () => ({}));
  await app.ready();
  for (const name of ['plain', 'open'] as const) {
    const server = createServer(app.routing);
    markListener(server, { kind: 'tcp', trusted: true, openToFeldera: name === 'open' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports[name] = (server.address() as AddressInfo).port;
    servers.push(server);
  }
});
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await app.close();
  await issuer.close();
  await catalog.close();
  rmSync(directory, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

/** `200 organization` or `status code`. */
async function outcome(url: string, headers: Headers, on: keyof typeof ports = 'plain'): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${String(ports[on])}${url}`, { headers });
  const body = (await response.json()) as { readonly organization?: string; readonly code?: string };
  return `${String(response.status)} ${body.organization ?? body.code ?? ''}`;
}

const bearer = (secret: string, tenant?: string): Headers => ({
  authorization: `Bearer ${secret}`,
  ...(tenant === undefined ? {} : { 'feldera-tenant': tenant }),
});

const token = async (scopes: readonly Scope[], organizationId: OrganizationId = defaultId): Promise<string> =>
  (await catalog.tokens.create({ name: 'ci', scopes, organizationId })).secret;

describe("Feldera's API keys", () => {
  it('open what their role says, in their organization, and nothing else', async () => {
    const { secret: read } = await catalog.apiKeys.create({ name: 'r', role: 'read', organizationId: defaultId });
    const { secret: write } = await catalog.apiKeys.create({ name: 'w', role: 'write', organizationId: defaultId });
    expect(await outcome('/read', bearer(read))).toBe('200 default');
    expect(await outcome('/write', bearer(read))).toBe('403 forbidden');
    expect(await outcome('/write', bearer(write))).toBe('200 default');
    expect(await outcome('/read', bearer(read, 'default'))).toBe('200 default');
    expect(await outcome('/read', bearer(read, 'other'))).toBe('403 not_a_tenant_member');
    expect(await outcome('/elsewhere', bearer(write))).toBe('401 invalid_token');
    expect(await outcome('/read', bearer(newApiKey()))).toBe('401 invalid_token');
    expect(await outcome('/read', bearer('apikey:'))).toBe('401 invalid_token');
    await catalog.apiKeys.remove('r', { kind: 'all' });
    expect(await outcome('/read', bearer(read))).toBe('401 invalid_token');
  });
});

describe('tokens of ours', () => {
  it('work there as everywhere, in one organization', async () => {
    const admin = 'the-admin-token-of-tests';
    expect(await outcome('/read', bearer(await token(['project:read'])))).toBe('200 default');
    expect(await outcome('/write', bearer(await token(['project:read'])))).toBe('403 forbidden');
    expect(await outcome('/read', bearer(await token(['ingest'])))).toBe('403 forbidden');
    expect(await outcome('/read', bearer(admin))).toBe('400 ambiguous_tenant');
    expect(await outcome('/read', bearer(admin, 'other'))).toBe('200 other');
    expect(await outcome('/read', bearer(admin, '2'))).toBe('200 other');
    expect(await outcome('/read', bearer(admin, 'nowhere'))).toBe('403 not_a_tenant_member');
    expect(await outcome('/read', {})).toBe('401 unauthenticated');
  });

  it('reach no further than the organization that was chosen', async () => {
    const chosen = await app.inject({ url: '/read', headers: bearer('the-admin-token-of-tests', 'other') });
    expect(chosen.json()).toMatchObject({ reach: { kind: 'organization', organizationId: 2 } });
  });
});

describe('JSON web tokens', () => {
  const asked = async (claims: object, tenant?: string, overrides?: TokenOverrides, url = '/read') =>
    outcome(url, bearer(await issuer.token({ ...claims }, overrides), tenant));

  it('let in whom the issuer says belongs to an organization', async () => {
    expect(await asked({ tenant: 'default' })).toBe('200 default');
    expect(await asked({ tenant: ['other'] })).toBe('200 other');
    expect(await asked({ tenant: ['default', 'other'] })).toBe('400 ambiguous_tenant');
    expect(await asked({ tenant: ['default', 'other'] }, 'other')).toBe('200 other');
    expect(await asked({ tenant: 'default' }, 'other')).toBe('403 not_a_tenant_member');
    expect(await asked({ tenant: 'nowhere' })).toBe('403 no_tenant');
    expect(await asked({ tenant: 1 })).toBe('403 no_tenant');
    expect(await asked({})).toBe('403 no_tenant');
  });

  it('may read, and write when the issuer says so', async () => {
    expect(await asked({ tenant: 'default' }, undefined, {}, '/write')).toBe('403 forbidden');
    expect(await asked({ tenant: 'default', role: 'root' }, undefined, {}, '/write')).toBe('403 forbidden');
    expect(await asked({ tenant: 'default', role: 'write' }, undefined, {}, '/write')).toBe('200 default');
    expect(await asked({ tenant: 'default', role: 'owner' }, undefined, {}, '/write')).toBe('200 default');
  });

  it.each<[string, TokenOverrides]>([
    ['another issuer', { issuer: 'http://evil.example' }],
    ['another audience', { audience: 'somebody-else' }],
    ['a past end', { expires: 1_000 }],
    ['no subject', { subject: undefined }],
    ['a forged signature', { forged: true }],
  ])('with %s are refused', async (_name, overrides) => {
    expect(await asked({ tenant: 'default' }, undefined, overrides)).toBe('401 invalid_token');
  });

  it('without a signature, or signed with the public key as a secret, are refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ iss: issuer.options.issuer, aud: 'hearth', sub: 'x', exp: 9e9, tenant: 'default' });
    expect(await outcome('/read', bearer(`${part({ alg: 'none' })}.${claims}.`))).toBe('401 invalid_token');
    expect(await outcome('/read', bearer(`${part({ alg: 'HS256' })}.${claims}.AAAA`))).toBe('401 invalid_token');
    expect(await outcome('/read', bearer('eyJ.eyJ.x'))).toBe('401 invalid_token');
  });

  it('open nothing beside, and are named in words', async () => {
    const good = await issuer.token({ tenant: 'default' });
    expect(await outcome('/elsewhere', bearer(good))).toBe('401 invalid_token');
    expect((await app.inject({ url: '/read', headers: bearer(good) })).json()).toMatchObject({ who: 'user (ada)' });
  });

  it('are read with keys that were fetched once, and not at all while there are none', async () => {
    expect(issuer.fetches).toBe(1);
    const down = await startLocalIssuer();
    down.fail();
    const verifier = new OidcVerifier(down.options);
    await expect(verifier.verify(await down.token({}))).rejects.toMatchObject({ code: 'issuer_unavailable' });
    await down.close();
    const gone = new OidcVerifier(down.options);
    await expect(gone.verify(await down.token({}))).rejects.toMatchObject({ code: 'issuer_unavailable' });
  });
});

describe('nobody', () => {
  it('is let in where the listener asks nobody, from this machine alone', async () => {
    expect(await outcome('/write', {}, 'open')).toBe('200 default');
    expect(await outcome('/write', {}, 'plain')).toBe('401 unauthenticated');
    expect(await outcome('/elsewhere', {}, 'open')).toBe('401 unauthenticated');
    for (const stranger of ['x-forwarded-for', 'forwarded', 'via', 'origin', 'sec-fetch-site', 'x-real-ip']) {
      expect(await outcome('/read', { [stranger]: 'x' }, 'open'), stranger).toBe('401 unauthenticated');
    }
    expect(await outcome('/read', bearer(newApiKey()), 'open')).toBe('401 invalid_token');
    expect(await outcome('/read', bearer('wrong'), 'open')).toBe('401 invalid_token');
    expect(await outcome('/read', { 'feldera-tenant': 'other' }, 'open')).toBe('403 not_a_tenant_member');
  });
});
