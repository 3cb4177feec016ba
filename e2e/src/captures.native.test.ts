import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Busy,
  buildBusy,
  foldThread,
  missingNative,
  readProcessed,
  stateOf,
  threadNamed,
} from '@hearth/agent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaptureAnswer } from './captures/capture-answer.ts';
import { CaptureStage } from './captures/capture-stage.ts';
import { type CommandResult, runHearth, runHearthWith } from './harness/hearth-command.ts';
import { httpRequest } from './harness/http-request.ts';

const missing = missingNative(['samply', 'perf', 'gcc', 'root']);

interface WaitedAnswer {
  readonly captures: readonly CaptureAnswer[];
  readonly files: readonly { readonly capture: string; readonly file: string; readonly bytes: number }[];
}

describe.skipIf(missing !== '')('hearth capture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-captures-'));
  let stage: CaptureStage;
  let programs: readonly Busy[];
  let ofPerf: CommandResult;
  let ofAll: CommandResult;

  beforeAll(async () => {
    stage = await CaptureStage.start();
    const built = buildBusy();
    programs = await Promise.all([stage.program(built), stage.program(built)]);
    await Promise.all([
      stage.pipeline('etl', programs),
      // As on a host where nobody installed samply.
      stage.pipeline('without', programs.slice(0, 1), { hasSamply: false }),
    ]);
    const start = (...args: readonly string[]): Promise<CommandResult> =>
      runHearth(stage.server, 'capture', 'start', ...args, '--duration', '2', '--wait');
    [ofPerf, ofAll] = await Promise.all([
      start('without', '-o', join(folder, 'perf.json.gz')),
      start('etl', '--all', '-o', join(folder, 'all.json.gz'), '--json'),
    ]);
  });

  afterAll(async () => {
    await stage.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('start --wait -o writes the file of a host, with perf where there is no samply', async () => {
    expect(ofPerf.code, ofPerf.err).toBe(0);
    for (const words of ['host 0: recording', 'host 0: looking up symbols', 'host 0: done']) {
      expect(ofPerf.err).toContain(words);
    }
    const file = readFileSync(join(folder, 'perf.json.gz'));
    const { id, recorder, sha256, symbolicated } = await stage.newest('without');
    expect({ recorder, symbolicated }).toEqual({ recorder: 'perf', symbolicated: true });
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    expect(file.equals(await stage.original(id))).toBe(true);
    const profile = readProcessed(file);
    expect(profile.meta).toMatchObject({ product: 'without', oscpu: 'host 0 of 1' });
    const [stack] = foldThread(threadNamed(profile, 'worker-a'))[0] ?? [''];
    // perf by itself knows names; lines come from samply.
    expect(stack).toContain('hot_inner');
  });

  it('start --all records every host, one file each', () => {
    expect(ofAll.code, ofAll.err).toBe(0);
    const { captures, files } = JSON.parse(ofAll.out) as WaitedAnswer;
    expect(captures.map(({ ordinal, state, recorder }) => [ordinal, state, recorder])).toEqual([
      [0, 'done', 'samply'],
      [1, 'done', 'samply'],
    ]);
    expect(files.map(({ file }) => file)).toEqual([0, 1].map((host) => join(folder, `all-host${host}.json.gz`)));
    for (const [host, { file }] of files.entries()) {
      const profile = readProcessed(readFileSync(file));
      expect(profile.meta).toMatchObject({ product: 'etl', oscpu: `host ${host} of 2` });
      expect(profile.threads.map((thread) => String(thread['pid']))).toContain(String(programs[host]?.pid));
    }
  });

  it('list shows them and get fetches one again', async () => {
    const listed = await runHearth(stage.server, 'capture', 'list', '--json');
    const { captures } = JSON.parse(listed.out) as WaitedAnswer;
    expect(captures.map(({ pipeline, ordinal }) => `${pipeline} ${ordinal}`).sort()).toEqual([
      'etl 0',
      'etl 1',
      'without 0',
    ]);
    const file = join(folder, 'again.json.gz');
    const got = await runHearth(stage.server, 'capture', 'get', 'etl', '--ordinal', '1', '-o', file);
    expect(got.code, got.err).toBe(0);
    expect(readFileSync(file).equals(readFileSync(join(folder, 'all-host1.json.gz')))).toBe(true);
  });

  it('cancel ends one, and the program runs on', async () => {
    const id = await stage.begin('etl', 60);
    await stage.reached(id, 'recording');
    const { code, err } = await runHearth(stage.server, 'capture', 'cancel', id);
    expect(code, err).toBe(0);
    expect((await stage.ended(id)).state).toBe('cancelled');
    expect(stateOf(programs[0]?.pid ?? 0)).toMatch(/[RS]/);
    // It counts for nothing: the last one is the one before.
    expect((await stage.feldera('GET', 'etl')).body.equals(readFileSync(join(folder, 'all-host0.json.gz')))).toBe(true);
  });

  it('tells who may not, and what is not there', async () => {
    const { token } = await stage.api.post<{ token: string }>('/api/v1/tokens', {
      name: 'reader',
      scopes: ['project:read'],
    });
    const asReader = await runHearthWith(stage.server, { HEARTH_TOKEN: token }, 'capture', 'start', 'etl');
    expect(asReader.code).not.toBe(0);
    const unknown = await runHearth(stage.server, 'capture', 'start', 'no-such', '--wait');
    expect(unknown.code).not.toBe(0);
    expect(unknown.err).toContain('pipeline');
    const ofAgent = { HEARTH_TOKEN: await stage.agentToken('etl') };
    expect((await runHearthWith(stage.server, ofAgent, 'capture', 'list')).code).not.toBe(0);
  });

  it('a signed link lets a viewer of any origin read that one capture, until it is revoked', async () => {
    const { id } = await stage.newest('etl', 1);
    const { id: other } = await stage.newest('without');
    const link = await stage.api.post<{ id: string; url: string; openUrl: string }>(`/api/v1/captures/${id}/links`, {});
    expect(decodeURIComponent(link.openUrl)).toContain(`/from-url/${link.url}`);
    const origin = { origin: 'https://profiler.firefox.com', 'sec-fetch-site': 'cross-site' };
    const view = (url: string, headers: Readonly<Record<string, string>> = origin) => httpRequest(url, { headers });
    const { status, headers, text } = await view(link.url);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'content-type': 'application/json' });
    expect(JSON.parse(text)).toEqual(readProcessed(await stage.original(id)));
    expect((await view(link.url.replace(id, other), {})).status).toBe(403);
    expect((await view(link.url.replace(/\?.*/, ''), {})).status).toBe(401);
    expect((await stage.api.ask(`/api/v1/captures/${id}/links/${link.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await view(link.url, {})).status).toBe(403);
    expect((await view(link.url)).headers['access-control-allow-origin']).toBeUndefined();
  });
});
