import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type FelderaFace, startFeldera } from '../testing/start-feldera.ts';
import { pipelineConnectors, pipelineInfo, pipelineStatus } from './pipeline-info.ts';

let face: FelderaFace;
beforeAll(async () => {
  face = await startFeldera();
});
afterAll(() => face.stop());

const ask = (...[method, url, more]: [Parameters<FelderaFace['ask']>[0], string, object?]) =>
  face.ask(method, `/v0${url}`, face.write, more === undefined ? {} : { payload: more });

/** As the client from PyPI sends it. */
const body = {
  name: 'orders',
  program_code: 'CREATE TABLE t (x INT);',
  udf_rust: '',
  udf_toml: '',
  program_config: { profile: 'optimized', runtime_version: null, use_platform_compiler: false },
  runtime_config: { workers: 8, hosts: null },
  description: 'Orders by hour',
  tags: ['team:shop'],
};

describe('pipelines', () => {
  it('are unknown before they are made, and at once compiled after', async () => {
    expect(errorOf(await ask('GET', '/pipelines/orders?selector=status'))).toMatchObject({
      status: 404,
      error_code: 'UnknownPipelineName',
      details: { pipeline_name: 'orders' },
    });
    const made = await ask('POST', '/pipelines', body);
    expect(made.statusCode).toBe(201);
    const { name, ...given } = body;
    expect(pipelineInfo.parse(made.json())).toMatchObject({
      ...given,
      name,
      program_status: 'Success',
      program_info: null,
      version: 1,
    });
    expect(errorOf(await ask('POST', '/pipelines', body))).toMatchObject({ status: 409, error_code: 'DuplicateName' });
  });

  it('are shown with the fields that are asked for, and their hosts', async () => {
    face.captures.hostStates = ['stale'];
    const status = await ask('GET', '/pipelines/orders?selector=status');
    expect(status.headers['cache-control']).toBe('no-cache');
    expect(pipelineStatus.parse(status.json())).toMatchObject({
      storage_status: 'Cleared',
      hosts: [{ ordinal: 0, state: 'stale', recorders: [], last_seen: '1970-01-01T00:00:01.000Z' }],
    });
    expect(pipelineStatus.array().parse((await ask('GET', '/pipelines?selector=status')).json())).toHaveLength(1);
    pipelineConnectors.parse((await ask('GET', '/pipelines/orders?selector=status_with_connectors')).json());
    pipelineInfo.parse((await ask('GET', '/pipelines/orders')).json());
    pipelineInfo.array().parse((await ask('GET', '/pipelines')).json());
    const wrong = await ask('GET', '/pipelines?selector=none');
    expect([wrong.statusCode, wrong.body]).toEqual([
      400,
      'Query deserialize error: unknown variant `none`, expected one of `all`, `status`, `status_with_connectors`',
    ]);
  });

  it('are what they were asked to be, at once', async () => {
    const status = async () => {
      const shown = pipelineStatus.parse((await ask('GET', '/pipelines/orders?selector=status')).json());
      expect(shown.deployment_desired_status).toBe(shown.deployment_status);
      return [shown.deployment_status, shown.deployment_resources_status];
    };
    expect(await status()).toEqual(['Running', 'Provisioned']);
    for (const [action, answered, becomes] of [
      ['dismiss_error', 200, 'Running'],
      ['pause', 202, 'Paused'],
      ['resume', 202, 'Running'],
      ['stop?force=true', 202, 'Stopped'],
      ['clear', 202, 'Stopped'],
      ['pause', 400, 'Stopped'],
      ['start?dismiss_error=false&initial=running', 202, 'Running'],
      ['start?initial=paused', 202, 'Paused'],
      ['start?initial=nowhere', 400, 'Paused'],
      ['start', 202, 'Running'],
    ] as const) {
      const answer = await ask('POST', `/pipelines/orders/${action}`);
      expect(answer.statusCode, action).toBe(answered);
      if (answered < 300) expect(answer.body).toBe('');
      expect((await status())[0], action).toBe(becomes);
    }
  });

  it('are made or replaced by PUT, and changed in part by PATCH', async () => {
    const again = await ask('PUT', '/pipelines/orders', { program_code: 'x', hosts: 3 });
    expect(again.statusCode).toBe(200);
    expect(pipelineInfo.parse(again.json())).toMatchObject({
      program_code: 'x',
      description: '',
      tags: [],
      version: 2,
    });
    expect(again.json<{ hosts: unknown[] }>().hosts).toHaveLength(3);
    expect(face.captures.told).toEqual([3]);
    const changed = await ask('PATCH', '/pipelines/orders', { description: 'New', tags: null, program_config: null });
    expect(pipelineInfo.parse(changed.json())).toMatchObject({ program_code: 'x', description: 'New', version: 2 });
    const made = await ask('PUT', '/pipelines/two', { program_code: '', runtime_config: { hosts: 2 } });
    expect(made.statusCode).toBe(201);
    expect(made.json<{ hosts: unknown[] }>().hosts).toHaveLength(2);
    expect((await ask('PATCH', '/pipelines/two', { name: 'orders' })).statusCode).toBe(409);
    expect((await ask('PATCH', '/pipelines/two', { name: 'three' })).json()).toMatchObject({ name: 'three' });
    expect((await ask('PATCH', '/pipelines/two', {})).statusCode).toBe(404);
  });

  it('are made without a body, into the project of the caller or the one that is named', async () => {
    expect((await ask('PUT', '/pipelines/bare')).statusCode).toBe(201);
    const { organizationId } = face.ours;
    const other = await face.catalog.projects.create({ organizationId, name: 'Other' });
    const { secret } = await face.catalog.apiKeys.create({ name: 'w', role: 'write', organizationId });
    await face.ask('PUT', '/v0/pipelines/named', secret, { payload: { project: 'other' } });
    await face.ask('PUT', '/v0/pipelines/unnamed', secret, { payload: {} });
    const projectOf = async (name: string) => (await face.catalog.pipelines.find(name, { kind: 'all' }))?.projectId;
    expect(await projectOf('bare')).toBe(face.ours.id);
    expect(await projectOf('named')).toBe(other.id);
    expect(await projectOf('unnamed')).toBe(face.ours.id);
  });

  it('are there once when two make one at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3].map((n) => ask('PUT', '/pipelines/race', { description: `by ${n}` })));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(2);
  });

  it('end by DELETE', async () => {
    const answer = await ask('DELETE', '/pipelines/bare');
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect((await ask('DELETE', '/pipelines/bare')).statusCode).toBe(404);
  });

  it.each([
    ['PUT', '/pipelines/-x', {}, 'NameDoesNotMatchPattern'],
    ['PUT', `/pipelines/${'a'.repeat(64)}`, {}, 'NameDoesNotMatchPattern'],
    ['POST', '/pipelines', { name: 'a b' }, 'NameDoesNotMatchPattern'],
    ['POST', '/pipelines', {}, 'EmptyName'],
    ['PATCH', '/pipelines/orders', { name: 'x-' }, 'NameDoesNotMatchPattern'],
    ['PUT', '/pipelines/x', { hosts: 0 }, 'InvalidRequest'],
    ['PUT', '/pipelines/x', { program_code: 7 }, 'InvalidRequest'],
    ['PUT', '/pipelines/x', [], 'InvalidRequest'],
  ] as const)('%s %s %j: 400 %s', async (method, url, payload, code) => {
    expect(errorOf(await ask(method, url, payload))).toMatchObject({ status: 400, error_code: code });
  });

  it('with a body that is no JSON: 400', async () => {
    const answer = await face.ask('PUT', '/v0/pipelines/x', face.write, {
      headers: { 'content-type': 'application/json' },
      payload: '{',
    });
    expect(errorOf(answer)).toMatchObject({ status: 400, error_code: 'InvalidRequest' });
  });

  it('keep what another tenant may not see', async () => {
    const stranger = await face.token(['project:write'], face.theirs);
    for (const [method, url] of [
      ['GET', '/v0/pipelines/orders'],
      ['PATCH', '/v0/pipelines/orders'],
      ['DELETE', '/v0/pipelines/orders'],
      ['POST', '/v0/pipelines/orders/stop'],
    ] as const) {
      expect(errorOf(await face.ask(method, url, stranger))).toMatchObject({ error_code: 'UnknownPipelineName' });
    }
    expect((await face.ask('GET', '/v0/pipelines', stranger)).json()).toEqual([]);
    // The same name is free there.
    expect((await face.ask('PUT', '/v0/pipelines/orders', stranger, { payload: {} })).statusCode).toBe(201);
  });
});
