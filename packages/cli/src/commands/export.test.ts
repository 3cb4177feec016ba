import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeAnswer, type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCliForBytes } from '../testing/run-cli.ts';

const id = '0123456789abcdef0123456789abcdef';
const stacks = 'main 1\nmain;hash 3\n';

let directory: string;
let server: FakeServer;
let answer: FakeAnswer;
const env = (): Record<string, string> => ({ HEARTH_URL: server.url, HEARTH_TOKEN: 'token' });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-export-'));
  answer = { body: stacks };
  server = await fakeServer(() => answer);
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

describe('hearth export', () => {
  it('fetches the original and converts it', async () => {
    const file = join(directory, 'cpu.svg');
    const { exitCode, out } = await runCliForBytes(['export', id, '--project', 'web/1', '-o', file], { env: env() });
    expect(exitCode).toBe(exitCodes.ok);
    expect(server.seen[0]).toMatchObject({
      method: 'GET',
      url: `/api/v1/projects/web%2F1/profiles/${id}/original`,
      headers: { authorization: 'Bearer token' },
    });
    expect(out).toMatch(/cpu\.svg {2}svg {2}/);
    expect(await readFile(file, 'utf8')).toContain(`${id} - samples (count): 4`);
  });

  it('writes the upload as it is, and to standard output', async () => {
    const file = join(directory, 'upload');
    const { out } = await runCliForBytes(['export', id, '-o', file, '--format', 'original', '--json'], { env: env() });
    expect(JSON.parse(out)).toEqual({ profile: id, file, format: 'original', bytes: stacks.length });
    expect(await readFile(file, 'utf8')).toBe(stacks);
    const piped = await runCliForBytes(['export', id, '-o', '-', '--format', 'collapsed'], { env: env() });
    expect([piped.out, piped.outBytes.toString()]).toEqual(['', stacks]);
  });

  it('says how to get what cannot be converted', async () => {
    answer = { body: '--boundary\r\ncontent-disposition: form-data' };
    const { exitCode, err } = await runCliForBytes(['export', id, '-o', join(directory, 'x.svg')], { env: env() });
    expect(exitCode).toBe(exitCodes.failure);
    expect(err).toContain(`hearth export ${id} --format original -o FILE`);
  });

  it('asks for nothing when the format is not known', async () => {
    const { exitCode, err } = await runCliForBytes(['export', id, '-o', join(directory, 'x')], { env: env() });
    expect(exitCode).toBe(exitCodes.usage);
    expect(err).toContain('does not tell the format');
    expect(server.seen).toEqual([]);
  });

  it("passes on the server's refusals, and damaged uploads", async () => {
    answer = { status: 410, body: { code: 'original_expired', detail: 'It was kept until yesterday.' } };
    const gone = await runCliForBytes(['export', id, '-o', join(directory, 'x.svg')], { env: env() });
    expect([gone.exitCode, gone.err]).toEqual([exitCodes.notFound, expect.stringContaining('kept until yesterday')]);
    answer = { body: gzipSync(stacks).toString('latin1').slice(0, 12) };
    const damaged = await runCliForBytes(['export', id, '-o', join(directory, 'x.svg')], { env: env() });
    expect(damaged.exitCode).toBe(exitCodes.failure);
  });
});
