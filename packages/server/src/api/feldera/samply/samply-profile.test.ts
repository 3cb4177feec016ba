import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LatestCaptures } from '../../../capture/captures.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { captureIn } from '../testing/fake-captures.ts';
import { errorOf, type FelderaFace, NOW_MS, startFeldera } from '../testing/start-feldera.ts';

const PATH = '/v0/pipelines/p/samply_profile';
const FILE = gzipSync('{"meta":{"preprocessedProfileVersion":57}}');

let face: FelderaFace;
beforeAll(async () => {
  face = await startFeldera();
  const { id: projectId, organizationId } = face.ours;
  const wanted = { organizationId, projectId, desiredStatus: 'Running' };
  await face.catalog.pipelines.create({ ...wanted, name: 'p' });
  await face.catalog.pipelines.create({ ...wanted, name: 'two', hosts: 2 });
});
afterAll(() => face.stop());
beforeEach(async () => {
  const { captures } = face;
  captures.outcome = 'recording';
  captures.latestOf = { running: undefined, last: undefined, lastGood: undefined };
  captures.hostStates = ['connected', 'connected'];
  captures.fileOf = { bytes: FILE, startMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678) };
  captures.requests.length = 0;
  captures.waits.length = 0;
  face.logged.length = 0;
  await face.catalog.captureRules.update(face.ours.id, { startedBy: 'read', afterFailure: 'report' });
});

const get = (query = '', path = PATH) => face.ask('GET', path + query, face.read);
const post = (query = '', path = PATH, secret = face.read) => face.ask('POST', path + query, secret);

describe('GET samply_profile', () => {
  const running = captureIn('recording', { expectedMs: NOW_MS + 12_700 });
  const good = captureIn('done');
  const failed = captureIn('failed', { cause: 'samply is not installed on host a.', detail: 'sh: samply: not found' });
  const none: LatestCaptures = { running: undefined, last: undefined, lastGood: undefined };
  const states: Readonly<Record<string, LatestCaptures>> = {
    'never, idle': none,
    'never, in progress': { ...none, running },
    'last OK, idle': { ...none, last: good, lastGood: good },
    'last OK, in progress': { running, last: good, lastGood: good },
    'last failed, idle': { ...none, last: failed, lastGood: good },
    'last failed, in progress': { running, last: failed, lastGood: good },
    'last lost, idle': { ...none, last: captureIn('lost') },
  };
  it.each([
    ['never, idle', 400, 400],
    ['never, in progress', 400, 204],
    ['last OK, idle', 200, 200],
    ['last OK, in progress', 200, 204],
    ['last failed, idle', 500, 500],
    ['last failed, in progress', 500, 204],
    ['last lost, idle', 500, 500],
  ] as const)('%s: %i, and %i with latest=true', async (state, otherwise, latest) => {
    face.captures.latestOf = states[state] ?? none;
    for (const [query, status] of [
      ['', otherwise],
      ['?latest=false', otherwise],
      ['?ordinal=0&unknown=1', otherwise],
      ['?latest=true', latest],
    ] as const) {
      const answer = await get(query);
      expect(answer.statusCode, query).toBe(status);
      if (status === 204) {
        expect(answer.headers['retry-after']).toBe('12');
        expect(answer.body).toBe('');
        expect(answer.headers).not.toHaveProperty('location');
      }
      if (status === 400) expect(errorOf(answer)).toMatchObject({ error_code: 'NoSamplyProfile', details: null });
      if (status === 500) expect(errorOf(answer)).toMatchObject({ error_code: 'SamplyProfilingFailure' });
    }
  });

  it('sends the file as it was made, with a name', async () => {
    face.captures.latestOf = { ...none, last: good, lastGood: good };
    const answer = await face.ask('GET', PATH, face.read, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.rawPayload).toEqual(FILE);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': 'attachment; filename="2026-01-02T03:04:05.678+00:00-samply_profile.json.gz"',
      'content-length': String(FILE.length),
      'access-control-allow-origin': '*',
    });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers['access-control-expose-headers']).toContain('Content-Disposition');
    const head = await face.ask('HEAD', PATH, face.read);
    expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, String(FILE.length), '']);
  });

  it('tells the cause of a failure in one text, and gives the last good one when asked', async () => {
    face.captures.latestOf = { ...none, last: failed, lastGood: good };
    expect(errorOf(await get())).toEqual({
      status: 500,
      error_code: 'SamplyProfilingFailure',
      message: 'failed to profile the pipeline using samply',
      details: 'samply is not installed on host a.\nsh: samply: not found',
    });
    expect((await get('?last_good=true')).statusCode).toBe(200);
    await face.catalog.captureRules.update(face.ours.id, { afterFailure: 'last_good' });
    expect((await get()).statusCode).toBe(200);
    expect((await get('?last_good=false')).statusCode).toBe(500);
    face.captures.latestOf = { ...none, last: failed };
    expect((await get()).statusCode).toBe(500);
  });

  it('tells clients to wait at least a second, in whole ones', async () => {
    for (const [leftMs, shown] of [
      [0, '1'],
      [-60_000, '1'],
      [1_999, '1'],
      [2_000, '2'],
      [30_400, '30'],
    ] as const) {
      face.captures.latestOf = { ...none, running: captureIn('writing', { expectedMs: NOW_MS + leftMs }) };
      expect((await get('?latest=true')).headers['retry-after']).toBe(shown);
    }
  });

  it('answers 503 where nothing is stored and nobody is there, and serves what is stored otherwise', async () => {
    face.captures.hostStates = ['gone', 'stale'];
    for (const query of ['', '?ordinal=1']) {
      const answer = await get(query, '/v0/pipelines/two/samply_profile');
      expect(answer.headers['retry-after']).toBe('5');
      expect(errorOf(answer)).toMatchObject({
        status: 503,
        error_code: 'PipelineInteractionNotDeployed',
        details: { pipeline_name: 'two', status: 'Stopped', desired_status: 'Provisioned' },
      });
    }
    face.captures.latestOf = { ...none, last: good, lastGood: good };
    expect((await get()).statusCode).toBe(200);
  });

  it('says that a file has expired as if there never was one', async () => {
    face.captures.latestOf = { ...none, last: good, lastGood: good };
    face.captures.fileOf = new HearthError('original_expired');
    expect(errorOf(await get())).toMatchObject({ status: 400, error_code: 'NoSamplyProfile' });
  });
});

