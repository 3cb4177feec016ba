import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureDetailAnswer } from '../capture/capture-answer.ts';
import { fileOfHost } from '../capture/save-capture.ts';
import { run } from '../run.ts';
import { fakeIo, testNowMs } from '../testing/fake-io.ts';
import { type FakeAnswer, type FakeServer, fakeServer, type SeenRequest } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

const FILE = 'gzip bytes of a profile';
const idOf = (ordinal: number): string => String(ordinal).repeat(32);
const requested = new Date(testNowMs - 90_000).toISOString();

const capture = (ordinal: number, change: Partial<CaptureDetailAnswer> = {}): CaptureDetailAnswer => ({
  id: idOf(ordinal),
  pipeline: 'etl',
  ordinal,
  state: 'requested',
  durationSeconds: 30,
  rate: 1_000,
  requestedBy: 'token 7 (ci)',
  requested,
  expected: requested,
  ended: null,
  cause: null,
  recorder: null,
  bytes: null,
  sha256: null,
  symbolicated: null,
  warnings: [],
  profileId: null,
  pinned: false,
  detail: null,
  secondsLeft: null,
  uploadedBytes: null,
  ...change,
});
const done = (ordinal: number): CaptureDetailAnswer =>
  capture(ordinal, {
    state: 'done',
    ended: requested,
    recorder: 'samply',
    bytes: 41_984,
    sha256: createHash('sha256').update(FILE).digest('hex'),
    symbolicated: true,
    profileId: idOf(ordinal),
  });
const failed = (ordinal: number): CaptureDetailAnswer =>
  capture(ordinal, {
    state: 'failed',
    cause: 'Set kernel.perf_event_paranoid to 1 on db-3.',
    detail: 'EPERM\u001b[2J',
  });

let server: FakeServer | undefined;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-capture-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(directory, { recursive: true, force: true });
});

const problem = (status: number, code: string): FakeAnswer => ({ status, body: { code, detail: `It is ${code}.` } });

/** Answers by `METHOD path`, without the query; a list is gone through, its last one repeated. */
async function serve(routes: Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>): Promise<{
  readonly env: Record<string, string>;
  readonly seen: readonly SeenRequest[];
}> {
  const asked = new Map<string, number>();
  server = await fakeServer(({ method, url }) => {
    const key = `${method} ${url.split('?')[0] ?? ''}`;
    const answers = routes[key];
    if (answers === undefined) return problem(404, 'not_found');
    const list: readonly FakeAnswer[] = Array.isArray(answers) ? answers : [answers as FakeAnswer];
    const turn = asked.get(key) ?? 0;
    asked.set(key, turn + 1);
    return list[Math.min(turn, list.length - 1)];
  });
  return { env: { HEARTH_URL: server.url, HEARTH_TOKEN: 'hearth_x' }, seen: server.seen };
}

const started = (captures: readonly object[], refused: readonly object[] = []): FakeAnswer => ({
  status: 202,
  body: { captures, refused },
});
const one = (ordinal: number): string => `GET /api/v1/captures/${idOf(ordinal)}`;
const original = (ordinal: number): string => `${one(ordinal)}/original`;
/** The ids of the captures are different in every list, the folder in every run. */
const path = (name: string): string => join(directory, name);

