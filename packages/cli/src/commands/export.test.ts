import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeAnswer, type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCliForBytes } from '../testing/run-cli.ts';

const id = '0123456789abcdef0123456789abcdef';
const content = 'what the server wrote\n';

let directory: string;
let server: FakeServer;
let answer: FakeAnswer;
const env = (): Record<string, string> => ({ HEARTH_URL: server.url, HEARTH_TOKEN: 'token' });
const run = (...argv: readonly string[]) => runCliForBytes(['export', ...argv], { env: env() });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-export-'));
  answer = { body: content, headers: { 'hearth-omitted-nodes': '0' } };
  server = await fakeServer(() => answer);
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

describe('hearth export', () => {
  it('fetches a profile in the format that the name of the file says', async () => {
    const file = join(directory, 'cpu.svg');
    const { exitCode, out } = await run(id, '--project', 'web/1', '-o', file);
    expect(exitCode).toBe(exitCodes.ok);
    expect(server.seen[0]).toMatchObject({
      method: 'GET',
      url: `/api/v1/projects/web%2F1/profiles/${id}/export?format=svg`,
      headers: { authorization: 'Bearer token' },
    });
    expect(out).toMatch(/cpu\.svg {2}svg {2}/);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('asks for a type only when one is named, and compresses what is to be', async () => {
    const file = join(directory, 'heap.pprof.gz');
    await run(id, '-o', file, '--type', 'cpu');
    expect(server.seen[0]?.url).toContain('/export?format=pprof&type=cpu');
    expect(gunzipSync(await readFile(file)).toString()).toBe(content);
  });

  it('writes the upload as it is, and to standard output', async () => {
    const file = join(directory, 'upload.gz');
    const { out } = await run(id, '-o', file, '--format', 'original', '--json');
    expect(server.seen[0]?.url).toBe(`/api/v1/projects/default/profiles/${id}/original`);
    expect(JSON.parse(out)).toEqual({ profile: id, file, format: 'original', bytes: content.length });
    expect(await readFile(file, 'utf8')).toBe(content);
    for (const output of [['-o', '-'], []]) {
      const piped = await run(id, ...output, '--format', 'collapsed');
      expect([piped.out, piped.outBytes.toString()]).toEqual(['', content]);
    }
    const nowhere = await run(id);
    expect(nowhere).toMatchObject({ exitCode: exitCodes.usage });
    expect(nowhere.err).toContain('-o FILE');
  });

  it('fetches a merged selection when no profile is named, and says what did not fit', async () => {
    answer = { body: content, headers: { 'hearth-omitted-nodes': '12' } };
    const file = join(directory, 'all.collapsed');
    const { out, err } = await run('-o', file, '--app', 'shop', '--from', '2h', '--hide', 'module=libc.so', '--json');
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/api/v1/projects/default/export' });
    expect(JSON.parse(server.seen[0]!.body.toString())).toEqual({
      selector: {
        app: ['shop'],
        type: 'cpu',
        from: '2026-11-21T10:00:00.000Z',
        stacks: { hide: [{ field: 'module', op: '=', value: 'libc.so' }] },
      },
      format: 'collapsed',
    });
    expect(JSON.parse(out)).toEqual({ file, format: 'collapsed', bytes: content.length });
    expect(err).toContain('12 small nodes did not fit');
  });

  it.each([
    ['a format that the name does not tell', ['-o', 'x'], 'does not tell the format'],
    ['the original of nothing', ['-o', 'x.pprof', '--format', 'original'], 'Only a single profile has an original'],
    ['a frame that says nothing', ['-o', 'x.svg', '--focus', 'main'], '--focus: main is not'],
  ])('asks for nothing with %s', async (_, argv, message) => {
    const { exitCode, err } = await run(...argv);
    expect(exitCode).toBe(exitCodes.usage);
    expect(err).toContain(message);
    expect(server.seen).toEqual([]);
  });

  it("passes on the server's refusals", async () => {
    answer = { status: 410, body: { code: 'original_expired', detail: 'It was kept until yesterday.' } };
    const gone = await run(id, '-o', join(directory, 'x.svg'));
    expect([gone.exitCode, gone.err]).toEqual([exitCodes.notFound, expect.stringContaining('kept until yesterday')]);
    answer = { status: 409, body: { code: 'not_decoded', detail: 'Nobody reads it.' } };
    const unread = await run(id, '-o', join(directory, 'x.svg'));
    expect([unread.exitCode, unread.err]).toEqual([exitCodes.failure, expect.stringContaining('not_decoded')]);
  });
});
