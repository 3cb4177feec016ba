import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApiKey } from '../../catalog/api-keys/new-api-key.ts';
import { apiKeyItem, newApiKeyItem } from './api-keys/api-key-schema.ts';
import { authenticationConfig, clusterHealth, configuration } from './platform/platform-schema.ts';
import { errorOf, type FelderaFace, startFeldera } from './testing/start-feldera.ts';

let face: FelderaFace;
beforeAll(async () => {
  face = await startFeldera();
});
afterAll(() => face.stop());

describe('the platform', () => {
  it('says what it is, to those who may read', async () => {
    const answer = await face.ask('GET', '/v0/config', face.read);
    expect(configuration.parse(answer.json())).toMatchObject({ edition: 'Open source', revision: 'hearth-1.2.3' });
    expect((await face.ask('GET', '/v0/config')).statusCode).toBe(401);
  });

  it('tells anybody whether it works', async () => {
    const healthy = await face.ask('GET', '/v0/cluster_healthz');
    expect(clusterHealth.parse(healthy.json())).toMatchObject({ all_healthy: true });
    face.state.notReady = 'The storage engine is starting.';
    const ill = await face.ask('GET', '/v0/cluster_healthz');
    face.state.notReady = undefined;
    expect(ill.statusCode).toBe(503);
    expect(clusterHealth.parse(ill.json())).toMatchObject({
      all_healthy: false,
      runner: { healthy: false, message: 'The storage engine is starting.' },
    });
  });

  it('says how to sign in', async () => {
    const answer = await face.ask('GET', '/config/authentication');
    expect(authenticationConfig.parse(answer.json())).toEqual({});
  });

  it('answers an unknown address as an error of its own', async () => {
    for (const url of ['/v0/nothing', '/v0/pipelines/p/heap_profile', '/config/nothing']) {
      expect(errorOf(await face.ask('GET', url, face.read))).toMatchObject({ status: 404, error_code: 'NotFound' });
    }
  });
});

describe('pages of other origins', () => {
  it('may ask, and read what their console needs', async () => {
    for (const url of ['/v0/pipelines/p/samply_profile', '/v0/pipelines', '/config/authentication']) {
      const preflight = await face.ask('OPTIONS', url, undefined, {
        headers: {
          origin: 'https://console.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,feldera-tenant',
        },
      });
      expect(preflight.statusCode).toBe(204);
      expect(preflight.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
        'access-control-allow-headers': 'Authorization, Accept, Content-Type, Feldera-Tenant',
      });
      expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
    }
    const refused = await face.ask('GET', '/v0/pipelines');
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    expect(refused.headers['access-control-expose-headers']).toContain('Retry-After');
  });
});

