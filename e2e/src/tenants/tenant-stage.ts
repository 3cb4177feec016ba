import { expect } from 'vitest';
import { datadogUpload } from '../harness/datadog-upload.ts';
import { generatedPprof } from '../harness/generated-upload.ts';
import { HearthApi } from '../harness/hearth-api.ts';
import { HearthServer } from '../harness/hearth-server.ts';
import { type HttpAnswer, type HttpRequest, httpRequest } from '../harness/http-request.ts';
import { sentryChunk, sentryProfile } from '../harness/sentry-envelope.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { type Caller, makeCallers } from './callers.ts';
import { type GuardedRoute, suffices } from './routes.ts';

/** In the name of everything that only `default` may show. */
const SECRET = 'tenant-wall-canary';
export const APP = `${SECRET}-app`;

/** What stands in the braces of a path -> its value. */
type Names = Readonly<Record<string, string>>;

export const fill = (path: string, values: Names): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));

/** What an upload of one who carries an `Authorization` is answered. */
export function expectedUpload({ scope }: Caller): number {
  if (scope === undefined) return 401;
  return suffices(scope, ['ingest']) ? 200 : 403;
}

/** A server with the projects `default`, which has something of everything, and `shop`; one that trusts nobody; and all callers. */
export class TenantStage {
  readonly server: HearthServer;
  readonly untrusted: HearthServer;
  readonly api: HearthApi;
  #callers: readonly Caller[] = [];
  #names: Names = {};
  #uploads = 0;

  private constructor(server: HearthServer, untrusted: HearthServer) {
    this.server = server;
    this.untrusted = untrusted;
    this.api = new HearthApi(server.url, server.adminToken);
  }

  static async start(): Promise<TenantStage> {
    const server = await HearthServer.start();
    const stage = new TenantStage(server, await HearthServer.start({ args: ['--trusted', 'false'] }));
    await stage.#fill();
    return stage;
  }

  get callers(): readonly Caller[] {
    return this.#callers;
  }

  /** Of what is there, and of what is not. */
  get names(): Names {
    return this.#names;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.server.dispose(), this.untrusted.dispose()]);
  }

  async #fill(): Promise<void> {
    const { api } = this;
    await api.post('/api/v1/projects', { name: 'Shop', slug: 'shop' });
    this.#callers = await makeCallers(api);
    expect((await this.upload('/profiling/v1/input')).status).toBe(200);
    const [profile] = await waitUntil(
      async () => {
        const listed = await api.listProfiles('default');
        return listed.length === 1 && listed;
      },
      { what: 'the upload to be listed' },
    );
    const keys = await api.json<readonly { public: string; projectId: number }[]>(
      '/api/0/projects/default/default/keys/',
    );
    const [{ public: key, projectId } = { public: '', projectId: 0 }] = keys;
    const [chunk, transactionProfile] = [sentryChunk({ app: APP }), sentryProfile({ app: APP })];
    for (const { body } of [chunk, transactionProfile]) {
      const path = `/api/${projectId}/envelope/?sentry_key=${key}&sentry_version=7`;
      expect((await this.ask(path, { method: 'POST', body })).status).toBe(200);
    }
    await waitUntil(async () => (await api.listProfiles('default')).length === 3, {
      what: 'the envelopes to be listed',
    });
    this.#names = {
      project: 'default',
      profile: profile?.id ?? '',
      app: APP,
      key: '0'.repeat(32),
      capture: '0'.repeat(32),
      link: '0'.repeat(16),
      pin: '0'.repeat(16),
      pipeline: 'no-such-pipeline',
      realKey: key,
      projectNumber: String(projectId),
      chunk: chunk.id,
      session: chunk.sessionId,
      transactionProfile: transactionProfile.id,
      version: `${APP}@1.4.2`,
    };
  }

  ask(path: string, request: HttpRequest = {}): Promise<HttpAnswer> {
    return httpRequest(this.server.url + path, request);
  }

  /** A request to a guarded route. */
  call(
    { method, path, body }: GuardedRoute,
    authorization: string | undefined,
    values: Names,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer> {
    return this.ask(fill(path, values), {
      method,
      headers: {
        ...(authorization && { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** One more upload by Datadog's protocol. */
  upload(
    path: string,
    request: HttpRequest = {},
    url = this.server.url,
    app = APP,
    tags: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer> {
    this.#uploads++;
    const endMs = Date.now();
    const { contentType, body } = datadogUpload({
      app,
      runtimeId: `tenants-${this.#uploads}`,
      startMs: endMs - 10_000,
      endMs,
      attachments: [{ name: 'cpu.pprof', content: generatedPprof({ seed: 1 }).content }],
      tags,
    });
    return httpRequest(url + path, {
      ...request,
      method: 'POST',
      headers: { 'content-type': contentType, ...request.headers },
      body,
    });
  }

  /** Upsun's face says an empty 403 to everybody who may not ask; the others tell who from what. */
  expectRefusal(answer: HttpAnswer, { face }: GuardedRoute, status: 401 | 403 | 404, who: string): void {
    expect(answer.status, who).toBe(face === 'upsun' ? 403 : status);
    if (face === 'upsun') expect(answer.text, who).toBe('');
    if (face === 'sentry') {
      const details = {
        401: ['Authentication credentials were not provided.', 'Invalid token'],
        403: ['You do not have permission to perform this action.'],
        404: ['The requested resource does not exist'],
      } as const;
      expect(Object.keys(JSON.parse(answer.text) as object), who).toEqual(['detail']);
      expect(details[status], who).toContain((JSON.parse(answer.text) as { detail: string }).detail);
    }
    if (face === 'hearth') {
      const code = (JSON.parse(answer.text) as { code: string }).code;
      const codes = {
        401: ['unauthenticated', 'invalid_token'],
        403: ['forbidden'],
        404: ['project_not_found'],
      } as const;
      expect(codes[status], who).toContain(code);
    }
    this.expectNoLeak(answer, who);
  }

  expectLetIn(answer: HttpAnswer, { ok, face }: GuardedRoute, who: string): void {
    expect(answer.status, who).toBe(ok);
    if (ok === 404 && face === 'hearth') expect(answer.text, who).not.toContain('project_not_found');
  }

  expectNoLeak({ text, headers }: HttpAnswer, who: string): void {
    const all = text + JSON.stringify(headers);
    for (const secret of [SECRET, this.names['realKey'] ?? '', this.names['profile'] ?? '', this.server.adminToken]) {
      expect(all, who).not.toContain(secret);
    }
    expect(all, who).not.toMatch(/node_modules|at .*\.[jt]s:\d+/);
  }
}
