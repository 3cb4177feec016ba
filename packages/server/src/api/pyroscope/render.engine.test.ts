import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOON_MS } from '../testing/start-face.ts';
import { at, BIG, CPU, type PyroscopeFace, startPyroscopeFace } from './testing/start-pyroscope-face.ts';

let pyroscope: PyroscopeFace;

beforeAll(async () => {
  pyroscope = await startPyroscopeFace();
});
afterAll(() => pyroscope.stop());

const get = (path: string) => pyroscope.face.get(path, pyroscope.token);
const render = async (query: string, more = '') => {
  const answer = await get(`/pyroscope/render?query=${encodeURIComponent(query)}&from=now-1h&until=now${more}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

it('renders a flame graph and a timeline', async () => {
  const answer = await render(`${CPU}{service_name="shop"}`, '&groupBy=hostname');
  expect(answer.flamebearer).toMatchObject({ numTicks: 657, maxSelf: 500 });
  expect(answer.metadata).toEqual({
    format: 'single',
    spyName: '',
    sampleRate: 1e9,
    units: 'samples',
    name: 'cpu',
  });
  const { startTime, samples, durationDelta } = answer.timeline;
  expect([startTime, durationDelta, samples.length]).toEqual([at(60) / 1000, 15, 240]);
  expect(samples[160]).toBe(450);
  expect(samples.reduce((sum: number, one: number) => sum + one, 0)).toBe(657);
  expect(Object.keys(answer.groups)).toEqual(['host-1', 'host-2']);
});

it('has whole numbers with all their digits', async () => {
  const query = encodeURIComponent(`${CPU}{service_name="big"}`);
  const { body } = await get(`/pyroscope/render?query=${query}&from=${at(60)}&until=${NOON_MS * 1e6}`);
  expect(body).toContain(`"numTicks":${String(2n * BigInt(BIG))}`);
});

it('renders dot, and two selections', async () => {
  const query = encodeURIComponent(`${CPU}{service_name="shop"}`);
  const dot = await get(`/pyroscope/render?query=${query}&format=dot`);
  expect([dot.headers['content-type'], dot.body.slice(0, 7)]).toEqual(['text/vnd.graphviz; charset=utf-8', 'digraph']);
  const half = at(15) / 1000;
  const diff = await get(
    `/pyroscope/render-diff?leftQuery=${query}&leftFrom=now-1h&leftUntil=${half}&rightQuery=${query}&rightFrom=${half}`,
  );
  expect(diff.json()).toMatchObject({
    leftTicks: 450,
    rightTicks: 207,
    metadata: { format: 'double' },
    flamebearer: { numTicks: 657 },
  });
});

it('lists values of labels, and refuses in words', async () => {
  expect((await get('/pyroscope/label-values?label=service_name')).json()).toEqual(['big', 'heap', 'node', 'shop']);
  for (const path of [
    '/pyroscope/label-values',
    '/pyroscope/render',
    `/pyroscope/render?query=${CPU}&from=yesterday`,
    `/pyroscope/render?query=${CPU}&from=now&until=now-1h`,
    `/pyroscope/render?query=${CPU}{&from=now-1h`,
    `/pyroscope/render?query=cpu&from=now-1h`,
  ]) {
    const answer = await get(path);
    expect([answer.statusCode, answer.json().code], path).toEqual([400, 'invalid_argument']);
  }
});

it('says that the server is there', async () => {
  const ready = await pyroscope.face.get('/ready');
  expect([ready.statusCode, ready.body]).toEqual([200, 'ready\n']);
  expect((await get('/api/v1/status/buildinfo')).json()).toMatchObject({
    status: 'success',
    data: { version: '1.2.3' },
  });
  expect((await pyroscope.face.get('/pyroscope/render?query=x')).statusCode).toBe(401);
});
