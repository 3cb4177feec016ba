import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleStore, startSampleStore } from '../../query/testing/sample-store.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const BASE = '/api/v1/projects/default';
const LARGE = '9007199254740995';

describe('questions over single profiles', () => {
  let store: SampleStore;
  let face: HearthFace;
  let reader: string;
  let ids: readonly string[];

  beforeAll(async () => {
    store = await startSampleStore();
    face = await startHearthFace({ source: store.client, now: () => NOON_MS });
    reader = await face.token(['project:read']);
    const own = { projectId: face.ours.id, types: ['cpu/nanoseconds'], durationMs: 10_000 };
    ids = await store.add([
      { ...own, id: 'u1', startMs: NOON_MS - 60_000, stacks: 'main;hot {tenant=a} 5\nmain;hot 2', host: 'web-1' },
      {
        ...own,
        id: 'u2',
        startMs: NOON_MS - 30_000,
        stacks: `main {tenant=b} ${String(2 ** 53)}\nmain 3`,
        host: 'web-2',
      },
      { ...own, id: 'u3', startMs: NOON_MS - 20_000, stacks: 'main 1', host: 'web-1', app: 'pay', release: '2.0' },
      { ...own, id: 'theirs', projectId: face.theirs.id, startMs: NOON_MS - 1_000, stacks: 'secret 5', host: 'secret' },
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

  it('finds profiles with their values', async () => {
    const answer = await ask('profiles/search', { selector: { type: 'cpu' }, order: 'value', limit: 2 });
    expect(answer).toMatchObject({
      profiles: [
        { id: ids[1], value: LARGE, host: 'web-2', durationMs: 10_000, app: 'shop', start: '2026-11-21T11:59:30.000Z' },
        { id: ids[0], value: 7 },
      ],
      type: { name: 'cpu', unit: 'nanoseconds', aggregation: 'sum' },
      next: expect.any(String),
    });
    const rest = await ask('profiles/search', {
      selector: { type: 'cpu' },
      order: 'value',
      limit: 2,
      cursor: answer['next'],
    });
    expect(rest).toMatchObject({ profiles: [{ id: ids[2], value: 1 }], next: null });
    const between = { order: 'value', minValue: 2, maxValue: LARGE };
    expect(await ask('profiles/search', { selector: { type: 'cpu' }, ...between })).toMatchObject({
      profiles: [{ id: ids[0] }],
    });
    expect(await ask('profiles/search', { selector: {}, source: 'file' })).toMatchObject({
      profiles: [{ id: ids[2], value: null }, { id: ids[1] }, { id: ids[0] }],
      type: null,
    });
    expect(await ask('profiles/search', { selector: {}, source: 'sentry' })).toMatchObject({ profiles: [] });
  });

  it('counts them by time and value', async () => {
    const answer = await ask('heatmap', { selector: { type: 'cpu' }, stepSeconds: 60, scale: 'linear', buckets: 2 });
    expect(answer).toMatchObject({
      type: { name: 'cpu' },
      profiles: 3,
      min: 1,
      cells: {
        start: ['2026-11-21T11:59:00.000Z', '2026-11-21T11:59:00.000Z'],
        bucket: [0, 1],
        profiles: [2, 1],
      },
      drops: 0,
    });
    expect(await ask('heatmap', { selector: { type: 'off_cpu' }, stepSeconds: 60 })).toMatchObject({
      bounds: [],
      profiles: 0,
      cells: { start: [] },
    });
  });

  it('says how many uploads were refused meanwhile, of the apps that are asked about', async () => {
    const theirs = String(face.theirs.id);
    const ours = String(face.ours.id);
    await store.command(`
      INSERT INTO ingest_events (project_id, minute, source, outcome, reason, app, count, at)
      SELECT p, toStartOfMinute(t), 'datadog', o, 'x', a, c, t
      FROM (SELECT p, o, a, c, toDateTime64(${String(NOON_MS / 1000)} - age, 3, 'UTC') AS t
        FROM values('p UInt32, o String, a String, c UInt64, age UInt32',
          (${ours}, 'dropped', 'shop', 3, 60), (${ours}, 'dropped', '', 4, 61), (${ours}, 'dropped', 'pay', 50, 3599),
          (${ours}, 'accepted', 'shop', 600, 60), (${ours}, 'dropped', 'shop', 7000, 3601),
          (${theirs}, 'dropped', 'shop', 80000, 60)))`);
    const drops = async (selector: object): Promise<unknown> => {
      const { facts } = (await ask('merge', { selector })) as { facts: { drops: unknown } };
      if ('profiles' in selector) return facts.drops;
      expect(await ask('timeline', { selector, stepSeconds: 60 })).toMatchObject({ drops: facts.drops });
      return facts.drops;
    };
    expect(await drops({ type: 'cpu' })).toBe(57);
    expect(await drops({ type: 'cpu', app: 'shop' })).toBe(7);
    expect(await drops({ type: 'cpu', profiles: [ids[0]!] })).toBeNull();
  });

  it('lists labels, their values, and facets', async () => {
    const labels = await ask('labels', { selector: { app: 'shop' }, prefix: 'ten' });
    expect(labels).toEqual({ labels: [{ name: 'tenant', values: 2, series: 2 }], total: 1, next: null });
    const values = await ask('labels/values', { selector: {}, name: 'host', limit: 1 });
    expect(values).toMatchObject({ name: 'host', values: [{ value: 'web-1', series: 3 }], total: 2 });
    const facets = await ask('facets', {
      selector: { app: 'shop', type: 'cpu', labels: [{ name: 'host', op: '=', value: 'web-1' }] },
      fields: ['host', 'app', 'release', 'type'],
    });
    expect(facets).toEqual({
      fields: {
        app: {
          distinctValues: 2,
          values: [
            { value: 'pay', count: 1 },
            { value: 'shop', count: 1 },
          ],
        },
        host: {
          distinctValues: 2,
          values: [
            { value: 'web-1', count: 1 },
            { value: 'web-2', count: 1 },
          ],
        },
        release: { distinctValues: 1, values: [{ value: '1.0', count: 1 }] },
        type: { distinctValues: 1, values: [{ value: 'cpu', count: 1 }] },
      },
      maxValues: 1000,
      maxFilters: 45,
    });
    expect(await ask('facets', { selector: {}, limit: 1, fields: ['host'] })).toMatchObject({
      fields: { host: { distinctValues: 2, values: [{ value: 'web-1', count: 2 }] } },
      maxValues: 1,
    });
  });

  it.each([
    ['profiles/search', { selector: {}, order: 'value' }, /order: by value needs selector.type/],
    ['profiles/search', { selector: {}, minValue: 1 }, /minValue, maxValue: need/],
    ['profiles/search', { selector: {}, minValue: '9'.repeat(19) }, /minValue: is beyond 64 bits/],
    ['profiles/search', { selector: {}, cursor: '%%' }, /cursor/],
    ['profiles/search', { selector: { type: 'cpu' }, limit: 1001 }, /limit: /],
    ['heatmap', { selector: {}, stepSeconds: 60 }, /selector\.type: is needed/],
    ['heatmap', { selector: { type: 'cpu' }, stepSeconds: 60, buckets: 101 }, /buckets: /],
    ['heatmap', { selector: { type: 'cpu' }, stepSeconds: 1 }, /step: the range has more than 2000 slots/],
    ['labels', { selector: { labels: [{ name: 'a', op: '=~', value: '(' }] } }, /pattern of a cannot be read/],
    ['labels', { selector: { from: '2026-11-21T12:00:00Z', to: '2026-11-20T12:00:00Z' } }, /from: is later/],
    ['labels/values', { selector: {} }, /name: /],
    ['facets', { selector: {}, fields: ['colour'] }, /fields\.0: /],
    ['facets', { selector: { stacks: {} } }, /stacks: is not known here/],
    [
      'facets',
      { selector: { type: 'cpu-time' } },
      /selector\.type: no profile of this project has the type "cpu-time"/,
    ],
    ['labels', { selector: { type: "x' --" } }, /selector\.type: no profile/],
    ['heatmap', { selector: { type: 'nothing' }, stepSeconds: 60 }, /selector\.type: no profile/],
    ['labels', { selector: { from: '9999-01-01T00:00:00Z' } }, /selector\.from: is more than a day ahead/],
    ['profiles/search', { selector: { from: '1795305600000', to: '1795305600001' } }, /selector\.from: /],
  ])('says what is wrong with a question and where: %s %j', async (question, body, message) => {
    expect((await ask(question, body, 400))['detail']).toMatch(message);
  });
});
