import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeAnswer, type FakeServer, fakeServer, type SeenRequest } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

const id = '0123456789abcdef0123456789abcdef';
let directory: string;
let server: FakeServer | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-push-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(directory, { recursive: true, force: true });
});

async function serverThat(answer: (request: SeenRequest) => FakeAnswer): Promise<Record<string, string>> {
  server = await fakeServer(answer);
  return { HEARTH_URL: server.url, HEARTH_TOKEN: 'token' };
}

async function fileOf(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

describe('hearth push', () => {
  it('sends each file with what it belongs to', async () => {
    const env = await serverThat(({ body }) => ({ status: 201, body: { id, duplicate: body.toString() === 'two' } }));
    const files = [await fileOf('a.pprof', 'one'), await fileOf('b.pprof', 'two')];
    const options = ['--release', '1.4.2', '--start', '1h', '--label', 'region=eu', '--label', 'a=b=c'];
    const result = await runCli(['push', '--app', 'shop', '--project', 'web/1', ...options, ...files], { env });
    expect(result).toMatchObject({ exitCode: exitCodes.ok, err: '' });
    expect(result.out).toBe(`${files[0]}  stored  ${id}\n${files[1]}  duplicate  ${id}\n`);
    expect(server?.seen.map(({ body }) => body.toString())).toEqual(['one', 'two']);
    expect(server?.seen[0]).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer token' } });
    const url = new URL(server?.seen[0]?.url ?? '', 'http://x');
    expect(url.pathname).toBe('/api/v1/projects/web%2F1/profiles');
    expect([...url.searchParams]).toEqual([
      ['app', 'shop'],
      ['release', '1.4.2'],
      ['start', '2026-11-21T11:00:00.000Z'],
      ['label', 'region=eu'],
      ['label', 'a=b=c'],
    ]);
  });

  it('reads standard input', async () => {
    const env = await serverThat(() => ({ status: 201, body: { id, duplicate: false } }));
    expect((await runCli(['push', '--app', 'x', '-'], { env, stdin: 'piped' })).out).toBe(`-  stored  ${id}\n`);
    expect(server?.seen[0]?.body.toString()).toBe('piped');
  });

  it('goes on after a refused file, and ends with its exit code', async () => {
    const refusal = { status: 400, body: { error: 'No.', code: 'invalid_profile', message: 'Cut off.' } };
    const env = await serverThat(({ body }) =>
      body.toString() === 'bad' ? refusal : { status: 201, body: { id, duplicate: false } },
    );
    const files = [await fileOf('bad.pprof', 'bad'), join(directory, 'missing'), await fileOf('good.pprof', 'good')];
    const result = await runCli(['push', '--json', '--app', 'x', ...files], { env });
    expect(result.exitCode).toBe(exitCodes.failure);
    expect(JSON.parse(result.out)).toEqual({
      uploads: [
        { file: files[0], error: { code: 'invalid_profile', message: 'Cut off. (400 invalid_profile)' } },
        { file: files[1], error: { code: 'unreadable_file', message: `${files[1]}: no such file` } },
        { file: files[2], id, duplicate: false },
      ],
    });
  });

  it('does not try the next file without a right to', async () => {
    const env = await serverThat(() => ({ status: 401, body: { code: 'invalid_token', detail: 'Unknown.' } }));
    const files = [await fileOf('a.pprof', 'a'), await fileOf('b.pprof', 'b')];
    const { exitCode, err } = await runCli(['push', '--app', 'x', ...files], { env });
    expect(exitCode).toBe(exitCodes.refused);
    expect(server?.seen).toHaveLength(1);
    expect(err).not.toContain('Bearer');
  });

  it('refuses labels that are none, and empty files', async () => {
    const file = await fileOf('empty.pprof', '');
    expect((await runCli(['push', '--app', 'x', '--label', '=x', file])).exitCode).toBe(exitCodes.usage);
    expect((await runCli(['push', '--app', 'x', file])).err).toContain('is empty');
  });
});
