import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBusy, foldThread, missingNative, readProcessed, samplyProgram, threadNamed } from '@hearth/agent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaptureAnswer } from './captures/capture-answer.ts';
import { CaptureStage } from './captures/capture-stage.ts';
import { ProfilerCli } from './captures/profiler-cli.ts';
import { SamplyViewer } from './captures/samply-viewer.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { runHearth, runHearthWith } from './harness/hearth-command.ts';
import { httpRequest } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';

const PIPELINE = 'etl';
const missing = missingNative(['samply', 'gcc', 'root']);

interface Link {
  readonly id: string;
  readonly url: string;
  readonly openUrl: string;
  readonly expires: string;
}

describe.skipIf(missing !== '')('samply from afar, by command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-command-'));
  const path = (name: string): string => join(folder, name);
  let stage: CaptureStage;
  let busy: string;

  beforeAll(async () => {
    busy = buildBusy();
    stage = await CaptureStage.start();
    await stage.pipeline(PIPELINE, [await stage.program(busy), await stage.program(busy)]);
  });
  afterAll(async () => {
    await stage.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const command = (...args: readonly string[]) => runHearth(stage.server, ...args);
  const link = async (id: string): Promise<Link> => stage.api.post<Link>(`/api/v1/captures/${id}/links`, {});

  it('records all hosts at once, and writes a file of each', async () => {
    const file = path('all.json.gz');
    const { code, out, err } = await command('capture', 'start', PIPELINE, '--all', '--duration', '1', '-o', file);
    expect({ code, err: err.includes('host 1: recording') }).toEqual({ code: 0, err: true });
    expect(out.match(/host [01]: done, .*all-host[01]\.json\.gz/g)?.length).toBe(2);
    for (const host of [0, 1]) {
      const bytes = readFileSync(path(`all-host${host}.json.gz`));
      expect(readProcessed(bytes).meta).toMatchObject({ product: PIPELINE, oscpu: `host ${host} of 2` });
      expect(await stage.original((await stage.newest(PIPELINE, host)).id)).toEqual(bytes);
    }
  });

  it('fetches the newest of a host again, and lists what there is', async () => {
    expect((await command('capture', 'get', PIPELINE, '--ordinal', '1', '-o', path('again'))).code).toBe(0);
    expect(readFileSync(path('again'))).toEqual(readFileSync(path('all-host1.json.gz')));
    const { out } = await command('capture', 'list', PIPELINE, '--state', 'done', '--json');
    const { captures } = JSON.parse(out) as { readonly captures: readonly CaptureAnswer[] };
    expect(captures.map(({ ordinal }) => ordinal).sort()).toEqual([0, 1]);
  });

  it('cancels what runs, and nothing of it is kept', async () => {
    const id = await stage.begin(PIPELINE, 60);
    await stage.reached(id, 'recording');
    const busyHost = await command('capture', 'start', PIPELINE, '--json');
    expect([busyHost.code, JSON.parse(busyHost.err)]).toMatchObject([1, { error: { code: 'capture_in_progress' } }]);
    expect((await command('capture', 'cancel', PIPELINE)).code).toBe(0);
    expect(await stage.capture(id)).toMatchObject({ state: 'cancelled', bytes: null, profileId: null });
    expect((await command('capture', 'cancel', PIPELINE)).code).toBe(5);
  });

  it('opens a link in Firefox Profiler, as a page of any origin would', async () => {
    const { code, out, err } = await command('capture', 'open', PIPELINE);
    expect([code, err.includes('https://profiler.firefox.com')]).toEqual([0, true]);
    const openUrl = out.trim();
    expect(openUrl.startsWith('https://profiler.firefox.com/from-url/')).toBe(true);
    const url = decodeURIComponent(openUrl.split('/from-url/')[1] ?? '');
    const headers = { origin: 'https://profiler.firefox.com', 'accept-encoding': 'gzip' };
    const answer = await httpRequest(url, { headers });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(answer.headers['content-encoding']).toBe('gzip');
    const cli = await ProfilerCli.install();
    try {
      await cli.load(openUrl);
      const { threads } = await cli.json<{ threads: readonly { name: string }[] }>('thread', 'list');
      expect(threads.map(({ name }) => name)).toContain('worker-a');
    } finally {
      await cli.dispose();
    }
  });

  it('makes links that end: revoked, with their token, with the server', async () => {
    const { id } = await stage.newest(PIPELINE, 1);
    const statusOf = async (url: string): Promise<number> => (await httpRequest(url)).status;
    const revoked = await link(id);
    expect(await statusOf(revoked.url)).toBe(200);
    await stage.api.ask(`/api/v1/captures/${id}/links/${revoked.id}`, { method: 'DELETE' });
    expect(await statusOf(revoked.url)).toBe(403);

    const token = await stage.api.post<{ id: number; token: string }>('/api/v1/tokens', {
      name: 'short',
      scopes: ['project:read'],
    });
    const ofToken = await new HearthApi(stage.server.url, token.token).post<Link>(`/api/v1/captures/${id}/links`, {});
    expect(await statusOf(ofToken.url)).toBe(200);
    await stage.api.ask(`/api/v1/tokens/${token.id}`, { method: 'DELETE' });
    expect(await statusOf(ofToken.url)).toBe(403);

    const survivor = await link(id);
    await stage.server.stop();
    await stage.server.start();
    expect(await statusOf(survivor.url)).toBe(403);
    expect(await statusOf((await link(id)).url)).toBe(200);
  });

  it('logs every link and its use, and no code', () => {
    const text = stage.server.output.text;
    for (const said of ['file link made', 'file link used', 'file link revoked']) expect(text).toContain(said);
    expect(text).not.toMatch(/hearth_file_[0-9a-f]/);
  });

  it('records a command of this machine from its beginning, and sends it', async () => {
    const file = path('own.json.gz');
    const args = ['record', '--app', 'busy', '--samply', samplyProgram, '--private-perf-paranoid', '-o', file];
    const { code, err } = await runHearthWith(stage.server, {}, ...args, '--', busy, '0', '1');
    // busy.c ends itself with SIGALRM.
    expect(code, err).toBe(128 + 14);
    const profile = readProcessed(readFileSync(file));
    expect(foldThread(threadNamed(profile, 'worker-a'))[0]?.[0]).toContain('hot_inner');
    const [listed] = await waitUntil(
      async () => {
        const found = await stage.api.listProfiles('default', { app: 'busy' });
        return found.length > 0 && found;
      },
      { what: 'the recorded command to be listed' },
    );
    expect(listed).toMatchObject({ source: 'file', app: 'busy' });
    const { body } = await stage.api.ask(`/api/v1/projects/default/profiles/${listed?.id}/original`);
    expect(body.equals(readFileSync(file))).toBe(true);
    const viewer = await SamplyViewer.open(file);
    expect(await viewer.profile()).toEqual(profile);
    expect(await viewer.close()).toBe(0);
  });

  it('left nothing half written', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