describe('who calls', () => {
  it('is asked without a word when nobody said', async () => {
    const answer = await face.ask('GET', '/v0/pipelines');
    expect([answer.statusCode, answer.body, answer.headers['www-authenticate']]).toEqual([401, '', 'Bearer']);
  });

  it('is told in the header that a token is wrong, and in words that a key is', async () => {
    const token = await face.ask('GET', '/v0/pipelines', 'eyJh.eyJh.x');
    expect([token.statusCode, token.body]).toEqual([401, '']);
    expect(token.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"$/);
    for (const key of [newApiKey(), 'apikey:short']) {
      expect(errorOf(await face.ask('GET', '/v0/pipelines', key))).toEqual({
        status: 401,
        message: 'Unauthorized API key',
        error_code: 'AuthenticationFailed',
        details: null,
      });
    }
  });

  it('is told which role it lacks', async () => {
    expect(errorOf(await face.ask('PUT', '/v0/pipelines/x', face.read, { payload: {} }))).toEqual({
      status: 403,
      error_code: 'InsufficientPermissions',
      message: "Insufficient permissions: this action requires the 'write' role, but the caller has 'read'",
      details: { required: 'write', actual: 'read' },
    });
    const uploader = await face.token(['ingest']);
    expect(errorOf(await face.ask('GET', '/v0/pipelines', uploader)).details).toEqual({
      required: 'read',
      actual: 'none',
    });
  });

  it('works in one organization, which a header may choose', async () => {
    const { adminToken } = face;
    expect(errorOf(await face.ask('GET', '/v0/pipelines', adminToken))).toMatchObject({
      status: 400,
      error_code: 'AmbiguousTenantMembership',
    });
    const inTenant = (tenant: string, secret: string) =>
      face.ask('GET', '/v0/pipelines', secret, { headers: { 'feldera-tenant': tenant } });
    expect((await inTenant('neighbours', adminToken)).statusCode).toBe(200);
    expect((await inTenant('default', face.read)).statusCode).toBe(200);
    for (const tenant of ['neighbours', 'nowhere']) {
      expect(errorOf(await inTenant(tenant, face.read))).toMatchObject({
        status: 403,
        error_code: 'NotATenantMember',
      });
    }
  });
});

describe('API keys', () => {
  it('are made, listed, shown and removed', async () => {
    const made = await face.ask('POST', '/v0/api_keys', face.write, { payload: { name: 'ci' } });
    expect(made.statusCode).toBe(201);
    expect(made.headers['cache-control']).toBe('no-cache');
    const { api_key: key, id } = newApiKeyItem.parse(made.json());
    const item = { id, name: 'ci', role: 'read' };
    expect(apiKeyItem.array().parse((await face.ask('GET', '/v0/api_keys', face.write)).json())).toEqual([item]);
    expect((await face.ask('GET', '/v0/api_keys/ci', face.write)).json()).toEqual([item]);
    expect((await face.ask('GET', '/v0/pipelines', key)).statusCode).toBe(200);
    expect((await face.ask('GET', '/v0/api_keys', key)).statusCode).toBe(403);
    const removed = await face.ask('DELETE', '/v0/api_keys/ci', face.write);
    expect([removed.statusCode, removed.body]).toEqual([200, '']);
    expect((await face.ask('GET', '/v0/pipelines', key)).statusCode).toBe(401);
    expect(errorOf(await face.ask('DELETE', '/v0/api_keys/ci', face.write))).toMatchObject({
      status: 404,
      error_code: 'UnknownApiKey',
    });
    expect((await face.ask('GET', '/v0/api_keys/ci', face.write)).statusCode).toBe(404);
  });

  it('reach no further than whoever made them', async () => {
    const made = await face.ask('POST', '/v0/api_keys', face.write, { payload: { name: 'w', role: 'write' } });
    const { api_key: key } = newApiKeyItem.parse(made.json());
    const { organizationId } = face.ours;
    const other = await face.catalog.projects.create({ organizationId, name: 'Other' });
    await face.catalog.pipelines.create({ organizationId, projectId: other.id, name: 'in-another-project' });
    expect((await face.ask('GET', '/v0/pipelines/in-another-project', key)).statusCode).toBe(404);
    const elsewhere = { payload: { project: other.slug } };
    expect((await face.ask('PUT', '/v0/pipelines/mine', key, elsewhere)).statusCode).toBe(403);
    const admin = { headers: { 'feldera-tenant': 'neighbours' }, payload: { name: 'theirs' } };
    expect((await face.ask('POST', '/v0/api_keys', face.adminToken, admin)).statusCode).toBe(201);
    const names = (await face.ask('GET', '/v0/api_keys', face.write))
      .json<{ name: string }[]>()
      .map(({ name }) => name);
    expect(names).toEqual(['w']);
  });

  it('hold no role above write, whoever makes them, and making them is logged', async () => {
    const admin = await face.token(['project:admin']);
    const made = await face.ask('POST', '/v0/api_keys', admin, { payload: { name: 'x', role: 'admin' } });
    expect(errorOf(made)).toMatchObject({ status: 403, error_code: 'OwnerAdminNotMintableAsApiKey' });
    expect(face.logged).toContainEqual(expect.objectContaining({ name: 'ci', role: 'read', who: 'token 3 (test)' }));
    expect(JSON.stringify(face.logged)).not.toContain('apikey:');
  });

  it.each([
    [{ name: 'w' }, 409, 'DuplicateName'],
    [{ name: '' }, 400, 'EmptyName'],
    [{ name: 'a'.repeat(101) }, 400, 'TooLongName'],
    [{ name: 'a b' }, 400, 'NameDoesNotMatchPattern'],
    [{ name: 'x', role: 'admin' }, 403, 'RoleExceedsCreator'],
    [{ name: 'x', role: 'god' }, 400, 'InvalidRequest'],
    [{}, 400, 'InvalidRequest'],
    [undefined, 400, 'InvalidRequest'],
  ])('named %j: %i %s', async (payload, status, code) => {
    const answer = await face.ask('POST', '/v0/api_keys', face.write, {
      headers: { 'content-type': 'application/json' },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(errorOf(answer)).toMatchObject({ status, error_code: code });
  });
});