describe('hearth capture start', () => {
  it('asks for what the options say, and does not wait unless it is told to', async () => {
    const { env, seen } = await serve({ 'POST /api/v1/captures': started([capture(2)]) });
    const argv = ['capture', 'start', 'etl', '--ordinal', '2', '--duration', '5', '--rate', '250'];
    expect(await runCli(argv, { env })).toMatchSnapshot();
    expect(seen.map(({ body }) => JSON.parse(body.toString()))).toEqual([
      { pipeline: 'etl', ordinal: 2, durationSeconds: 5, rate: 250 },
    ]);
  });

  it('says each change of state once where there is no terminal, and writes the file', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0)]),
      [one(0)]: [
        { body: capture(0, { state: 'recording', secondsLeft: 1.2 }) },
        { body: capture(0, { state: 'recording', secondsLeft: 0.7 }) },
        { body: done(0) },
      ],
      [original(0)]: { body: FILE },
    });
    const { exitCode, out, err } = await runCli(['capture', 'start', 'etl', '-o', path('p.json.gz')], { env });
    expect({ exitCode, out: out.replace(directory, 'DIR'), err }).toMatchSnapshot();
    expect(await readFile(path('p.json.gz'), 'utf8')).toBe(FILE);
    expect(await readdir(directory)).toEqual(['p.json.gz']);
  });

  it('counts down on a terminal, in one line', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0)]),
      [one(0)]: [
        { body: capture(0, { state: 'recording', secondsLeft: 1.2 }) },
        { body: capture(0, { state: 'uploading', uploadedBytes: 1_024, bytes: 41_984 }) },
        { body: done(0) },
      ],
    });
    const fake = fakeIo({ env });
    expect(await run(['capture', 'start', 'etl', '--wait'], { ...fake.io, isTty: true })).toBe(0);
    expect([fake.out(), fake.err()]).toMatchSnapshot();
    expect(fake.out().trimEnd()).not.toContain('\n');
  });

  it('answers JSON alone when asked for it', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0)], [{ ordinal: 1, code: 'host_unavailable', message: 'Away.' }]),
      [one(0)]: { body: done(0) },
      [original(0)]: { body: FILE },
    });
    const file = path('p.json.gz');
    const { exitCode, out, err } = await runCli(['capture', 'start', 'etl', '--all', '-o', file, '--json'], { env });
    expect([exitCode, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toEqual({
      captures: [done(0)],
      refused: [{ ordinal: 1, code: 'host_unavailable', message: 'Away.' }],
      files: [{ capture: idOf(0), file, bytes: FILE.length }],
    });
  });

  it('writes one file for each host, and ends with 1 when one of them has none', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0), capture(1), capture(2)]),
      [one(0)]: { body: done(0) },
      [one(1)]: { body: failed(1) },
      [one(2)]: { body: { ...done(2), warnings: ['perf was taken.'] } },
      [original(0)]: { body: FILE },
      [original(2)]: { body: FILE },
    });
    const { exitCode, out, err } = await runCli(['capture', 'start', 'etl', '--all', '-o', path('p.json.gz')], { env });
    expect({ exitCode, out: out.replaceAll(directory, 'DIR'), err }).toMatchSnapshot();
    expect((await readdir(directory)).sort()).toEqual(['p-host0.json.gz', 'p-host2.json.gz']);
  });

  it.each([
    [409, 'capture_in_progress', 1],
    [503, 'host_unavailable', 6],
    [404, 'pipeline_not_found', 5],
    [403, 'forbidden', 4],
    [400, 'invalid_request', 2],
    [400, 'invalid_ordinal', 2],
  ])('ends when it is refused with %d %s: %d', async (status, code, exitCode) => {
    const { env } = await serve({ 'POST /api/v1/captures': problem(status, code) });
    const result = await runCli(['capture', 'start', 'etl', '--wait'], { env });
    expect([result.exitCode, result.out]).toEqual([exitCode, '']);
    expect(result.err).toContain(code);
    expect(result.err.includes('hearth agent --pipeline etl --ordinal 0')).toBe(code === 'host_unavailable');
  });

  it('bears with a server that restarts while it waits', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0)]),
      [one(0)]: [problem(503, 'engine_unavailable'), { body: done(0) }],
    });
    expect((await runCli(['capture', 'start', 'etl', '--wait'], { env })).exitCode).toBe(0);
  });

  it('leaves the recording alone when it is cancelled with Ctrl-C, and says how to go on', async () => {
    const { env, seen } = await serve({
      'POST /api/v1/captures': started([capture(0)]),
      [one(0)]: { body: capture(0, { state: 'recording', secondsLeft: 20 }) },
    });
    const fake = fakeIo({ env });
    const ended = run(['capture', 'start', 'etl', '--wait'], {
      ...fake.io,
      err: (text) => {
        fake.io.err(text);
        if (text.startsWith('host 0')) fake.abort();
      },
    });
    expect(await ended).toBe(130);
    expect(fake.err()).toContain(`hearth capture cancel ${idOf(0)}`);
    expect(seen.filter(({ method }) => method === 'POST').length).toBe(1);
  });

  it('writes nothing that is not the file its agent delivered', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0)]),
      [one(0)]: { body: done(0) },
      [original(0)]: { body: FILE.slice(1) },
    });
    const result = await runCli(['capture', 'start', 'etl', '-o', path('p'), '--json'], { env });
    expect([result.exitCode, JSON.parse(result.err)]).toMatchObject([1, { error: { code: 'damaged_file' } }]);
    expect(await readdir(directory)).toEqual([]);
  });

  it('says so when the file cannot be written', async () => {
    const { env } = await serve({
      'POST /api/v1/captures': started([capture(0)]),
      [one(0)]: { body: done(0) },
      [original(0)]: { body: FILE },
    });
    const result = await runCli(['capture', 'start', 'etl', '-o', path('no/such/folder'), '--json'], { env });
    expect([result.exitCode, JSON.parse(result.err)]).toMatchObject([1, { error: { code: 'unwritable_file' } }]);
  });

  it.each([
    ['--ordinal', '-1'],
    ['--ordinal', '0', '--all'],
    ['--duration', '-1'],
    ['--duration', '1e9'],
    ['--rate', '0'],
  ])('does not take %s %s', async (...argv) => {
    expect((await runCli(['capture', 'start', 'etl', ...argv])).exitCode).toBe(2);
  });
});

