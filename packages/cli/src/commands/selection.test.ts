import { afterEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeAnswer, type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const serve = async (answer: FakeAnswer): Promise<string> => {
  server = await fakeServer(() => answer);
  return server.url;
};
const bodyOf = (index = 0): unknown => JSON.parse(server!.seen[index]!.body.toString());
const frame = (name: string) => ({ function: name, file: '', line: 0, module: '', address: '' });
const type = { name: 'cpu', unit: 'nanoseconds', aggregation: 'sum' };

describe('hearth labels', () => {
  it('lists names, and how to go on', async () => {
    const labels = [
      { name: 'host', values: 2, series: 3 },
      { name: 'tenant', values: 1200, series: 1200 },
    ];
    const url = await serve({ body: { labels, total: 7, next: 'abc' } });
    const { out } = await runCli(['labels', '--url', url, '--prefix', 't', '--limit', '2', '--app', 'shop']);
    expect(server?.seen[0]?.url).toBe('/api/v1/projects/default/labels');
    expect(bodyOf()).toEqual({ selector: { app: ['shop'] }, limit: 2, prefix: 't' });
    expect(out).toMatchSnapshot();
  });

  it('lists the values of one', async () => {
    const body = { name: 'host', values: [{ value: 'web-\u001b[31m1', series: 3 }], total: 1, next: null };
    const url = await serve({ body });
    const { out } = await runCli(['labels', 'host', '--url', url, '--type', 'cpu', '--cursor', 'abc']);
    expect(server?.seen[0]?.url).toBe('/api/v1/projects/default/labels/values');
    expect(bodyOf()).toEqual({ selector: { type: 'cpu' }, limit: 100, cursor: 'abc', name: 'host' });
    expect(out).toMatchSnapshot();
    expect(out).not.toContain('\u001b');
    expect(JSON.parse((await runCli(['labels', 'host', '--url', url, '--json'])).out)).toEqual(body);
  });
});

it('counts profiles by their fields', async () => {
  const fields = {
    app: {
      distinctValues: 2,
      values: [
        { value: 'pay', count: 3 },
        { value: 'shop', count: 12 },
      ],
    },
    host: { distinctValues: 90, values: [{ value: 'web-1', count: 4 }] },
  };
  const url = await serve({ body: { fields } });
  const { out } = await runCli(['facets', '--url', url, '--field', 'app', '--field', 'host', '--from', '1d']);
  expect(bodyOf()).toEqual({
    selector: { from: '2026-11-20T12:00:00.000Z' },
    limit: 20,
    fields: ['app', 'host'],
  });
  expect(out).toMatchSnapshot();
});

it('draws single profiles by time and value', async () => {
  const cells = {
    start: ['2026-11-21T11:00:00.000Z', '2026-11-21T11:00:00.000Z', '2026-11-21T11:05:00.000Z'],
    bucket: [0, 2, 1],
    profiles: [40, 1, 6],
  };
  const bounds = [1_000_000, 10_000_000, 100_000_000, '9007199254740993'];
  const url = await serve({ body: { type, stepSeconds: 60, bounds, profiles: 47, cells } });
  const { out } = await runCli(['heatmap', '--url', url, '--app', 'shop', '--scale', 'linear']);
  expect(bodyOf()).toEqual({
    selector: { app: ['shop'], type: 'cpu' },
    stepSeconds: 60,
    scale: 'linear',
    buckets: 12,
  });
  expect(out).toMatchSnapshot();
  await server?.close();
  const none = { type, stepSeconds: 60, bounds: [], profiles: 0, cells: { start: [], bucket: [], profiles: [] } };
  expect((await runCli(['heatmap', '--url', await serve({ body: none })])).out).toBe(
    'No profiles in this selection.\n',
  );
});

describe('hearth diff', () => {
  const shape = {
    id: ['00', '01', '02'],
    parent: [-1, 0, 0],
    frame: [-1, 0, 1],
    frames: [frame('load'), frame('work')],
    available: 3,
  };
  const side = (total: readonly number[]) => ({
    facts: { type, total: total[0], profiles: 2 },
    values: { self: total, total, other: [0, 0, 0] },
    share: total.map((value) => value / total[0]!),
  });
  const body = { shape, left: side([1e9, 6e8, 4e8]), right: side([2e9, 5e8, 15e8]) };

  it('shows what each node takes on both sides', async () => {
    const url = await serve({ body });
    const sides = ['--left', 'release=1.0', '--left', 'host=~web-.*', '--right', 'release=1.1', '--right', 'from=2h'];
    const { out } = await runCli(['diff', '--url', url, '--app', 'shop', '--label', 'region=eu', ...sides]);
    const region = { name: 'region', op: '=', value: 'eu' };
    expect(bodyOf()).toEqual({
      left: {
        app: ['shop'],
        type: 'cpu',
        release: '1.0',
        labels: [region, { name: 'host', op: '=~', value: 'web-.*' }],
      },
      right: { app: ['shop'], type: 'cpu', release: '1.1', labels: [region], from: '2026-11-21T10:00:00.000Z' },
      maxNodes: 60,
    });
    expect(out).toMatchSnapshot();
    expect((await runCli(['diff', '--url', url, '--absolute', '--left', 'to=30m'])).out).toMatchSnapshot();
  });

  it('refuses to compare a selection with itself', async () => {
    const { err, exitCode } = await runCli(['diff', '--url', await serve({ body }), '--app', 'shop']);
    expect(err).toContain('both sides are the same selection');
    expect(exitCode).toBe(2);
  });

  it.each([
    ['--left', 'release=~1', 'release takes = only'],
    ['--right', 'from', 'from is not name=value'],
    ['--right', 'from=someday', 'someday is not a time'],
  ])('refuses %s %s', async (option, value, message) => {
    const { err, exitCode } = await runCli(['diff', '--url', await serve({ body }), option, value]);
    expect([exitCode, err]).toEqual([exitCodes.usage, expect.stringContaining(message)]);
    expect(server?.seen).toEqual([]);
  });
});

describe('progress', () => {
  const ndjson = (...lines: readonly object[]): FakeAnswer => ({
    headers: { 'content-type': 'application/x-ndjson; charset=utf-8' },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  });
  const progress = (rowsRead: number, rowsToRead: number, elapsedMs: number) => ({
    progress: { rowsRead, rowsToRead, elapsedMs },
  });
  const labels = { labels: [], total: 0, next: null };

  it('is shown on a terminal and cleared again', async () => {
    const url = await serve(ndjson(progress(0, 0, 500), progress(1_200_000, 48_000_000, 1_004), { answer: labels }));
    const { out, err } = await runCli(['labels', '--url', url], { isErrTty: true });
    expect(server?.seen[0]?.headers['accept']).toContain('application/x-ndjson');
    expect(err).toBe(
      '\r\u001b[K1 s, Ctrl-C cancels\r\u001b[K1 s, 1.2 M of 48.0 M rows (2 %), Ctrl-C cancels\r\u001b[K',
    );
    expect(out).toBe('No labels in this selection.\n');
  });

  it('is not asked for elsewhere, and a server that answers at once is fine', async () => {
    const url = await serve({ body: labels });
    expect((await runCli(['labels', '--url', url])).err).toBe('');
    expect(server?.seen[0]?.headers['accept']).toBe('application/json');
    expect((await runCli(['labels', '--url', url], { isErrTty: true })).out).toBe('No labels in this selection.\n');
  });

  it.each([
    [
      { problem: { status: 504, code: 'query_timeout', detail: 'Too slow.' } },
      exitCodes.failure,
      'Too slow. (504 query_timeout)',
    ],
    [
      { problem: { status: 400, code: 'invalid_request', detail: 'No.' } },
      exitCodes.usage,
      'No. (400 invalid_request)',
    ],
    [progress(1, 2, 3), exitCodes.unreachable, 'the answer broke off'],
  ])('ends with what went wrong: %j', async (last, exitCode, message) => {
    const url = await serve(ndjson(progress(1, 2, 3), last));
    const result = await runCli(['labels', '--url', url], { isErrTty: true, env: { NO_COLOR: '1' } });
    expect([result.exitCode, result.err]).toEqual([exitCode, expect.stringContaining(message)]);
    expect(result.err).toContain('\r\u001b[Kerror:');
  });
});
