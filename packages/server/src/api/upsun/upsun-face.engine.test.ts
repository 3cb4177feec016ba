import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import type { NewProfileRow } from '../../store/readers/testing/profile-rows.ts';
import { startReaders, type TestReaders } from '../../store/readers/testing/start-readers.ts';
import { NOON_MS, startFace, type TestFace } from '../testing/start-face.ts';
import { registerUpsunFace } from './register-upsun-face.ts';
import { applicationsResponse, errorResponse, filterResponse } from './schemas.ts';

const MINUTE = 60_000;
const PAGE = '/projects/default/environments';

const go = {
  runtime: 'go',
  runtimeVersion: '1.26.8',
  runtimeArch: 'amd64',
  runtimeOs: 'linux',
  probeVersion: 'v1.0.0',
};
const node = { runtime: 'nodejs', runtimeVersion: 'v20.20.2', runtimeArch: 'x64', runtimeOs: 'linux' };
/** Sends neither architecture nor system. */
const python = { runtime: 'CPython', runtimeVersion: '3.11.7', probeVersion: '4.16.0' };

const rows: readonly Omit<NewProfileRow, 'id'>[] = [
  { ...go, startMs: NOON_MS - MINUTE, types: ['cpu', 'alloc_space'] },
  { ...go, startMs: NOON_MS - 2 * MINUTE, types: ['cpu', 'samples'] },
  { ...node, startMs: NOON_MS - 3 * MINUTE, types: ['wall'] },
  { ...python, startMs: NOON_MS - 4 * MINUTE, types: ['wall-time', 'cpu'] },
  { ...go, startMs: NOON_MS - 31 * MINUTE },
  { ...go, startMs: NOON_MS - MINUTE, app: 'pay/ments', environment: 'feature/x' },
  { ...go, startMs: NOON_MS - MINUTE, app: '100%25 #1?', environment: 'production', runtime: 'ünï "code" \\ \' \n' },
];