describe('hearth capture list', () => {
  it('shows captures as a table, and what went wrong', async () => {
    const { env, seen } = await serve({
      'GET /api/v1/captures': { body: { captures: [capture(0), done(1), failed(2)], next: 'abc' } },
    });
    const argv = ['capture', 'list', 'etl', '--ordinal', '1', '--state', 'done', '--state', 'failed', '-n', '3'];
    expect(await runCli(argv, { env })).toMatchSnapshot();
    expect(seen[0]?.url).toBe('/api/v1/captures?pipeline=etl&ordinal=1&state=done&state=failed&limit=3');
  });
});

describe('hearth capture get', () => {
  const list = (...captures: readonly object[]): FakeAnswer => ({ body: { captures, next: null } });

  it('shows the newest of a host, or one by its id', async () => {
    const { env, seen } = await serve({ 'GET /api/v1/captures': list(failed(2)), [one(2)]: { body: failed(2) } });
    const byName = await runCli(['capture', 'get', 'etl', '--ordinal', '2'], { env });
    expect(byName).toMatchSnapshot();
    expect(byName.out).not.toContain('\u001b');
    expect(seen[0]?.url).toBe('/api/v1/captures?pipeline=etl&ordinal=2&limit=1');
    expect((await runCli(['capture', 'get', idOf(2)], { env })).out).toBe(byName.out);
  });

  it('fetches the newest file, of one host or of all', async () => {
    const { env, seen } = await serve({
      'GET /api/v1/pipelines/etl': { body: { hosts: 2 } },
      'GET /api/v1/captures': [list(done(0)), list(done(0)), list(done(1))],
      [one(0)]: { body: done(0) },
      [one(1)]: { body: done(1) },
      [original(0)]: { body: FILE },
      [original(1)]: { body: FILE },
    });
    expect((await runCli(['capture', 'get', 'etl', '-o', path('one')], { env })).exitCode).toBe(0);
    expect(seen[0]?.url).toBe('/api/v1/captures?pipeline=etl&ordinal=0&state=done&limit=1');
    expect((await runCli(['capture', 'get', 'etl', '--all', '-o', path('all.gz')], { env })).exitCode).toBe(0);
    expect((await readdir(directory)).sort()).toEqual(['all-host0.gz', 'all-host1.gz', 'one']);
  });

  it('says so when there is none', async () => {
    const { env } = await serve({ 'GET /api/v1/captures': list() });
    expect(await runCli(['capture', 'get', 'etl', '-o', path('p')], { env })).toMatchSnapshot();
  });
});

describe('hearth capture cancel', () => {
  it('ends what runs, by the name of the pipeline', async () => {
    const { env, seen } = await serve({
      'GET /api/v1/captures': { body: { captures: [capture(0, { state: 'recording' })], next: null } },
      [`POST /api/v1/captures/${idOf(0)}/cancel`]: { body: capture(0, { state: 'cancelled' }) },
    });
    expect(await runCli(['capture', 'cancel', 'etl'], { env })).toMatchSnapshot();
    const states = ['requested', 'accepted', 'recording', 'writing', 'uploading'].map((state) => `&state=${state}`);
    expect(seen[0]?.url).toBe(`/api/v1/captures?pipeline=etl&ordinal=0${states.join('')}&limit=1`);
  });
});

describe('hearth capture open', () => {
  it('prints the link, and who learns what', async () => {
    const link = {
      id: 'ab',
      openUrl: 'https://viewer.example/from-url/x',
      notice: 'It leads away.',
      expires: requested,
    };
    const { env, seen } = await serve({
      [one(0)]: { body: done(0) },
      [`POST ${one(0).slice(4)}/links`]: { status: 201, body: link },
    });
    const result = await runCli(['capture', 'open', idOf(0), '--seconds', '60'], { env });
    expect(result).toEqual({ exitCode: 0, out: `${link.openUrl}\n`, err: 'It leads away.\n' });
    expect(JSON.parse(seen.at(-1)?.body.toString() ?? '')).toEqual({ seconds: 60 });
    expect(JSON.parse((await runCli(['capture', 'open', idOf(0), '--json'], { env })).out)).toEqual(link);
    expect((await runCli(['capture', 'open', idOf(0), '--seconds', '601'], { env })).exitCode).toBe(2);
  });
});

it.each([
  ['p.json.gz', 'p-host3.json.gz'],
  ['dir.d/p', 'dir.d/p-host3'],
  ['/a.b/.hidden', '/a.b/.hidden-host3'],
  ['.hidden.gz', '.hidden-host3.gz'],
])('%s is %s for host 3 of several', (file, expected) => {
  expect(fileOfHost(file, 3, false)).toBe(expected);
  expect(fileOfHost(file, 3, true)).toBe(file);
});
