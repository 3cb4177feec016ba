import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, type FakeServer, fakeServer, type SeenRequest } from '../testing/fake-server.ts';
import { type CliResult, runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function against(answer: (request: SeenRequest) => FakeAnswer, ...argv: readonly string[]): Promise<CliResult> {
  server = await fakeServer(answer);
  return runCli(['pipeline', ...argv, '--url', server.url]);
}
const seen = () =>
  server?.seen.map(({ method, url, body }) => [method, url, body.length === 0 ? '' : JSON.parse(body.toString())]);

const pipeline = {
  name: 'etl',
  hosts: 3,
  declaredHosts: null,
  connectedHosts: 1,
  description: '',
  created: '2026-11-20T12:00:00.000Z',
};
const nothing = { name: null, agentVersion: null, lastSeen: null, recorders: [], target: null };
const hostStates = [
  {
    ...nothing,
    ordinal: 0,
    state: 'connected',
    name: 'box-0',
    lastSeen: '2026-11-21T11:59:58.000Z',
    recorders: [
      { name: 'samply', version: '0.13.1', usable: true },
      { name: 'perf', version: '6.1', usable: false },
    ],
    target: { state: 'found', pid: 7, commandLine: './etl --port 9\u001b[31m', reason: null },
  },
  {
    ...nothing,
    ordinal: 1,
    state: 'stale',
    target: { state: 'missing', pid: null, commandLine: null, reason: 'No process fits.' },
  },
  { ...nothing, ordinal: 2, state: 'gone' },
];

describe('hearth pipeline', () => {
  it('makes one', async () => {
    const answer = { status: 201, body: { ...pipeline, hostStates } };
    await against(() => answer, 'create', 'etl', '--hosts', '3', '--project', 'shop');
    expect(seen()).toEqual([['POST', '/api/v1/pipelines', { name: 'etl', hosts: 3, project: 'shop' }]]);
  });

  it('lists them', async () => {
    const { out } = await against(() => ({ body: { pipelines: [pipeline] } }), 'list');
    expect(out).toMatchInlineSnapshot(`
      "NAME  HOSTS  CONNECTED  CREATED  DESCRIPTION
      etl       3          1  1d ago   -
      "
    `);
    expect((await against(() => ({ body: { pipelines: [] } }), 'list')).out).toBe('No pipelines.\n');
  });

  it('shows which hosts have an agent, and lets no terminal be painted by them', async () => {
    const { out } = await against(() => ({ body: { ...pipeline, hostStates } }), 'hosts', 'etl');
    expect(seen()).toEqual([['GET', '/api/v1/pipelines/etl', '']]);
    expect(out).toMatchInlineSnapshot(`
      "etl: 3 hosts
      HOST  STATE      MACHINE  LAST SEEN  RECORDERS      RECORDS
         0  connected  box-0    2s ago     samply 0.13.1  7 ./etl --port 9\\u{1b}[31m
         1  stale      -        -          -              No process fits.
         2  gone       -        -          -              -
      "
    `);
  });

  it.each<[string, object]>([
    ['5', { hosts: 5 }],
    ['seen', { hosts: null }],
  ])('changes the number of hosts to %s', async (hosts, body) => {
    await against(() => ({ body: { ...pipeline, hostStates } }), 'update', 'etl', '--hosts', hosts);
    expect(seen()).toEqual([['PATCH', '/api/v1/pipelines/etl', body]]);
  });

  it('deletes one', async () => {
    const { out } = await against(() => ({ status: 204, body: '' }), 'delete', 'etl');
    expect([seen(), out]).toEqual([[['DELETE', '/api/v1/pipelines/etl', '']], 'Pipeline etl is deleted.\n']);
  });

  it.each([['0'], ['1025'], ['many']])('takes no %s hosts', async (hosts) => {
    expect((await against(() => ({ body: {} }), 'update', 'etl', '--hosts', hosts)).exitCode).toBe(2);
    expect(seen()).toEqual([]);
  });
});
