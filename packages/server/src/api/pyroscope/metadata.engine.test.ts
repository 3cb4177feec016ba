import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  at,
  CPU,
  HEAP,
  jsonRange,
  type PyroscopeFace,
  startPyroscopeFace,
  WALL_CPU,
} from './testing/start-pyroscope-face.ts';

let pyroscope: PyroscopeFace;

beforeAll(async () => {
  pyroscope = await startPyroscopeFace();
});
afterAll(() => pyroscope.stop());

it('names types as Pyroscope does', async () => {
  const { profileTypes } = await pyroscope.ask('ProfileTypes', jsonRange);
  expect(profileTypes).toContainEqual({
    ID: CPU,
    name: 'process_cpu',
    sampleType: 'cpu',
    sampleUnit: 'nanoseconds',
    periodType: 'cpu',
    periodUnit: 'nanoseconds',
  });
  expect(profileTypes.map(({ ID }: { ID: string }) => ID)).toEqual([
    HEAP,
    CPU,
    'process_cpu:samples:count:cpu:nanoseconds',
    WALL_CPU,
    'wall:samples:count:wall:nanoseconds',
    'wall:wall:nanoseconds:wall:nanoseconds',
  ]);
  // Grafana's test of a data source.
  expect(await pyroscope.ask('ProfileTypes', { start: '1000', end: 4000 })).toEqual({});
});

it('tells labels and their values, and the series that have them', async () => {
  const { names } = await pyroscope.ask('LabelNames', jsonRange);
  expect(names).toEqual([
    '__name__',
    '__period_type__',
    '__period_unit__',
    '__profile_type__',
    '__type__',
    '__unit__',
    'environment',
    'host_arch',
    'hostname',
    'os_type',
    'otel_scope_version',
    'process_runtime_name',
    'process_runtime_version',
    'region',
    'service_name',
    'service_version',
  ]);
  const values = async (name: string, ...matchers: readonly string[]) =>
    (await pyroscope.ask('LabelValues', { name, matchers, ...jsonRange })).names;
  expect(await values('service_name')).toEqual(['big', 'heap', 'node', 'shop']);
  expect(await values('service_name', `{__profile_type__="${CPU}"}`)).toEqual(['big', 'node', 'shop']);
  expect(await values('hostname', '{service_name="shop"}')).toEqual(['host-1', 'host-2']);
  expect(await values('host_name', '{service_name=~"s.+"}', '{service_name="node"}')).toEqual(['host-1', 'host-2']);
  expect(await values('__profile_type__', '{service_name="heap"}')).toEqual([HEAP]);
  expect(await values('region')).toEqual(['eu']);
  const { labelsSet } = await pyroscope.ask('Series', {
    labelNames: ['service_name', '__profile_type__', 'hostname'],
    matchers: ['{service_name=~"shop|heap"}'],
    ...jsonRange,
  });
  const sets = labelsSet.map(({ labels }: { labels: readonly { value: string }[] }) =>
    labels.map(({ value }) => value).join(' '),
  );
  expect(sets).toEqual([
    `${HEAP} host-1 heap`,
    `${CPU} host-1 shop`,
    `${CPU} host-2 shop`,
    'process_cpu:samples:count:cpu:nanoseconds host-1 shop',
    'process_cpu:samples:count:cpu:nanoseconds host-2 shop',
  ]);
});

it('says when the first and the last profile began', async () => {
  expect(await pyroscope.ask('GetProfileStats', {})).toEqual({
    dataIngested: true,
    oldestProfileTime: String(at(20)),
    newestProfileTime: String(at(3)),
  });
});

it('says how much a question is about', async () => {
  const size = async (query: string) => pyroscope.ask('AnalyzeQuery', { query, ...jsonRange });
  const { queryScopes, queryImpact } = await size(`${CPU}{service_name="shop"}`);
  expect(queryScopes).toEqual([
    { componentType: 'store', componentCount: '1', seriesCount: '2', profileCount: '2', sampleCount: '5' },
  ]);
  expect(queryImpact).toMatchObject({ totalQueriedSeries: '2' });
  expect(Number(queryImpact.totalBytesInTimeRange)).toBeGreaterThan(0);
  expect((await size('{}')).queryScopes[0].profileCount).toBe('7');
  expect((await size(`${HEAP}{}`)).queryScopes[0].profileCount).toBe('2');
  expect((await size('{service_name="nobody"}')).queryImpact).toEqual({});
});

it.each([
  ['/version.v1.Version/Version', { QuerierAPI: '1' }],
  ['/capabilities.v1.FeatureFlagsService/GetFeatureFlags', {}],
  ['/settings.v1.RecordingRulesService/ListRecordingRules', {}],
  ['/adhocprofiles.v1.AdHocProfileService/List', {}],
  ['/debuginfo.v1alpha1.DebuginfoService/ShouldInitiateUpload', { reason: 'Debug files are not taken.' }],
])('%s has nothing to tell, and says so', async (path, answer) => {
  const response = await pyroscope.post(path, {});
  expect([response.statusCode, response.json()]).toEqual([200, answer]);
});

it.each([
  '/settings.v1.RecordingRulesService/UpsertRecordingRule',
  '/settings.v1.RecordingRulesService/DeleteRecordingRule',
  '/adhocprofiles.v1.AdHocProfileService/Upload',
  '/adhocprofiles.v1.AdHocProfileService/Get',
  '/vcs.v1.VCSService/GithubApp',
  '/vcs.v1.VCSService/GetFile',
  '/vcs.v1.VCSService/GetCommit',
  '/debuginfo.v1alpha1.DebuginfoService/UploadFinished',
])('%s is answered as the protocol answers what is not there', async (path) => {
  const response = await pyroscope.post(path, {});
  expect([response.statusCode, response.json().code]).toEqual([501, 'unimplemented']);
});

it('keeps what the drill-down keeps of a project, for those who may change it', async () => {
  const service = '/settings.v1.SettingsService';
  const get = async () => (await pyroscope.post(`${service}/Get`, {})).json();
  expect(await get()).toEqual({});
  const setting = { name: 'maxNodes', value: '100', modifiedAt: '1000' };
  const refused = await pyroscope.post(`${service}/Set`, { setting });
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'permission_denied']);
  const writer = { authorization: `Bearer ${await pyroscope.face.token(['project:write'])}` };
  const set = await pyroscope.post(`${service}/Set`, { setting }, writer);
  expect([set.statusCode, set.json()]).toEqual([200, { setting }]);
  expect(await get()).toEqual({ settings: [setting] });
  const older = await pyroscope.post(`${service}/Set`, { setting: { ...setting, modifiedAt: '999' } }, writer);
  expect(older.json().code).toBe('already_exists');
  expect((await pyroscope.post(`${service}/Set`, {}, writer)).json().code).toBe('invalid_argument');
  expect((await pyroscope.post(`${service}/Delete`, { name: 'maxNodes' }, writer)).statusCode).toBe(200);
  expect(await get()).toEqual({});
});
