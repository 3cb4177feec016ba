import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { livePipeline } from './feldera/live-pipeline.ts';
import { startTokenIssuer } from './feldera/token-issuer.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { makeCallers } from './tenants/callers.ts';
import { type Scope, suffices } from './tenants/routes.ts';

const canRun = missingTools(['python']).length === 0;
if (!canRun) process.stderr.write(`Feldera's client needs python and is skipped; ${enableCommand} brings that.\n`);

/** The body of every refusal that has one. */
const errorResponse = z.strictObject({ message: z.string(), error_code: z.string(), details: z.unknown() });

let server: HearthServer;
let api: HearthApi;

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
});
afterAll(() => server.dispose());

describe("Feldera's client from PyPI", () => {
  it.skipIf(!canRun)('makes, starts, stops, changes and removes a pipeline', async () => {
    const { api_key: apiKey } = await api.post<{ api_key: string }>('/v0/api_keys', { name: 'sdk', role: 'write' });
    const unknown = { status: 404, code: 'UnknownPipelineName', details: { pipeline_name: 'orders' } };
    const notDeployed = { status: 503, code: 'PipelineInteractionNotDeployed' };
    const seen = await livePipeline({ url: server.url, apiKey });
    expect(seen).toMatchObject({
      config: { edition: 'Open source', version: '0.369.0' },
      unknown,
      created: { status: 'RUNNING', description: 'Orders' },
      states: ['RUNNING', 'PAUSED', 'RUNNING', 'STOPPED', 'RUNNING'],
      stopped: notDeployed,
      changed: { description: 'Changed', code: 'CREATE TABLE t (y INT);' },
      all: ['orders'],
      none: notDeployed,
      gone: unknown,
    });
    noTrace(server, apiKey);
  });

  it.skipIf(!canRun)('needs no key where the server was told so', async () => {
    const open = await HearthServer.start({ args: ['--feldera-no-auth', 'true'] });
    try {
      expect(await livePipeline({ url: open.url })).toMatchObject({ all: ['orders'] });
    } finally {
      await open.dispose();
    }
  });
});

describe('who may use it', () => {
  const routes: readonly (readonly [string, string, Scope, number])[] = [
    ['GET', '/v0/config', 'project:read', 200],
    ['GET', '/v0/pipelines', 'project:read', 200],
    ['GET', '/v0/pipelines/{pipeline}', 'project:read', 200],
    ['GET', '/v0/pipelines/{pipeline}/samply_profile', 'project:read', 503],
    ['POST', '/v0/pipelines/{pipeline}/samply_profile', 'project:read', 503],
    ['PATCH', '/v0/pipelines/{pipeline}', 'project:write', 200],
    ['POST', '/v0/pipelines/{pipeline}/start', 'project:write', 202],
    ['GET', '/v0/api_keys', 'project:write', 200],
    ['GET', '/v0/api_keys/none', 'project:write', 404],
  ];

  it('is decided on every route for every caller, and other projects stay hidden', async () => {
    const callers = await makeCallers(api);
    await api.json('/v0/pipelines/walls', { method: 'PUT', body: '{"project":"default"}' });
    for (const [method, path, scope, ok] of routes) {
      for (const { name, authorization, scope: held, reach } of callers) {
        const answer = await ask(method, path.replace('{pipeline}', 'walls'), authorization);
        const who = `${method} ${path} by ${name}: ${answer.text}`;
        const isHidden = reach === 'shop' && path.includes('{pipeline}');
        const status = held === undefined ? 401 : suffices(held, [scope]) ? (isHidden ? 404 : ok) : 403;
        expect(answer.status, who).toBe(status);
        if (status === 401) expect(answer.text, who).toBe('');
        else if (status >= 400) expect(errorResponse.safeParse(JSON.parse(answer.text)).success, who).toBe(true);
        if (status === 503) expect(answer.headers['retry-after'], who).toBe('5');
        if (reach === 'shop' && !path.includes('{pipeline}')) expect(answer.text, who).not.toContain('walls');
        if (!isHidden) continue;
        const missing = await ask(method, path.replace('{pipeline}', 'nobody'), authorization);
        expect({ status: missing.status, text: missing.text }, who).toEqual({
          status: answer.status,
          text: answer.text.replaceAll('walls', 'nobody'),
        });
      }
    }
  });

  it('is also decided by tokens of an identity provider, without ever asking another one', async () => {
    const [issuer, stranger] = [await startTokenIssuer(), await startTokenIssuer()];
    const { url, keysUrl, token } = issuer;
    const guarded = await HearthServer.start({
      args: ['--oidc-issuer', url, '--oidc-audience', 'hearth', '--oidc-jwks-url', keysUrl],
    });
    try {
      const get = async (bearer: string) =>
        new HearthApi(guarded.url, bearer).ask('/v0/pipelines').then(({ status }) => status);
      const good = token({ tenant: 'default', role: 'write' });
      expect(await get(good)).toBe(200);
      if (canRun) {
        expect(await livePipeline({ url: guarded.url, apiKey: good })).toMatchObject({
          all: ['orders'],
        });
      }
      expect(await get(token({ tenant: 'elsewhere' }))).toBe(403);
      expect(await get(token({ tenant: 'default', iss: stranger.url }))).toBe(401);
      expect(await get(token({ tenant: 'default' }, { jku: stranger.keysUrl, x5u: stranger.keysUrl }))).toBe(200);
      expect(await get(token({ tenant: 'default', exp: 1 }))).toBe(401);
      expect(await get(`${good.slice(0, -8)}AAAAAAAA`)).toBe(401);
      expect(await get(stranger.token({ tenant: 'default', iss: url }, { jku: stranger.keysUrl }))).toBe(401);
      expect([issuer.asked, stranger.asked]).toEqual([1, 0]);
      noTrace(guarded, good);
    } finally {
      await guarded.dispose();
      await Promise.all([issuer.close(), stranger.close()]);
    }
  });

  it('is nobody without a credential on an address that others can reach', async () => {
    const start = HearthServer.start({ args: ['--host', '0.0.0.0', '--feldera-no-auth', 'true'] });
    await expect(start).rejects.toThrow(/only on a loopback address/);
  });
});

function ask(method: string, path: string, authorization: string | undefined): Promise<HttpAnswer> {
  const headers = authorization === undefined ? {} : { authorization };
  return httpRequest(server.url + path, { method, headers });
}

/** A credential that was used is in nothing that the server printed or keeps. */
function noTrace({ output, dataDir }: HearthServer, secret: string): void {
  const shown = secret.slice(-40);
  expect(output.droppedCharacters).toBe(0);
  expect(output.text).not.toContain(shown);
  for (const name of readdirSync(dataDir).filter((file) => file.startsWith('catalog.db'))) {
    expect(readFileSync(join(dataDir, name)).includes(shown), name).toBe(false);
  }
}
