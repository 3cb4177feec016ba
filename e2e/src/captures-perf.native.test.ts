import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Busy,
  buildBusy,
  foldThread,
  lineOf,
  missingNative,
  readProcessed,
  threadNamed,
} from '@hearth/agent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureStage } from './captures/capture-stage.ts';
import { CpuMeter } from './captures/cpu-meter.ts';
import { ProfilerCli } from './captures/profiler-cli.ts';
import { recordedTime } from './captures/recorded-time.ts';
import { type CommandResult, runHearth, runHearthWith } from './harness/hearth-command.ts';
import { httpRequest } from './harness/http-request.ts';

const missing = missingNative(['samply', 'perf', 'gcc', 'root']);
const RATE_HZ = 1_000;

describe.skipIf(missing !== '')('captures by perf', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-captures-'));
  let stage: CaptureStage;
  let busy: Busy;
  let meter: CpuMeter;
  /** On a host where nobody installed samply, and on one whose operator chose perf. */
  const pipelines = ['without', 'chosen'] as const;
  const runs = new Map<string, CommandResult>();

  beforeAll(async () => {
    stage = await CaptureStage.start();
    busy = await stage.program(buildBusy());
    meter = new CpuMeter(busy.pid);
    await Promise.all([
      stage.pipeline('without', [busy], { hasSamply: false }),
      stage.pipeline('chosen', [busy], { args: ['--recorder', 'perf'] }),
    ]);
    await Promise.all(
      pipelines.map(async (name) => {
        const file = join(folder, `${name}.json.gz`);
        runs.set(
          name,
          await runHearth(stage.server, 'capture', 'start', name, '--duration', '2', '--wait', '-o', file),
        );
      }),
    );
    meter.stop();
  });

  afterAll(async () => {
    await stage.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(pipelines)('are told step by step, and their file is the one of the server (%s)', async (name) => {
    const { code, err } = runs.get(name) ?? { code: -1, err: '' };
    expect(code, err).toBe(0);
    for (const words of ['host 0: recording', 'host 0: looking up symbols', 'host 0: done'])
      expect(err).toContain(words);
    const file = readFileSync(join(folder, `${name}.json.gz`));
    const { id, recorder, sha256, symbolicated } = await stage.newest(name);
    expect({ recorder, symbolicated }).toEqual({ recorder: 'perf', symbolicated: true });
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    expect(file.equals(await stage.original(id))).toBe(true);
    expect(file.equals((await stage.feldera('GET', name)).body)).toBe(true);
  });

  it.each(pipelines)('name the hot functions, and have a sample for each millisecond (%s)', (name) => {
    const profile = readProcessed(readFileSync(join(folder, `${name}.json.gz`)));
    expect(profile.meta).toMatchObject({ product: name, oscpu: 'host 0 of 1', symbolicated: true });
    const [stack] = foldThread(threadNamed(profile, 'worker-a'))[0] ?? [''];
    // perf by itself knows names; lines and what was inlined come from samply.
    const lines = ['hot_inner', 'inlined_square'].map((hot) => `${hot} busy.c:${lineOf(hot)}`);
    expect(stack).toContain(name === 'without' ? 'hot_inner' : lines.join(' > '));
    expect(foldThread(threadNamed(profile, 'worker-b'))[0]?.[0]).toContain('hot_other');

    const { samples, fromMs, toMs } = recordedTime(profile);
    const expected = RATE_HZ * meter.between(fromMs, toMs);
    expect(samples / expected, `${samples} samples, ${expected} expected`).toBeGreaterThan(0.8);
    expect(samples / expected, `${samples} samples, ${expected} expected`).toBeLessThan(1.2);
  });

  it("open in Firefox Profiler's own command", async () => {
    const cli = await ProfilerCli.install();
    try {
      await cli.load(join(folder, 'without.json.gz'));
      expect(await cli.ask('thread', 'list', '--json')).toContain('"worker-a"');
    } finally {
      await cli.dispose();
    }
  });

  it('are for those who may', async () => {
    const { token } = await stage.api.post<{ token: string }>('/api/v1/tokens', {
      name: 'reader',
      scopes: ['project:read'],
    });
    const asReader = await runHearthWith(stage.server, { HEARTH_TOKEN: token }, 'capture', 'start', 'chosen');
    expect(asReader.code).not.toBe(0);
    const ofAgent = { HEARTH_TOKEN: await stage.agentToken('chosen') };
    expect((await runHearthWith(stage.server, ofAgent, 'capture', 'list')).code).not.toBe(0);
    // A link opens its own capture and no other, and nobody gets in without one.
    const [{ id }, { id: other }] = [await stage.newest('chosen'), await stage.newest('without')];
    const { url } = await stage.api.post<{ url: string }>(`/api/v1/captures/${id}/links`, {});
    const statuses = await Promise.all(
      [url, url.replace(id, other), url.replace(/\?.*/, '')].map(
        async (address) => (await httpRequest(address)).status,
      ),
    );
    expect(statuses).toEqual([200, 403, 401]);
  });
});