describe('POST samply_profile', () => {
  it('starts a capture of host 0 for 30 seconds, and says nothing', async () => {
    const answer = await post();
    expect(answer.statusCode).toBe(202);
    expect(answer.body).toBe('');
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(face.captures.requests).toMatchObject([{ pipeline: 'p', ordinal: 0, request: { durationSeconds: 30 } }]);
    expect(face.captures.waits).toEqual([600]);
  });

  it('passes duration and ordinal on, and ignores a body', async () => {
    const path = '/v0/pipelines/two/samply_profile';
    await post('?duration_secs=5&ordinal=1', path);
    await post('?duration_secs=0', path);
    const withBody = await face.ask('POST', PATH, face.read, {
      headers: { 'content-type': 'application/json' },
      payload: '{not json',
    });
    expect(withBody.statusCode).toBe(202);
    const empty = await face.ask('POST', PATH, face.read, { headers: { 'content-type': 'application/json' } });
    expect(empty.statusCode).toBe(202);
    expect(face.captures.requests.map(({ ordinal, request }) => [ordinal, request.durationSeconds])).toEqual([
      [1, 5],
      [0, 0],
      [0, 30],
      [0, 30],
    ]);
  });

  it.each([
    ['failed', 500, 'SamplyProfilingFailure'],
    ['lost', 500, 'SamplyProfilingFailure'],
    ['done', 500, 'SamplyProfilingUnexpectedCompletion'],
    [new HearthError('capture_in_progress'), 409, 'SamplyProfilingInProgress'],
    [new HearthError('host_unavailable'), 503, 'PipelineInteractionNotDeployed'],
    [new HearthError('invalid_ordinal'), 400, 'InvalidOrdinal'],
    [new HearthError('invalid_request', { message: 'At most 3600 seconds.' }), 400, 'InvalidRequest'],
    [new HearthError('disk_full'), 503, 'DiskFull'],
  ] as const)('that comes to %s is answered %i %s', async (outcome, status, code) => {
    face.captures.outcome = outcome;
    const answer = await post();
    expect(errorOf(answer)).toMatchObject({ status, error_code: code });
    if (status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(5);
  });

  it.each(['accepted', 'writing', 'uploading'] as const)('that is %s after 600 ms is answered 202', async (state) => {
    face.captures.outcome = state;
    expect((await post()).statusCode).toBe(202);
  });

  it('says who asked for what, also when it is refused', async () => {
    const { organizationId } = face.ours;
    const { secret } = await face.catalog.apiKeys.create({ name: 'ci', role: 'read', organizationId });
    await post('?duration_secs=7', PATH, secret);
    face.captures.outcome = new HearthError('capture_in_progress');
    await post('', PATH, secret);
    expect(face.logged).toEqual([
      { pipeline: 'p', ordinal: 0, durationSeconds: 7, who: 'API key (ci)', capture: captureIn('done').id },
      { pipeline: 'p', ordinal: 0, durationSeconds: 30, who: 'API key (ci)', refused: 'SamplyProfilingInProgress' },
    ]);
    expect(face.captures.requests.map(({ request }) => request.who)).toEqual(['API key (ci)', 'API key (ci)']);
    expect(JSON.stringify(face.logged)).not.toContain(secret.slice(7));
  });

  it('needs only the role read, unless the project says otherwise', async () => {
    await face.catalog.captureRules.update(face.ours.id, { startedBy: 'write' });
    expect(errorOf(await post())).toEqual({
      status: 403,
      error_code: 'InsufficientPermissions',
      message: "Insufficient permissions: this action requires the 'write' role, but the caller has 'read'",
      details: { required: 'write', actual: 'read' },
    });
    expect(face.captures.requests).toEqual([]);
    expect((await post('', PATH, face.write)).statusCode).toBe(202);
  });

  it('is refused for a pipeline that was stopped', async () => {
    await face.ask('POST', '/v0/pipelines/two/stop?force=true', face.write);
    const path = '/v0/pipelines/two/samply_profile';
    expect(errorOf(await post('', path))).toMatchObject({ status: 503, error_code: 'PipelineInteractionNotDeployed' });
    await face.ask('POST', '/v0/pipelines/two/start', face.write);
    expect((await post('', path)).statusCode).toBe(202);
  });
});

describe('what is asked wrongly', () => {
  it.each([
    ['POST', '?duration_secs=abc', 'invalid digit found in string'],
    ['POST', '?duration_secs=-1', 'invalid digit found in string'],
    ['POST', '?duration_secs=1.5', 'invalid digit found in string'],
    ['POST', '?duration_secs=', 'cannot parse integer from empty string'],
    ['POST', '?duration_secs=99999999999999999999', 'number too large to fit in target type'],
    ['POST', '?duration_secs=1&duration_secs=2', 'duplicate field `duration_secs`'],
    ['POST', '?ordinal=x', 'invalid digit found in string'],
    ['GET', '?ordinal=-1', 'invalid digit found in string'],
    ['GET', '?latest', 'provided string was not `true` or `false`'],
    ['GET', '?latest=1', 'provided string was not `true` or `false`'],
    ['GET', '?latest=True', 'provided string was not `true` or `false`'],
  ] as const)('%s %s: text/plain, in the words of the original', async (method, query, what) => {
    const answer = await face.ask(method, PATH + query, face.read);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toBe(`Query deserialize error: ${what}`);
  });

  it.each(['GET', 'POST'] as const)('%s with a host that there is not: 400 with what there is', async (method) => {
    expect(errorOf(await face.ask(method, `${PATH}?ordinal=1`, face.read))).toMatchObject({
      status: 400,
      error_code: 'InvalidOrdinal',
      details: { pipeline_name: 'p', ordinal: 1, hosts: 1 },
    });
    const two = await face.ask(method, '/v0/pipelines/two/samply_profile?ordinal=2', face.read);
    expect(errorOf(two).details).toMatchObject({ hosts: 2 });
  });

  it.each(['GET', 'POST'] as const)('%s of a pipeline that nobody made, or another tenant: 404', async (method) => {
    const { id: projectId, organizationId } = face.theirs;
    await face.catalog.pipelines.create({ organizationId, projectId, name: `theirs-${method}` });
    for (const name of ['nobodys', `theirs-${method}`]) {
      expect(errorOf(await face.ask(method, `/v0/pipelines/${name}/samply_profile`, face.read))).toEqual({
        status: 404,
        error_code: 'UnknownPipelineName',
        message: `Unknown pipeline name '${name}'`,
        details: { pipeline_name: name },
      });
    }
  });
});
