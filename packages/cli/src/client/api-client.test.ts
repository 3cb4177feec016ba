import { afterEach, describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { type FakeAnswer, type FakeServer, fakeServer, type SeenRequest } from '../testing/fake-server.ts';
import { ApiClient } from './api-client.ts';

let server: FakeServer | undefined;
const abort = new AbortController();

async function clientOf(answer: (request: SeenRequest) => FakeAnswer | undefined, token?: string): Promise<ApiClient> {
  server = await fakeServer(answer);
  return new ApiClient({ url: `${server.url}/`, token, signal: abort.signal });
}

async function failureOf(work: Promise<unknown>): Promise<CliError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CliError) return error;
  throw new Error(`expected a CliError, got ${String(error)}`);
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('ApiClient', () => {
  it('sends the token, the query and the body', async () => {
    const client = await clientOf(() => ({ body: { id: 'a', duplicate: false } }), 'secret');
    await client.postBytes('/api/v1/projects/default/profiles', Buffer.from([1, 2, 255]), {
      app: 'a b&c',
      release: undefined,
      label: ['x=1', 'y=2'],
    });
    const [request] = server?.seen ?? [];
    expect(request?.url).toBe('/api/v1/projects/default/profiles?app=a+b%26c&label=x%3D1&label=y%3D2');
    expect(request?.headers['authorization']).toBe('Bearer secret');
    expect([...(request?.body ?? [])]).toEqual([1, 2, 255]);
  });

  it('sends no credential when there is none', async () => {
    const client = await clientOf(() => ({ body: {} }));
    await client.get('/api/v1/projects');
    expect(server?.seen[0]?.headers['authorization']).toBeUndefined();
  });

  it.each([
    [400, exitCodes.failure],
    [401, exitCodes.refused],
    [403, exitCodes.refused],
    [404, exitCodes.notFound],
    [410, exitCodes.notFound],
    [413, exitCodes.failure],
    [429, exitCodes.busy],
    [500, exitCodes.failure],
    [503, exitCodes.busy],
  ])('turns status %d into exit code %d', async (status, exitCode) => {
    const client = await clientOf(() => ({ status, body: { code: 'some_code', detail: 'Some sentence.' } }));
    const error = await failureOf(client.get('/x'));
    expect(error).toMatchObject({ exitCode, status, code: 'some_code' });
    expect(error.message).toBe(`Some sentence. (${status} some_code)`);
  });

  it('tells a value the server did not like from a failure', async () => {
    const client = await clientOf(() => ({ status: 400, body: { code: 'invalid_range', detail: 'No.' } }));
    expect((await failureOf(client.get('/x'))).exitCode).toBe(exitCodes.usage);
  });

  it('says how to get a token, and that a given one is unknown', async () => {
    const without = await clientOf(() => ({ status: 401 }));
    expect((await failureOf(without.get('/x'))).hint).toContain('Set HEARTH_TOKEN');
    await server?.close();
    const withOne = await clientOf(() => ({ status: 401 }), 'wrong');
    const error = await failureOf(withOne.get('/x'));
    expect(error.hint).toContain('hearth token create');
    expect(error.message + error.hint).not.toContain('wrong');
  });

  it('passes on when to come back', async () => {
    const client = await clientOf(() => ({ status: 503, headers: { 'retry-after': '60' } }));
    expect((await failureOf(client.get('/x'))).hint).toBe('Try again in 60 s.');
  });

  it('bears an answer that is not ours', async () => {
    const client = await clientOf(() => ({ status: 502, body: '<html>Bad Gateway</html>' }));
    expect(await failureOf(client.get('/x'))).toMatchObject({ code: 'http_502', exitCode: exitCodes.failure });
  });

  it('says that another program answers at the address', async () => {
    const client = await clientOf(() => ({ body: '<html>Welcome</html>' }));
    const error = await failureOf(client.get('/x'));
    expect(error).toMatchObject({ code: 'not_hearth', exitCode: exitCodes.failure });
    expect(error.message).toContain(client.url);
  });

  it('names the address that does not answer, and how to start a server', async () => {
    const client = await clientOf(() => ({}));
    await server?.close();
    const error = await failureOf(client.get('/x'));
    expect(error).toMatchObject({ exitCode: exitCodes.unreachable, code: 'unreachable' });
    expect(error.message).toContain(client.url);
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.hint).toContain('npm start');
  });

  it('follows no redirect with the token', async () => {
    const client = await clientOf(() => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }), 'secret');
    expect((await failureOf(client.get('/x'))).exitCode).toBe(exitCodes.unreachable);
  });

  it('yields the lines of a long answer', async () => {
    const client = await clientOf(() => ({ body: '{"n":1}\n\n{"n":2}\n{"n":3}' }));
    const lines: unknown[] = [];
    for await (const line of client.postLines('/x', {})) lines.push(line);
    expect(lines).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});
