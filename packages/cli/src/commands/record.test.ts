import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fakeSamply } from '@hearth/agent/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

const id = '0123456789abcdef0123456789abcdef';
let directory: string;
let server: FakeServer;
let answer: FakeAnswer;
let started: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-record-test-'));
  answer = { status: 201, body: { id, duplicate: false } };
  server = await fakeServer(() => answer);
  started = join(directory, 'started');
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const ready = fakeSamply({ presymbolicates: true });
const noPerf = ['--perf', '/nonexistent/perf'];

/** Notes that it ran, and ends with the status that is asked for. */
const command = (status = 0) => ['--', 'sh', '-c', `touch "$0"; exit ${status}`, started];
const record = (options: readonly string[], commandLine = command()) =>
  runCli(['record', '--samply', ready, ...noPerf, ...options, ...commandLine], {
    env: { HEARTH_URL: server.url, HEARTH_TOKEN: 'hearth_x', HEARTH_PROJECT: 'shop' },
  });
const ran = async (): Promise<boolean> => (await readdir(directory)).includes('started');

describe('hearth record', () => {
  it('runs the command, sends its profile with its times, and ends with its status', async () => {
    const before = Date.now();
    const options = ['--app', 'bench', '--release', '1.4', '--label', 'region=eu', '--environment', 'ci'];
    const { exitCode, out, err } = await record(options, command(7));
    expect(exitCode).toBe(7);
    expect(out).toBe('');
    expect(err.replace(/[\d.]+ (?:B|K)/, 'SIZE')).toMatchSnapshot();
    const [seen] = server.seen;
    const url = new URL(seen?.url ?? '', server.url);
    expect(url.pathname).toBe('/api/v1/projects/shop/profiles');
    const { start, end, ...words } = Object.fromEntries(url.searchParams);
    expect(words).toEqual({ app: 'bench', release: '1.4', label: 'region=eu', environment: 'ci' });
    expect(Date.parse(start ?? '')).toBeGreaterThanOrEqual(before);
    expect(Date.parse(end ?? '')).toBeGreaterThanOrEqual(Date.parse(start ?? ''));
    const profile = JSON.parse(gunzipSync(seen?.body ?? '').toString()) as { meta: { product: string } };
    expect(profile.meta.product).toBe('bench');
  });

  it('calls the app as the program when nobody says', async () => {
    await record([]);
    expect(new URL(server.seen[0]?.url ?? '', server.url).searchParams.get('app')).toBe('sh');
  });

  it('answers JSON, and keeps a copy that is what was sent', async () => {
    const file = join(directory, 'p.json.gz');
    const { exitCode, out, err } = await record(['-o', file, '--json']);
    expect([exitCode, err]).toEqual([0, '']);
    const bytes = await readFile(file);
    expect(JSON.parse(out)).toEqual({
      app: 'sh',
      exitCode: 0,
      recorder: 'samply',
      samples: 0,
      symbolicated: true,
      bytes: bytes.length,
      warnings: [],
      file,
      upload: { id, duplicate: false },
    });
    expect(server.seen[0]?.body.equals(bytes)).toBe(true);
  });

  it('needs no server when it is to send nothing', async () => {
    const file = join(directory, 'p.json.gz');
    expect((await record(['--no-push', '-o', file])).exitCode).toBe(0);
    expect(server.seen).toEqual([]);
    expect(await readdir(directory)).toContain('p.json.gz');
  });

  it('loses nothing when the server refuses', async () => {
    answer = { status: 403, body: { code: 'forbidden', message: 'No.' } };
    const file = join(directory, 'p.json.gz');
    const { exitCode, err } = await record(['-o', file]);
    expect(exitCode).toBe(1);
    expect(err).toContain(`hearth push --app sh ${file}`);
    expect(await readdir(directory)).toContain('p.json.gz');
  });

  it('sends what it cannot write, and says where it lies', async () => {
    const { exitCode, out } = await record(['-o', join(directory, 'no/such/folder'), '--json']);
    const { file, error, upload } = JSON.parse(out) as { file: string; error: { code: string }; upload: object };
    expect([exitCode, error.code, upload]).toEqual([1, 'unwritable_file', { id, duplicate: false }]);
    expect(gunzipSync(await readFile(file)).length).toBeGreaterThan(0);
    await rm(join(file, '../..'), { recursive: true });
  });

  it('does not run a command that nothing can record', async () => {
    const { exitCode, err } = await runCli(
      ['record', '--samply', '/nonexistent/samply', ...noPerf, '--url', server.url, ...command()],
      {},
    );
    expect([exitCode, await ran()]).toEqual([125, false]);
    expect(err).toContain('cargo install --locked samply');
  });

  it('ends with 1 when the recorder fails in the middle, after the command has ended', async () => {
    const samply = fakeSamply({ file: 'cut' });
    const { exitCode, out } = await record(['--samply', samply, '--json']);
    expect([exitCode, await ran()]).toEqual([1, true]);
    expect(JSON.parse(out)).toMatchObject({ exitCode: 0, error: { code: 'file_invalid' } });
    expect(server.seen).toEqual([]);
  });

  it.each([
    [['--no-push'], 'needs --output'],
    [['--label', 'x'], 'not key=value'],
    [['--url', 'ftp://x'], 'not an http or https URL'],
    [['--rate', '0'], 'whole number'],
    [['--recorder', 'gdb'], 'samply, perf'],
  ])('does not run it with %j', async (options, message) => {
    const { exitCode, err } = await record(options);
    expect([exitCode, await ran()]).toEqual([2, false]);
    expect(err).toContain(message);
  });

  it('ends as a shell does when there is no such command', async () => {
    await writeFile(started, '');
    const { exitCode, err } = await record([], ['--', '/nonexistent/program']);
    expect(exitCode).toBe(127);
    expect(err).toContain('There is no program /nonexistent/program.');
  });
});
