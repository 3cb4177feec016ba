import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleStore, startSampleStore } from '../../query/testing/sample-store.ts';
import type { ReadQuery, RowSource } from '../../store/readers/row-source.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const BASE = '/api/v1/projects/default';
const CPU = { type: 'cpu' };
/** One stack and three times it are beyond 2^53 together. */
const LARGE = 2 ** 52 + 1;

const frame = (op: string, value: string) => ({ field: 'function', op, value });

describe('questions over samples', () => {
  let store: SampleStore;
  let face: HearthFace;
  let reader: string;
  let slow = false;

  beforeAll(async () => {
    store = await startSampleStore();
    // Holds a question in the engine for as long as a test wants.
    const source: RowSource = {
      rows: (query) => store.client.rows(query),
      binary: (query: ReadQuery) =>
        store.client.binary(
          slow && query.name === 'values-by-node'
            ? {
                ...query,
                sql: 'SELECT sum(sleepEachRow(1)) FROM numbers(60) SETTINGS max_block_size = 1',
                params: {},
              }
            : query,
        ),
    };
    face = await startHearthFace({ source, now: () => NOON_MS });
    reader = await face.token(['project:read']);
    const own = { projectId: face.ours.id, types: ['cpu/nanoseconds'] };
    await store.add([
      { ...own, id: 'u1', startMs: NOON_MS - 60_000, stacks: `main;hot ${String(LARGE)}\nmain;<b> 3`, host: 'web-1' },
      { ...own, id: 'u2', startMs: NOON_MS - 30_000, stacks: `main;hot ${String(LARGE)}\nmain;cold 4`, host: 'web-2' },
      { ...own, id: 'old', startMs: NOON_MS - 7_200_000, stacks: 'main;old 1' },
      { ...own, id: 'theirs', projectId: face.theirs.id, startMs: NOON_MS - 1_000, stacks: 'secret 5' },
    ]);
  });
  afterAll(async () => {
    await face.stop();
    await store.stop();
  });

  const ask = async (question: string, body: object, status = 200): Promise<Record<string, unknown>> => {
    const answer = await face.send('POST', `${BASE}/${question}`, reader, body);
    expect(answer.statusCode, answer.body).toBe(status);
    return answer.json();
  };

  it('merges the last hour of all apps, exactly beyond 2^53', async () => {
    const answer = await ask('merge', { selector: CPU });
    expect(answer).toEqual({
      facts: {
        type: { name: 'cpu', unit: 'nanoseconds', aggregation: 'sum' },
        apps: ['shop'],
        total: '9007199254741001',
        profiles: 2,
        samples: 4,
        withoutStack: 0,
        withoutSymbols: 0,
        resolution: 'samples',
        lostHours: 0,
        drops: 0,
      },
      rowsRead: expect.any(Number),
      tree: {
        shape: {
          id: [
            '0000000000000000',
            ...Array.from({ length: 4 }, () => expect.stringMatching(/^[0-9a-f]{16}$/) as unknown),
          ],
          parent: [-1, 0, 1, 1, 1],
          frame: [-1, 0, 1, 2, 3],
          frames: expect.arrayContaining([
            { function: '<b>', file: '', line: 0, module: '', address: '', inApp: null },
          ]),
          available: 5,
        },
        values: {
          self: [0, 0, ...expectedLeaves(answer)],
          total: ['9007199254741001', '9007199254741001', ...expectedLeaves(answer)],
          other: [0, 0, 0, 0, 0],
          inOther: 0,
        },
      },
    });
    expect(answer['rowsRead']).toBeGreaterThanOrEqual(4);
  });

  /** The leaves come in the order the tree numbered them. */
  function expectedLeaves(answer: Record<string, unknown>): readonly unknown[] {
    const { shape } = (answer as { tree: { shape: { frame: number[]; frames: { function: string }[] } } }).tree;
    const values: Readonly<Record<string, unknown>> = { hot: '9007199254740994', '<b>': 3, cold: 4 };
    return shape.frame.slice(2).map((frame) => values[shape.frames[frame]!.function]);
  }

  it('lists functions, callers, slots and differences', async () => {
    const top = await ask('top', { selector: { ...CPU, app: 'shop' }, limit: 1, sort: 'self' });
    expect(top).toMatchObject({
      functions: [{ frame: { function: 'hot' }, self: '9007199254740994', total: '9007199254740994' }],
      available: 4,
      otherSelf: 7,
    });
    const callers = await ask('callers', { selector: CPU, function: 'cold' });
    expect(callers).toMatchObject({
      self: 4,
      total: 4,
      callers: { shape: { frames: [{ function: 'main' }] }, values: { total: [4, 4] } },
      callees: { shape: { frames: [] }, values: { self: [4] } },
    });
    const timeline = await ask('timeline', { selector: CPU, stepSeconds: 60, groupBy: ['host'] });
    expect(timeline).toMatchObject({
      total: '9007199254741001',
      profiles: 2,
      groups: [
        { labels: ['web-2'], sum: LARGE + 4, points: [{ start: '2026-11-21T11:59:00.000Z', profiles: 1 }] },
        { labels: ['web-1'], sum: LARGE + 3, points: [{ start: '2026-11-21T11:59:00.000Z', profiles: 1 }] },
      ],
    });
    const host = (value: string) => ({ ...CPU, labels: [{ name: 'host', op: '=~', value }] });
    const diff = await ask('diff', { left: host('web-1'), right: host('web-[2-3]') });
    expect(diff).toMatchObject({
      left: { facts: { total: LARGE + 3, profiles: 1 } },
      right: { facts: { total: LARGE + 4, profiles: 1 } },
    });
  });

  it.each([
    ['merge', {}, /selector: /],
    ['merge', { selector: {} }, /selector\.type: /],
    ['merge', { selector: { ...CPU, colour: 1 } }, /colour: is not known here/],
    ['merge', { selector: { ...CPU, from: 'yesterday' } }, /selector\.from: must be an RFC 3339 time/],
    ['merge', { selector: { ...CPU, from: '2026-11-21T12:00:00Z', to: '2026-11-20T12:00:00Z' } }, /from: is later/],
    ['merge', { selector: { ...CPU, labels: [{ name: 'a', op: '>', value: '' }] } }, /selector\.labels\.0\.op: /],
    ['merge', { selector: { ...CPU, labels: [{ name: 'a', op: '=~', value: '(' }] } }, /pattern of a cannot be read/],
    [
      'merge',
      { selector: { ...CPU, labels: [{ name: 'a', op: '=~', value: 'x'.repeat(1001) }] } },
      /labels\.0\.value: /,
    ],
    ['merge', { selector: { ...CPU, stacks: { colour: [] } } }, /colour: is not known here/],
    [
      'merge',
      { selector: { ...CPU, stacks: { focus: [{ field: 'line', op: '=', value: '1' }] } } },
      /focus\.0\.field: /,
    ],
    ['top', { selector: { ...CPU, stacks: { hide: [frame('=~', 'x'.repeat(1001))] } } }, /hide\.0\.value: /],
    [
      'top',
      { selector: { ...CPU, stacks: { ignore: Array(11).fill(frame('=', 'x')) } } },
      /selector\.stacks\.ignore: /,
    ],
    [
      'diff',
      { left: CPU, right: { ...CPU, stacks: { focus: [frame('=~', '[')] } } },
      /stacks\.focus: the pattern of f/,
    ],
    ['timeline', { selector: { ...CPU, stacks: { focus: [frame('=~', '[')] } }, stepSeconds: 60 }, /stacks\.focus: /],
    ['timeline', { selector: CPU, stepSeconds: 60, only: { function: 'x', value: 'most' } }, /only\.value: /],
    ['merge', { selector: { ...CPU, profiles: ['1'] } }, /selector\.profiles\.0: must be 32/],
    ['merge', { selector: CPU, maxNodes: -1 }, /maxNodes: /],
    ['merge', { selector: CPU, below: 'fedcba9876543210' }, /below: the selection has no node of that id/],
    ['top', { selector: CPU, limit: 1_000_000 }, /limit: /],
    ['callers', { selector: CPU }, /function: /],
    ['timeline', { selector: CPU }, /stepSeconds: /],
    ['timeline', { selector: { ...CPU, from: '0', to: '9999-01-01T00:00:00Z' }, stepSeconds: 1 }, /step: /],
    ['diff', { left: CPU }, /right: /],
    ['diff', { left: CPU, right: { ...CPU, type: 'nothing' } }, /right\.type: no profile of this project has the type/],
    ['merge', { selector: { ...CPU, from: '9999-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' } }, /selector\.from: /],
  ])('says what is wrong with a question and where: %s %j', async (question, body, message) => {
    const problem = await ask(question, body, 400);
    expect(problem['detail']).toMatch(message);
  });

  it('narrows every question to stacks', async () => {
    const stacks = { focus: [frame('=~', '^(hot|cold)$')], ignore: [frame('=', 'cold')], hide: [frame('=', 'main')] };
    const selector = { ...CPU, stacks };
    const facts = { total: '9007199254740994', profiles: 2, samples: 2 };
    expect(await ask('merge', { selector })).toMatchObject({
      facts,
      tree: { shape: { frames: [{ function: 'hot' }], parent: [-1, 0] } },
    });
    expect(await ask('top', { selector })).toMatchObject({ facts, available: 1 });
    expect(await ask('callers', { selector, function: 'hot' })).toMatchObject({
      facts,
      callers: { shape: { frames: [] } },
    });
    expect(await ask('diff', { left: selector, right: CPU })).toMatchObject({ left: { facts } });
    const timeline = { selector, stepSeconds: 60 };
    expect(await ask('timeline', timeline)).toMatchObject({
      total: facts.total,
      profiles: 2,
      resolution: 'samples',
    });
    const cold = await ask('timeline', { selector: CPU, stepSeconds: 60, only: { function: 'cold', value: 'self' } });
    expect(cold).toMatchObject({ total: 4, profiles: 2 });
  });

  it('answers a question about nothing with nothing', async () => {
    const selector = { type: 'off_cpu', app: "'; DROP TABLE samples", from: '0', to: '9999-12-31T23:59:59Z' };
    const answer = await ask('merge', { selector });
    expect(answer).toMatchObject({ facts: { total: 0, profiles: 0 }, tree: { shape: { parent: [-1] } } });
    expect(await ask('top', { selector })).toMatchObject({ functions: [], otherSelf: 0 });
    expect(await ask('timeline', { selector: CPU, stepSeconds: 60, groupBy: ["x'] --"] })).toMatchObject({
      profiles: 2,
    });
  });

  it('keeps tenants apart, and wants the right to read', async () => {
    const strange = await face.token(['project:read'], face.theirs);
    const uploader = await face.token(['ingest']);
    for (const question of ['merge', 'top', 'callers', 'timeline', 'diff']) {
      const url = `${BASE}/${question}`;
      expect((await face.send('POST', url, undefined, {})).statusCode).toBe(401);
      expect((await face.send('POST', url, strange, {})).statusCode).toBe(404);
      expect((await face.send('POST', url, uploader, {})).statusCode).toBe(403);
    }
  });

  it('kills the query when whoever asked has gone', async () => {
    slow = true;
    const url = await face.app.listen({ port: 0, host: '127.0.0.1' });
    const running = async (): Promise<number> => {
      const [row] = await store.client.rows<{ readonly running: number }>({
        name: 'test',
        sql: "SELECT toUInt32(count()) AS running FROM system.processes WHERE Settings['log_comment'] = 'hearth:values-by-node'",
      });
      return row!.running;
    };
    const client = new AbortController();
    const answer = fetch(`${url}${BASE}/merge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader}`, 'content-type': 'application/json' },
      body: JSON.stringify({ selector: CPU }),
      signal: client.signal,
    });
    await expect.poll(running, { timeout: 10_000 }).toBe(1);
    client.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(running, { timeout: 10_000 }).toBe(0);
    slow = false;
  });
});
