import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedPprof } from './harness/generated-upload.ts';
import { type CommandResult, runHearth, runHearthWith } from './harness/hearth-command.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';

let server: HearthServer;
let directory: string;
let file: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-e2e-command-'));
  file = join(directory, 'cpu.pb.gz');
  writeFileSync(file, generatedPprof({ seed: 3, startMs: Date.now() - 60_000 }).content);
  server = await HearthServer.start({ entry: ['scripts/start.mjs'] });
});

afterAll(async () => {
  await server.dispose();
  rmSync(directory, { recursive: true, force: true });
});

describe('npm start', () => {
  it('prints a link that signs a browser in once, and its page', async () => {
    const link = /Sign in[^\n]*: (http:\S+)/.exec(server.output.text)?.[1] ?? '';
    const answer = await httpRequest(link);
    expect(answer.status).toBe(303);
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    const page = await httpRequest(`${server.url}/`, { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await httpRequest(link)).status).toBe(401);
  });

  it('ends cleanly, and starts again on the same data', async () => {
    expect(await server.stop()).toBe('exit 0');
    await server.start();
  });
});

describe('npx hearth', () => {
  it('pushes a file once and lists it', async () => {
    const first = await hearth('push', file, '--app', 'orders', '--label', 'team=shop', '--json');
    expect(first).toMatchObject({ code: 0 });
    const { uploads } = JSON.parse(first.out) as { uploads: readonly { id: string; duplicate: boolean }[] };
    expect(uploads).toMatchObject([{ duplicate: false }]);
    const again = await hearth('push', file, '--app', 'orders', '--label', 'team=shop', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ uploads: [{ id: uploads[0]?.id, duplicate: true }] });
    const profiles = await waitUntil(
      async () => {
        const { out } = await hearth('profiles', '--app', 'orders', '--json');
        const answer = JSON.parse(out) as { profiles: readonly unknown[] };
        return answer.profiles.length > 0 && answer.profiles;
      },
      { what: 'the pushed file to be listed' },
    );
    expect(profiles).toMatchObject([{ id: uploads[0]?.id, app: 'orders', source: 'file', types: ['samples', 'cpu'] }]);
    expect((await hearth('profiles')).out).toContain('orders');
  });

  it('makes a project and a token bound to it, which can do no more', async () => {
    expect(await hearth('project', 'create', 'Web shop', '--slug', 'shop', '--json')).toMatchObject({ code: 0 });
    expect((await hearth('project', 'list')).out).toContain('shop');
    const made = await hearth('token', 'create', 'ci', '--scope', 'ingest', '--project', 'shop', '--json');
    const { token, id } = JSON.parse(made.out) as { token: string; id: number };
    const asCi = { HEARTH_TOKEN: token };
    expect(await hearthWith(asCi, 'push', file, '--app', 'web', '--project', 'shop')).toMatchObject({ code: 0 });
    expect(await hearthWith(asCi, 'profiles', '--project', 'shop')).toMatchObject({ code: 4 });
    expect(await hearthWith(asCi, 'push', file, '--app', 'web', '--project', 'default')).toMatchObject({ code: 5 });
    expect(await hearth('token', 'revoke', String(id))).toMatchObject({ code: 0 });
    expect(await hearthWith(asCi, 'push', file, '--app', 'web', '--project', 'shop')).toMatchObject({ code: 4 });
  });

  it('shows what was dropped, and why', async () => {
    const broken = join(directory, 'broken.pb');
    writeFileSync(broken, 'this is no profile');
    const { code } = await hearth('push', broken, '--app', 'orders');
    expect(code).toBe(1);
    // Asked at once: what was counted a moment ago is among it.
    const { out } = await hearth('drops', '--json');
    expect(out).toMatch(/"reason": ?"(?:invalid_profile|unsupported_format)"/);
    expect(JSON.parse(out)).toBeTypeOf('object');
  });

  it('derives everything again and loses nothing', async () => {
    const before = JSON.parse((await hearth('profiles', '--json')).out) as unknown;
    const rebuilt = await hearth('rebuild', '--json');
    expect(rebuilt, rebuilt.err).toMatchObject({ code: 0 });
    expect(JSON.parse((await hearth('profiles', '--json')).out)).toEqual(before);
  });

  it('says how a script can tell what went wrong', async () => {
    expect(await hearthWith({ HEARTH_TOKEN: '' }, 'profiles')).toMatchObject({ code: 4 });
    expect(await hearthWith({ HEARTH_URL: 'http://127.0.0.1:1' }, 'profiles')).toMatchObject({ code: 3 });
    expect(await hearth('profiles', '--no-such-option')).toMatchObject({ code: 2 });
    expect(await hearth('profiles', '--project', 'no-such')).toMatchObject({ code: 5 });
    expect(await hearth('version')).toMatchObject({ code: 0 });
  });
});

const hearth = (...args: readonly string[]): Promise<CommandResult> => runHearth(server, ...args);

const hearthWith = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CommandResult> =>
  runHearthWith(server, env, ...args);
