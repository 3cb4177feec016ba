import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedPprof } from './harness/generated-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { type HttpAnswer, httpRequest } from './harness/http-request.ts';
import { sentryChunk } from './harness/sentry-envelope.ts';
import { waitUntil } from './harness/wait-until.ts';
import { envelopePath, ingestPaths, otlpPaths, pushPath, suffices } from './tenants/routes.ts';
import { APP, expectedUpload, fill, TenantStage } from './tenants/tenant-stage.ts';

let stage: TenantStage;
let pushed = 0;

beforeAll(async () => {
  stage = await TenantStage.start();
});
afterAll(() => stage.dispose());

describe('uploads', () => {
  it.each(ingestPaths)('%s takes them from who may write', async (path) => {
    for (const caller of stage.callers) {
      const headers = caller.authorization === undefined ? {} : { authorization: caller.authorization };
      const { status, text } = await stage.upload(path, { headers });
      const expected = caller.authorization === undefined ? 200 : expectedUpload(caller);
      expect({ caller: caller.name, status }, text).toEqual({ caller: caller.name, status: expected });
    }
  });

  it('are pushed into no project of others', async () => {
    for (const caller of stage.callers) {
      const headers = { ...(caller.authorization && { authorization: caller.authorization }) };
      const body = Buffer.from(generatedPprof({ seed: ++pushed }).content);
      const { status, text } = await stage.ask(fill(pushPath, stage.names), { method: 'POST', headers, body });
      const mayWrite = caller.scope !== undefined && suffices(caller.scope, ['ingest']);
      const expected =
        caller.authorization === undefined ? 201 : expectedUpload(caller) === 200 ? 201 : expectedUpload(caller);
      const isOutside = mayWrite && caller.reach === 'shop';
      expect({ caller: caller.name, status }, text).toEqual({
        caller: caller.name,
        status: isOutside ? 404 : expected,
      });
    }
  });

  it.each([
    ['x-forwarded-for', '10.0.0.1'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', 'for=10.0.0.1'],
    ['via', '1.1 proxy'],
    ['x-real-ip', '10.0.0.1'],
    ['origin', 'http://evil.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['host', 'hearth.example.com'],
    ['host', '192.168.0.1:4040'],
  ])('without a credential are refused with %s: %s', async (name, value) => {
    const { status } = await stage.upload('/profiling/v1/input', { headers: { [name]: value } });
    expect(status).toBe(401);
  });

  it('without a credential are refused where nobody is trusted', async () => {
    expect((await stage.upload('/profiling/v1/input', {}, stage.untrusted.url)).status).toBe(401);
    const key = await new HearthApi(stage.untrusted.url, stage.untrusted.adminToken).ingestKey('default', 'default');
    expect((await stage.upload(`/t/${key}/profiling/v1/input`, {}, stage.untrusted.url)).status).toBe(200);
    const foreign = { 'dd-api-key': '0123456789abcdef0123456789abcdef' };
    expect((await stage.upload('/profiling/v1/input', { headers: foreign }, stage.untrusted.url)).status).toBe(403);
  });

  it('with a wrong key of ours are refused even where anybody is trusted', async () => {
    const wrong = 'f'.repeat(32);
    expect((await stage.upload(`/t/${wrong}/profiling/v1/input`)).status).toBe(403);
    expect(
      (await stage.upload('/profiling/v1/input', { headers: { 'x-sentry-auth': `Sentry sentry_key=${wrong}` } }))
        .status,
    ).toBe(403);
    expect((await stage.upload(`/profiling/v1/input?sentry_key=${wrong}`)).status).toBe(403);
    const basic = Buffer.from(`hearth:${wrong}`).toString('base64');
    expect((await stage.upload('/profiling/v1/input', { headers: { authorization: `Basic ${basic}` } })).status).toBe(
      403,
    );
  });

  it("with another vendor's key are taken where anybody is trusted", async () => {
    const basic = Buffer.from('11111111-2222-3333-4444-555555555555:0123456789abcdef').toString('base64');
    expect((await stage.upload('/profiling/v1/input', { headers: { authorization: `Basic ${basic}` } })).status).toBe(
      200,
    );
    expect(
      (await stage.upload('/profiling/v1/input', { headers: { 'dd-api-key': 'someones-datadog-key' } })).status,
    ).toBe(200);
    expect(await stage.api.metric('hearth_ingest_foreign_keys_total')).toBe(2);
  });

  it('go where the credential says, whatever headers and tags say', async () => {
    const key = await stage.api.ingestKey('default', 'shop');
    const tags = { project_id: 'default', project: 'default' };
    const headers = { 'x-scope-orgid': 'default' };
    expect(
      (await stage.upload(`/t/${key}/profiling/v1/input`, { headers }, stage.server.url, 'astray', tags)).status,
    ).toBe(200);
    await waitUntil(async () => (await stage.api.listProfiles('shop', { app: 'astray' })).length === 1, {
      what: 'the upload to be listed in its project',
    });
    expect(await stage.api.listProfiles('default', { app: 'astray' })).toEqual([]);
  });
});

describe('OTLP profiles', () => {
  /** A request without profiles: who may send it is told before it is read. */
  const send = (path: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> =>
    stage.ask(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' });

  it.each(otlpPaths)('%s takes them from who may write', async (path) => {
    for (const caller of stage.callers) {
      const { status, text } = await send(path, {
        ...(caller.authorization && { authorization: caller.authorization }),
      });
      const expected = caller.authorization === undefined ? 200 : expectedUpload(caller);
      expect({ caller: caller.name, status }, text).toEqual({ caller: caller.name, status: expected });
    }
  });

  it.each(otlpPaths)("%s: a tenant's name chooses no project of others", async (path) => {
    for (const caller of stage.callers.filter(({ authorization }) => authorization !== undefined)) {
      const { status, text } = await send(path, {
        authorization: caller.authorization!,
        'x-scope-orgid': 'default',
      });
      const isOutside = expectedUpload(caller) === 200 && caller.reach === 'shop';
      expect({ caller: caller.name, status }, text).toEqual({
        caller: caller.name,
        status: isOutside ? 403 : expectedUpload(caller),
      });
    }
  });
});

describe('envelopes', () => {
  const wrong = 'f'.repeat(32);
  const send = (path: string, headers: Readonly<Record<string, string>> = {}, url = stage.server.url) =>
    httpRequest(url + path, { method: 'POST', headers, body: sentryChunk({ app: APP }).body });
  /** Every way in which an SDK can carry a key. */
  const carriers = (key: string): readonly (readonly [query: string, headers: Readonly<Record<string, string>>])[] => [
    [`?sentry_version=7&sentry_key=${key}`, {}],
    ['', { 'x-sentry-auth': `Sentry sentry_key=${key}, sentry_version=7` }],
    ['', { authorization: `Sentry sentry_key=${key}, sentry_version=7` }],
    ['', { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }],
  ];

  it('are taken from who may write, into no project of others', async () => {
    for (const caller of stage.callers) {
      const headers = caller.authorization === undefined ? {} : { authorization: caller.authorization };
      const { status, text } = await send(fill(envelopePath, stage.names), headers);
      const mayWrite = caller.scope !== undefined && suffices(caller.scope, ['ingest']);
      const expected = mayWrite && caller.reach === 'shop' ? 403 : expectedUpload(caller);
      expect({ caller: caller.name, status }, text).toEqual({
        caller: caller.name,
        status: caller.authorization === undefined ? 200 : expected,
      });
    }
  });

  it("with the key of another project are refused, whatever carries it, and say no more than a project's absence", async () => {
    const shopKey = await stage.api.ingestKey('default', 'shop');
    for (const [query, headers] of carriers(shopKey)) {
      const other = await send(fill(envelopePath, stage.names) + query, headers);
      const absent = await send(`/api/999999/envelope/${query}`, headers);
      expect(other).toMatchObject({ status: 403, text: absent.text });
      expect(JSON.parse(other.text)).toEqual({ detail: 'event submission rejected with_reason: ProjectId' });
      stage.expectNoLeak(other, query);
    }
    const dsn = `http://${shopKey}@127.0.0.1/${stage.names['projectNumber']}`;
    const body = sentryChunk({ app: APP, headers: { dsn } }).body;
    for (const path of ['/sentry/tunnel', fill(envelopePath, stage.names)]) {
      expect((await stage.ask(path, { method: 'POST', body })).status).toBe(403);
    }
    const arrived = await stage.api.listProfiles('shop', { app: APP });
    expect(arrived.filter(({ source }) => source === 'sentry')).toEqual([]);
  });

  it('with a wrong key are refused even where anybody is trusted', async () => {
    for (const url of [stage.server.url, stage.untrusted.url]) {
      for (const [query, headers] of carriers(wrong)) {
        const { status, text } = await send(fill(envelopePath, stage.names) + query, headers, url);
        expect({ query, headers, status }, text).toMatchObject({ status: 403 });
      }
    }
  });

  it('without a key are refused where nobody is trusted', async () => {
    const { status, text } = await send(fill(envelopePath, stage.names), {}, stage.untrusted.url);
    expect({ status, text }).toEqual({ status: 401, text: '{"detail":"missing authorization information"}' });
    const page = { origin: 'http://evil.example' };
    expect((await send(fill(envelopePath, stage.names), page)).status).toBe(401);
  });

  it('with two credentials are refused', async () => {
    const query = `?sentry_key=${stage.names['realKey']}`;
    const headers = { 'x-sentry-auth': `Sentry sentry_key=${stage.names['realKey']}` };
    const { status, text } = await send(fill(envelopePath, stage.names) + query, headers);
    expect({ status, text }).toEqual({ status: 401, text: '{"detail":"multiple authorization payloads detected"}' });
  });

  it('come from pages of any origin, which read nothing but the answer', async () => {
    const page = { origin: 'http://shop.example' };
    const preflight = await stage.ask(fill(envelopePath, stage.names), {
      method: 'OPTIONS',
      headers: { ...page, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-sentry-auth' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('*');
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    const sent = await send(
      `${fill(envelopePath, stage.names)}?sentry_version=7&sentry_key=${stage.names['realKey']}`,
      page,
    );
    expect(sent.status).toBe(200);
    expect(sent.headers['access-control-allow-origin']).toBe('*');
  });
});
