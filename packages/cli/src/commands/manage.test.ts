import { afterEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeAnswer, type FakeServer, fakeServer, type SeenRequest } from '../testing/fake-server.ts';
import { type CliResult, runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Runs a command line against a server that answers so. */
async function against(answer: (request: SeenRequest) => FakeAnswer, ...argv: readonly string[]): Promise<CliResult> {
  server = await fakeServer(answer);
  return runCli([...argv, '--url', server.url]);
}

const project = {
  id: 2,
  slug: 'shop',
  key: 'abcdefghijklm',
  name: 'Web shop',
  organizationId: 1,
  defaultEnvironment: 'production',
  retentionDays: 30,
  streamOriginalDays: 1,
  created: '2026-11-21T11:00:00.000Z',
};
const key = { key: '0123456789abcdef0123456789abcdef', name: 'Default', active: true };
const projectServer = ({ method, url }: SeenRequest): FakeAnswer => {
  if (url.endsWith('/keys')) return { body: { keys: [key, { ...key, name: 'Old', active: false }] } };
  if (method === 'POST' || url.endsWith('/shop')) return { status: method === 'POST' ? 201 : 200, body: project };
  return { body: { projects: [project] } };
};

describe('hearth project', () => {
  it('makes one and shows its ingest key', async () => {
    const { out } = await against(
      projectServer,
      'project',
      'create',
      'Web shop',
      '--slug',
      'shop',
      '--retention',
      '90',
    );
    expect(JSON.parse(server?.seen[0]?.body.toString() ?? '')).toEqual({
      name: 'Web shop',
      slug: 'shop',
      retentionDays: 90,
    });
    expect(out).toMatchSnapshot();
  });

  it('shows one, with JSON too', async () => {
    const { out } = await against(projectServer, 'project', 'show', 'shop', '--json');
    expect(JSON.parse(out)).toMatchObject({ ...project, keys: [{ active: true }, { active: false }] });
  });

  it('lists them', async () => {
    expect((await against(projectServer, 'project', 'list')).out).toMatchSnapshot();
  });

  it('changes what is named and nothing else', async () => {
    await against(projectServer, 'project', 'update', 'shop', '--slug', 'web-shop');
    const [request] = server?.seen ?? [];
    expect([request?.method, request?.url]).toEqual(['PATCH', '/api/v1/projects/shop']);
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({ slug: 'web-shop' });
  });
});

const organization = { id: 2, slug: 'acme', name: 'Acme (EU)', created: '2026-11-21T11:00:00.000Z' };
const organizationServer = ({ method }: SeenRequest): FakeAnswer =>
  method === 'GET'
    ? { body: { organizations: [organization], mayMake: true } }
    : { status: method === 'POST' ? 201 : 200, body: organization };

describe('hearth organization', () => {
  it('makes one', async () => {
    const { out } = await against(organizationServer, 'organization', 'create', 'Acme (EU)', '--slug', 'acme');
    const [request] = server?.seen ?? [];
    expect([request?.method, request?.url]).toEqual(['POST', '/api/v1/organizations']);
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({ name: 'Acme (EU)', slug: 'acme' });
    expect(out).toContain('acme');
  });

  it('lists them', async () => {
    expect((await against(organizationServer, 'organization', 'list')).out).toMatch(/2 +acme +Acme \(EU\)/);
  });

  it('changes what is named and nothing else', async () => {
    await against(organizationServer, 'organization', 'rename', 'acme', '--name', 'Acme');
    const [request] = server?.seen ?? [];
    expect([request?.method, request?.url]).toEqual(['PATCH', '/api/v1/organizations/acme']);
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({ name: 'Acme' });
  });

  it('is named where projects and tokens are made', async () => {
    await against(projectServer, 'project', 'create', 'Shop', '--organization', 'acme');
    expect(JSON.parse(server?.seen[0]?.body.toString() ?? '')).toEqual({ name: 'Shop', organization: 'acme' });
  });
});

const token = {
  id: 7,
  name: 'ci',
  prefix: 'hearth_abcde',
  scopes: ['ingest'],
  project: 'shop',
  agent: null,
  created: '2026-11-20T12:00:00.000Z',
  lastUsed: null,
  expires: null,
  revoked: null,
};

describe('hearth token', () => {
  it('makes one and shows it once', async () => {
    const answer = { status: 201, body: { ...token, token: 'hearth_secret' } };
    const options = ['--scope', 'ingest', '--scope', 'project:read', '--project', 'shop', '--expires', '90d'];
    const { out } = await against(() => answer, 'token', 'create', 'ci', ...options);
    expect(JSON.parse(server?.seen[0]?.body.toString() ?? '')).toEqual({
      name: 'ci',
      scopes: ['ingest', 'project:read'],
      project: 'shop',
      expires: '2027-02-19T12:00:00.000Z',
    });
    expect(out).toBe('hearth_secret\nShown once. Token 7 (ingest).\n');
  });

  const made = { ...token, scopes: ['agent'], token: 'hearth_secret' };

  it.each<[readonly string[], object]>([
    [['--agent', 'etl'], { name: 'agent of etl', agent: { pipeline: 'etl', makesPipeline: true } }],
    [
      ['etl hosts', '--agent', 'etl', '--ordinal', '3', '--no-make-pipeline', '--project', 'shop'],
      { name: 'etl hosts', agent: { pipeline: 'etl', ordinal: 3, makesPipeline: false }, project: 'shop' },
    ],
  ])('makes one for an agent: %s', async (options, body) => {
    const { out } = await against(() => ({ status: 201, body: made }), 'token', 'create', ...options, '--json');
    expect(JSON.parse(server?.seen[0]?.body.toString() ?? '')).toEqual(body);
    expect(JSON.parse(out)).toMatchObject({ token: 'hearth_secret' });
  });

  it.each<[readonly string[], string]>([
    [['ci'], 'needs a scope'],
    [['--scope', 'ingest'], 'needs a name'],
    [['ci', '--scope', 'ingest', '--ordinal', '1'], 'go with --agent'],
    [['--agent', 'etl', '--scope', 'ingest'], 'exclude each other'],
  ])('asks for either scopes or an agent: %s', async (options, message) => {
    const { err, exitCode } = await against(() => ({ status: 201, body: made }), 'token', 'create', ...options);
    expect([exitCode, server?.seen]).toEqual([2, []]);
    expect(err).toContain(message);
  });

  it('lists them with their state', async () => {
    const tokens = [
      token,
      { ...token, id: 6, project: null, expires: '2026-11-21T11:00:00.000Z', lastUsed: '2026-11-21T10:00:00.000Z' },
      { ...token, id: 8, agent: { pipeline: 'etl', ordinal: 2, makesPipeline: true } },
      { ...token, id: 5, expires: '2026-11-22T12:00:00.000Z' },
      { ...token, id: 4, revoked: '2026-11-21T11:59:00.000Z' },
    ];
    expect((await against(() => ({ body: { tokens } }), 'token', 'list')).out).toMatchSnapshot();
  });

  it('says that there is no such one', async () => {
    const missing = { status: 404, body: { code: 'not_found', detail: 'There is nothing at this address.' } };
    const { exitCode, err } = await against(() => missing, 'token', 'revoke', '7');
    expect([exitCode, err]).toEqual([5, expect.stringMatching(/There is no token 7\.\n`hearth token list`/)]);
  });

  it('revokes one', async () => {
    const { out } = await against(() => ({ status: 204, body: '' }), 'token', 'revoke', '7');
    expect(server?.seen[0]).toMatchObject({ method: 'DELETE', url: '/api/v1/tokens/7' });
    expect(out).toBe('Token 7 is revoked.\n');
  });

  it('does not end the one that the command goes with, unless it is told to', async () => {
    const answer = (request: { readonly method: string }) =>
      request.method === 'GET'
        ? { body: { tokens: [token, { ...token, id: 8, prefix: 'hearth_fffff' }] } }
        : { status: 204, body: '' };
    const revoke = async (...argv: readonly string[]) => {
      const { exitCode } = await against(answer, 'token', 'revoke', ...argv, '--token', 'hearth_abcdef0123');
      const last = server?.seen.at(-1)?.method;
      await server?.close();
      return [exitCode, last];
    };
    expect(await revoke('7')).toEqual([2, 'GET']);
    expect(await revoke('8')).toEqual([0, 'DELETE']);
    expect(await revoke('7', '--own')).toEqual([0, 'DELETE']);
  });
});

describe('hearth link', () => {
  it('prints an address of the server that was asked', async () => {
    const body = { path: '/auth/link?code=hearth_link_1', expires: '2026-11-21T12:10:00.000Z' };
    const { out } = await against(() => ({ status: 201, body }), 'link', '--json');
    expect(JSON.parse(out)).toEqual({ url: `${server?.url}/auth/link?code=hearth_link_1`, expires: body.expires });
  });
});

describe('hearth quarantine', () => {
  const at = '2026-11-21T11:00:00.000Z';
  const upload = { project: 'shop', uploadId: key.key, source: 'file', reason: 'Code: 469', at };

  it('lists what was put aside, and tries it again', async () => {
    expect((await against(() => ({ body: { uploads: [upload] } }), 'quarantine')).out).toMatchSnapshot();
    await server?.close();
    const { out } = await against(() => ({ body: { released: 1 } }), 'quarantine', '--retry');
    expect(server?.seen[0]).toMatchObject({ method: 'POST', url: '/api/v1/admin/quarantine/retry' });
    expect(out).toBe('1 derived.\n');
    await server?.close();
    const one = (uploadId: string) =>
      against(
        ({ method }) => ({ body: method === 'GET' ? { uploads: [upload] } : { released: 0 } }),
        'quarantine',
        '--retry',
        uploadId,
      );
    expect((await one(upload.uploadId)).out).toBe('0 derived.\n');
    expect(JSON.parse(server?.seen[1]?.body.toString() ?? '')).toEqual({
      upload: { project: 'shop', uploadId: key.key },
    });
    await server?.close();
    expect(await one('none')).toMatchObject({
      exitCode: 5,
      err: expect.stringContaining('not in quarantine') as string,
    });
  });
});

describe('hearth rebuild', () => {
  const lines = (...steps: readonly object[]): FakeAnswer => ({
    headers: { 'content-type': 'application/x-ndjson' },
    body: steps.map((step) => `${JSON.stringify(step)}\n`).join(''),
  });

  const day = {
    step: 'day',
    day: '2026-11-20',
    keepDays: 30,
    outcome: 'rebuilt',
    profiles: 12,
    originals: 12,
    missingOriginals: 0,
    message: '',
  };
  const incomplete = { ...day, outcome: 'incomplete', originals: 3, missingOriginals: 9, message: 'expired' };
  const done = { step: 'done', rebuilt: 1, leftAlone: 1 };

  it('shows each day; one whose originals have expired is no failure', async () => {
    const { out, exitCode } = await against(() => lines(day, incomplete, done), 'rebuild');
    expect(exitCode).toBe(exitCodes.ok);
    expect(out).toMatchSnapshot();
  });

  it('ends with 1 when a day came out different', async () => {
    const different = { ...day, outcome: 'different', message: '2 profiles became 3' };
    const { out, exitCode } = await against(() => lines(different, done), 'rebuild', '--json');
    expect(exitCode).toBe(exitCodes.failure);
    expect(out).toBe(`${JSON.stringify(different)}\n${JSON.stringify(done)}\n`);
  });

  it('fails when the last step is an error', async () => {
    const error = { code: 'engine_unavailable', message: 'The storage engine is starting.' };
    const { err, exitCode } = await against(() => lines(day, { error }), 'rebuild');
    expect(exitCode).toBe(exitCodes.failure);
    expect(err).toContain('The storage engine is starting. (engine_unavailable)');
  });
});
