import { afterEach, expect, it } from 'vitest';
import { type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const frame = (name: string, more: object = {}) => ({
  function: name,
  file: '',
  line: 0,
  module: '',
  address: '',
  ...more,
});
const facts = {
  type: { name: 'cpu', unit: 'nanoseconds', aggregation: 'sum' },
  total: '9007199254741000',
  profiles: 3,
};
const selection = ['--app', 'shop', '--app', 'pay', '--label', 'host=~web-.*', '--label', 'region!=', '--from', '2h'];
const selector = {
  app: ['shop', 'pay'],
  type: 'cpu',
  labels: [
    { name: 'host', op: '=~', value: 'web-.*' },
    { name: 'region', op: '!=', value: '' },
  ],
  from: '2026-11-21T10:00:00.000Z',
};

const bodyOf = (index = 0): unknown => JSON.parse(server!.seen[index]!.body.toString());

it('shows the functions that take most', async () => {
  const answer = {
    facts,
    functions: [
      { frame: frame('hash', { file: 'a.js', line: 3 }), self: '9007199254740993', total: '9007199254740993' },
      { frame: frame('', { module: 'libc.so', address: '00000000000012af' }), self: 7, total: 9 },
    ],
    available: 5,
    otherSelf: 0,
  };
  server = await fakeServer(() => ({ body: answer }));
  const { out } = await runCli(['top', '--url', server.url, ...selection, '--limit', '2', '--by-total']);
  expect(server.seen[0]?.url).toBe('/api/v1/projects/default/top');
  expect(bodyOf()).toEqual({ selector, limit: 2, sort: 'total', groupBy: 'function' });
  expect(out).toMatchSnapshot();
  expect(JSON.parse((await runCli(['top', '--url', server.url, '--json'])).out)).toEqual(answer);
});

it('shows a flame graph as a tree, the largest first', async () => {
  const shape = {
    id: ['00', '01', '02', '03', '04'],
    parent: [-1, 0, 1, 1, 0],
    frame: [-1, 0, 1, 2, 1],
    frames: [frame('main'), frame('load'), frame('work')],
    available: 9,
  };
  const values = { self: [0, 1, 2, 30, 5], total: [48, 43, 2, 40, 5], other: [0, 0, 0, 10, 0] };
  server = await fakeServer(() => ({ body: { facts: { ...facts, total: 48 }, tree: { shape, values } } }));
  const { out } = await runCli(['merge', '--url', server.url, '--below', '0123456789abcdef']);
  expect(bodyOf()).toEqual({ selector: { type: 'cpu' }, maxNodes: 60, below: '0123456789abcdef' });
  expect(out).toMatchSnapshot();
});

it('shows values over time', async () => {
  const points = [
    { start: '2026-11-21T11:00:00.000Z', sum: 3_000_000_000, profiles: 2, mean: 1_500_000_000 },
    { start: '2026-11-21T11:05:00.000Z', sum: 1_000_000, profiles: 1, mean: 1_000_000 },
  ];
  const groups = [
    { labels: ['web-1'], points },
    { labels: null, points: points.slice(0, 1) },
  ];
  server = await fakeServer(() => ({ body: { type: facts.type, groups } }));
  const { out } = await runCli(['timeline', '--url', server.url, '--by', 'host', '--step', '60']);
  expect(bodyOf()).toEqual({ selector: { type: 'cpu' }, stepSeconds: 60, groupBy: ['host'] });
  expect(out).toMatchSnapshot();
});

it('says of an empty flame graph what to do, and of a range that ends before it begins what is wrong', async () => {
  const shape = { id: ['00'], parent: [-1], frame: [-1], frames: [], available: 1 };
  const values = { self: [0], total: [0], other: [0] };
  const empty = { facts: { ...facts, total: 0, profiles: 0 }, tree: { shape, values } };
  server = await fakeServer(() => ({ body: empty }));
  expect((await runCli(['merge', '--url', server.url])).out).toMatch(
    /^No samples of this type in this selection\. .*facets/,
  );
  for (const range of [
    ['--from', '1h', '--to', '2h'],
    ['--from', '2026-11-22T00:00:00Z'],
  ]) {
    const { err, exitCode } = await runCli(['top', '--url', server.url, ...range]);
    expect(err).toContain(`--from ${String(range[1])}: is not before --to`);
    expect(exitCode).toBe(2);
  }
  expect(server.seen).toHaveLength(1);
});

it('refuses a label that says nothing', async () => {
  server = await fakeServer(() => ({ body: {} }));
  const { err, exitCode } = await runCli(['top', '--url', server.url, '--label', 'host']);
  expect(err).toContain('--label: host is not');
  expect(exitCode).toBe(2);
  expect(server.seen).toEqual([]);
});
