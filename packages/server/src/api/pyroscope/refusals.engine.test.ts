import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOON_MS } from '../testing/start-face.ts';
import { at, CPU, jsonRange, type PyroscopeFace, QUERIER, startPyroscopeFace } from './testing/start-pyroscope-face.ts';

let pyroscope: PyroscopeFace;

beforeAll(async () => {
  pyroscope = await startPyroscopeFace();
});
afterAll(() => pyroscope.stop());

it.each([
  [
    'SelectMergeStacktraces',
    { labelSelector: '{service_name=shop}' },
    /label_selector is not valid: a value in quotes/,
  ],
  ['SelectMergeStacktraces', { labelSelector: '{region=~"("}' }, /pattern of region/],
  ['SelectMergeStacktraces', { profileTypeID: 'cpu' }, /profile type "cpu" is not valid/],
  ['SelectMergeStacktraces', { start: String(NOON_MS), end: String(at(5)) }, /start: is after end/],
  ['SelectMergeStacktraces', { start: '0', end: '0' }, /time range is missing/],
  ['SelectMergeStacktraces', { profileIdSelector: ['x'] }, /profile_id_selector/],
  ['SelectMergeStacktraces', { traceIdSelector: ['x'] }, /trace_id_selector/],
  ['SelectMergeStacktraces', { spanSelector: ['4bf92f3577b34da6a3ce929d0e0e4736'] }, /span_selector/],
  ['SelectMergeStacktraces', { spanSelector: Array.from({ length: 1001 }, () => '00f067aa0ba902b7') }, /1000 ids/],
  ['SelectMergeStacktraces', { format: 9 }, /format/],
  ['SelectSeries', { step: 15, exemplarType: 9 }, /exemplar_type/],
  ['SelectHeatmap', { step: 15, queryType: 9 }, /query_type/],
  ['SelectHeatmap', { step: 15, exemplarType: 3 }, /exemplar_type/],
  ['SelectHeatmap', { step: 15, groupBy: ['a', 'b', 'c', 'd'] }, /group_by/],
  ['SelectSeries', { step: 0 }, /step/],
  ['SelectSeries', { step: 0.001 }, /slots/],
  ['LabelValues', { name: '' }, /name/],
])('refuses a wrong question in the form of Connect: %s %j', async (method, wrong, message) => {
  const base = method === 'LabelValues' ? {} : { profileTypeID: CPU, labelSelector: '{}' };
  const answer = await pyroscope.post(`${QUERIER}/${method}`, { ...base, ...jsonRange, ...wrong });
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_argument']);
  expect(answer.json().message).toMatch(message);
});

it('refuses who may not read, and chooses among the projects of a credential only', async () => {
  const anonymous = await pyroscope.face.app.inject({
    method: 'POST',
    url: `${QUERIER}/ProfileTypes`,
    headers: { 'content-type': 'application/json' },
    payload: '{}',
  });
  expect([anonymous.statusCode, anonymous.json().code]).toEqual([401, 'unauthenticated']);
  const theirs = { 'x-scope-orgid': String(pyroscope.face.theirs.id) };
  const refused = await pyroscope.post(`${QUERIER}/ProfileTypes`, jsonRange, theirs);
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'permission_denied']);
  const chosen = await pyroscope.post(
    `${QUERIER}/GetProfileStats`,
    {},
    { ...theirs, authorization: `Bearer ${pyroscope.face.adminToken}` },
  );
  expect(chosen.json()).toMatchObject({ newestProfileTime: String(at(20)) });
  expect(
    (await pyroscope.post(`${QUERIER}/ProfileTypes`, jsonRange, { 'x-scope-orgid': 'anonymous' })).statusCode,
  ).toBe(200);
});