describe("Upsun's face", () => {
  let readers: TestReaders;
  let face: TestFace;
  let token: string;

  beforeAll(async () => {
    readers = await startReaders();
    face = await startFace({
      binary: (query) => readers.client.binary(query),
      rows: async (query) => {
        if (query.params['app'] === 'slow') throw new HearthError('query_timeout');
        return readers.client.rows(query);
      },
    });
    await registerUpsunFace(face.app, { questions: face.questions, now: () => NOON_MS });
    token = await face.token(['project:read']);
    const hex = (index: number): string => index.toString(16).padStart(32, '0');
    await readers.insertProfiles([
      ...rows.map((row, index) => ({ ...row, id: hex(index), project: face.ours.id })),
      { ...node, id: hex(99), project: face.theirs.id, startMs: NOON_MS - MINUTE, runtime: 'secret' },
    ]);
    await face.catalog.environments.declare(face.ours.id, 'declared');
  });
  afterAll(async () => {
    await face.stop();
    await readers.stop();
  });

  const filter = async (query = '', path = `${PAGE}/production/continuous-profiling/app/shop/filter`) => {
    const answer = await face.get(`${path}${query === '' ? '' : `?${query}`}`, token);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    return filterResponse.parse(answer.json());
  };
  /** `field=value:count,...` of each field, for short expectations. */
  const counts = async (query = '', path?: string): Promise<Readonly<Record<string, string>>> => {
    const { fields } = await filter(query, path);
    return Object.fromEntries(
      Object.entries(fields).map(([name, { distinct_values, values }]) => {
        expect(distinct_values).toBe(values.length);
        return [name, values.map(({ value, count }) => `${value}:${String(count)}`).join(',')];
      }),
    );
  };

  it('counts the profiles of the last thirty minutes, values ascending, and announces the limit', async () => {
    expect(await counts()).toEqual({
      runtime: 'CPython:1,go:2,nodejs:1',
      runtime_version: '1.26.8:2,3.11.7:1,v20.20.2:1',
      runtime_arch: 'amd64:2,x64:1',
      runtime_os: 'linux:3',
      probe_version: '4.16.0:1,v1.0.0:2',
    });
    expect((await filter()).max_applicable_filters).toBe(45);
  });

  it('takes a range in seconds, each end with a default of its own', async () => {
    const seconds = NOON_MS / 1000;
    expect((await counts(`from=${String(seconds - 3600)}`))['runtime']).toBe('CPython:1,go:3,nodejs:1');
    expect((await counts(`to=${String(seconds - 180)}`))['runtime']).toBe('CPython:1');
    expect(await counts(`from=${String(seconds + 60)}`)).toEqual({});
    expect(await counts('from=-9223372036854775808&to=9223372036854775807')).toMatchObject({
      runtime: 'CPython:1,go:3,nodejs:1',
    });
  });

  it('narrows by profile type', async () => {
    expect((await counts('profile_type=cpu'))['runtime']).toBe('CPython:1,go:2');
    expect((await counts('profile_type=wall'))['runtime']).toBe('nodejs:1');
    expect((await counts('profile_type=wall-time'))['runtime']).toBe('CPython:1');
    expect(await counts('profile_type=goroutine')).toEqual({});
  });

  it.each([
    ['raw brackets', 'runtime[]=go'],
    ['encoded brackets', 'runtime%5B%5D=go'],
    ['encoded in lower case', 'runtime%5b%5d=go'],
    ['bare', 'runtime=go'],
    ['indexed', 'runtime[0]=go'],
    ['an explicit mode', 'runtime_mode=1&runtime[]=go'],
    ['an empty value beside it', 'runtime[]=&runtime[]=go'],
  ])('keeps only the listed values: %s', async (_name, query) => {
    expect(await counts(query)).toEqual({
      runtime: 'go:2',
      runtime_version: '1.26.8:2',
      runtime_arch: 'amd64:2',
      runtime_os: 'linux:2',
      probe_version: 'v1.0.0:2',
    });
  });

  it('joins values by OR, fields by AND, and every way of writing a list', async () => {
    expect((await counts('runtime[]=go&runtime[1]=nodejs&runtime=CPython'))['runtime']).toBe('CPython:1,go:2,nodejs:1');
    expect((await counts('runtime[]=go&runtime[]=nodejs&runtime_arch[]=x64'))['runtime']).toBe('nodejs:1');
  });

  it('drops the listed values in mode -1; a profile without the label stays, and goes in mode 1', async () => {
    expect((await counts('runtime_arch_mode=-1&runtime_arch[]=amd64'))['runtime']).toBe('CPython:1,nodejs:1');
    expect((await counts('runtime_arch_mode=1&runtime_arch[]=x64&runtime_arch[]=amd64'))['runtime']).toBe(
      'go:2,nodejs:1',
    );
  });

  it('ignores a mode without values', async () => {
    expect((await counts('runtime_mode=1'))['runtime']).toBe('CPython:1,go:2,nodejs:1');
    expect((await counts('runtime_mode=-1&runtime[]='))['runtime']).toBe('CPython:1,go:2,nodejs:1');
  });

  it('reads environment and app as one encoded segment each, and gives values back verbatim', async () => {
    const slashed = `${PAGE}/feature%2Fx/continuous-profiling/app/pay%2Fments/filter`;
    expect((await counts('', slashed))['runtime']).toBe('go:1');
    expect((await face.get(slashed.replaceAll('%2F', '/'), token)).statusCode).toBe(404);
    const odd = `${PAGE}/production/continuous-profiling/app/${encodeURIComponent('100%25 #1?')}/filter`;
    const { fields } = await filter('', odd);
    const value = fields['runtime']?.values[0]?.value ?? '';
    expect(value).toBe('ünï "code" \\ \' \n');
    expect((await filter(`runtime[]=${encodeURIComponent(value)}`, odd)).fields).toEqual(fields);
  });

  it('finds a project by number, slug and key, and answers an unknown app with no fields', async () => {
    for (const id of [face.ours.key, String(face.ours.id), face.ours.slug]) {
      const path = `/projects/${id}/environments/production/continuous-profiling/app/shop/filter`;
      expect((await counts('', path))['runtime']).toBe('CPython:1,go:2,nodejs:1');
    }
    const unknown = await filter('', `${PAGE}/production/continuous-profiling/app/nothing/filter`);
    expect(unknown).toEqual({ fields: {}, max_applicable_filters: 45 });
    expect(await counts('', `${PAGE}/declared/continuous-profiling/app/shop/filter`)).toEqual({});
  });

  it('keeps statements in values and names what they are: text', async () => {
    const attacks = [
      "' OR 1=1 --",
      "go') OR 1=1 OR runtime IN ('",
      '{project:UInt32}',
      "\\' UNION SELECT 1",
      '\0',
      '%00',
    ];
    for (const attack of attacks) {
      const text = encodeURIComponent(attack);
      expect(await counts(`runtime[]=${text}`)).toEqual({});
      expect((await counts(`runtime_mode=-1&runtime[]=${text}`))['runtime']).toBe('CPython:1,go:2,nodejs:1');
      expect(await counts('', `${PAGE}/production/continuous-profiling/app/${text}/filter`)).toEqual({});
      expect((await face.get(`${PAGE}/${text}/continuous-profiling`, token)).statusCode).toBe(403);
      expect((await face.get(`${PAGE}/production/continuous-profiling?from=${text}`, token)).statusCode).toBe(400);
    }
  });

  it.each([
    ['profile_type=heap', "invalid 'profile_type' parameter (invalid)"],
    ['profile_type=', "invalid 'profile_type' parameter (invalid)"],
    ['profile_type=cpu&profile_type=wall', "invalid 'profile_type' parameter (invalid)"],
    ['from=yesterday', "invalid 'from' parameter"],
    ['from=', "invalid 'from' parameter"],
    ['from=1.5', "invalid 'from' parameter"],
    ['from=9223372036854775808', "invalid 'from' parameter"],
    ['from=2000&to=1000', "invalid 'from' parameter"],
    ['to=1e9', "invalid 'to' parameter"],
    ['runtime_mode=2', 'Invalid filters'],
    ['runtime_mode=0&runtime[]=go', 'Invalid filters'],
    ['probe_version_mode=1&probe_version_mode=-1', 'Invalid filters'],
    [Array.from({ length: 46 }, (_, index) => `runtime[]=${String(index)}`).join('&'), 'Invalid filters'],
  ])('answers 400 to %s', async (query, message) => {
    const answer = await face.get(`${PAGE}/production/continuous-profiling/app/shop/filter?${query}`, token);
    expect(answer.statusCode).toBe(400);
    expect(errorResponse.parse(answer.json())).toEqual({ code: 400, message });
  });

  it('takes 45 filter values over all fields', async () => {
    const query = Array.from(
      { length: 45 },
      (_, index) => `${index % 2 === 0 ? 'runtime' : 'runtime_os'}[]=${String(index)}`,
    );
    expect(await counts(query.join('&'))).toEqual({});
  });

  it('answers the same empty 403 to everyone who may not, or asks for what is not there', async () => {
    const path = (project: string, environment: string) =>
      `/projects/${project}/environments/${environment}/continuous-profiling/app/shop/filter`;
    const answers = await Promise.all([
      face.get(path('default', 'production')),
      face.get(path('default', 'production'), 'wrong'),
      face.get(path('default', 'production'), await face.token(['ingest'])),
      face.get(path('default', 'production'), await face.token(['project:read'], face.theirs)),
      face.get(path(face.theirs.key, 'production'), token),
      face.get(path('nowhere', 'production'), token),
      face.get(path('default', 'nowhere'), token),
      face.get(path('default', 'nowhere').replace('/app/shop/filter', ''), token),
    ]);
    for (const answer of answers) {
      expect(answer.statusCode).toBe(403);
      expect(answer.body).toBe('');
      expect(answer.headers['content-type']).toBeUndefined();
    }
  });

  it('answers 499 when the question takes too long', async () => {
    const answer = await face.get(`${PAGE}/production/continuous-profiling/app/slow/filter`, token);
    expect(answer.statusCode).toBe(499);
    expect(errorResponse.parse(answer.json())).toEqual({ code: 499, message: 'Timeout while querying data' });
  });

  it('lists the applications of the range with their types and languages', async () => {
    const list = async (query: string) => {
      const answer = await face.get(`${PAGE}/production/continuous-profiling${query}`, token);
      return applicationsResponse.parse(answer.json()).applications;
    };
    const applications = await list('');
    expect(Object.keys(applications)).toEqual(['100%25 #1?', 'shop']);
    expect(applications['shop']?.languages).toEqual(['go', 'javascript', 'python']);
    expect(Object.keys(applications['shop']?.profile_types ?? {})).toEqual(['alloc_space', 'cpu', 'wall', 'wall-time']);
    expect(applications['shop']?.profile_types['cpu']).toEqual({
      name: 'cpu',
      description: 'Time spent running on the CPU',
      title: 'CPU Time',
      unit: 'nanoseconds',
      aggregation: 'sum',
    });
    expect(await list('?to=1000')).toEqual({});
  });
});
