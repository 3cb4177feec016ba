import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { type FelderaSeen, installFeldera, runFeldera } from './captures/feldera-sdk.ts';
import { ProfilerCli } from './captures/profiler-cli.ts';
import { recordedTime } from './captures/recorded-time.ts';
import { SamplyViewer } from './captures/samply-viewer.ts';
import type { HttpAnswer } from './harness/http-request.ts';
import { withStoppedStore } from './harness/stopped-store.ts';
import { storedSums } from './harness/stored-sums.ts';
import { waitUntil } from './harness/wait-until.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';

const PIPELINE = 'etl';
const RATE_HZ = 1_000;
const SECONDS = 5;

const tools = missingTools(['python']);
const missing = missingNative(['samply', 'gcc', 'root']) + tools.join();
if (tools.length > 0) process.stderr.write(`Feldera's SDK is skipped without Python; ${enableCommand} brings it.\n`);

describe.skipIf(missing !== '')('two hosts of a pipeline, asked for by Feldera', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-feldera-'));
  let stage: CaptureStage;
  let programs: readonly Busy[];
  let meters: readonly CpuMeter[];
  let seen: FelderaSeen;
  /** By host, as GET gave them. */
  let files: readonly Buffer[];
  const answers = new Map<string, HttpAnswer>();

  beforeAll(async () => {
    await installFeldera();
    stage = await CaptureStage.start();
    const built = buildBusy();
    programs = await Promise.all([stage.program(built), stage.program(built)]);
    meters = programs.map(({ pid }) => new CpuMeter(pid));
    await stage.pipeline(PIPELINE, programs);
    const { api_key: apiKey } = await stage.api.post<{ api_key: string }>('/v0/api_keys', {
      name: 'sdk',
      role: 'write',
    });
    const sdk = runFeldera({
      url: stage.server.url,
      apiKey,
      pipeline: PIPELINE,
      fresh: 'fresh',
      seconds: SECONDS,
      folder,
    });
    // Until then it stops and replaces the pipeline.
    const other = waitUntil(() => stage.newest(PIPELINE, 0).catch(() => undefined), { what: 'the capture of the SDK' });
    await Promise.race([sdk, other]);
    const file = await hostOne();
    seen = await sdk;
    files = [readFileSync(join(folder, 'polled.json.gz')), file];
  });

  afterAll(async () => {
    for (const meter of meters) meter.stop();
    await stage.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Plain HTTP, while the SDK records host 0. */
  async function hostOne(): Promise<Buffer> {
    const ask = async (name: string, method: 'GET' | 'POST', query: string): Promise<HttpAnswer> => {
      const answer = await stage.feldera(method, PIPELINE, query);
      answers.set(name, answer);
      return answer;
    };
    await ask('nothing yet', 'GET', '?ordinal=1');
    await Promise.all(['first', 'second'].map((name) => ask(name, 'POST', `?duration_secs=${SECONDS}&ordinal=1`)));
    await ask('running', 'GET', '?ordinal=1&latest=true');
    await ask('running, last', 'GET', '?ordinal=1');
    await ask('no such host', 'GET', '?ordinal=2');
    await ask('no such host to record', 'POST', '?ordinal=2');
    await ask('no number', 'GET', '?ordinal=one');
    await ask('no boolean', 'GET', '?latest=1');
    return waitUntil(
      async () => {
        const answer = await ask('done', 'GET', '?ordinal=1&latest=true');
        if (answer.status === 204) await sleep(Number(answer.headers['retry-after']) * 1_000);
        return answer.status === 204 ? undefined : answer.body;
      },
      { what: 'the profile of host 1' },
    );
  }

  it("lets Feldera's SDK start, poll and get", () => {
    expect(seen).toMatchObject({
      'wrong key': [401, 'AuthenticationFailed'],
      unknown: [404, 'UnknownPipelineName'],
      made: ['fresh', 'RUNNING'],
      all: [PIPELINE, 'fresh'],
      started: 'RUNNING',
      'nothing yet': [400, 'NoSamplyProfile'],
      'while it runs': [409, 'SamplyProfilingInProgress'],
      polled: [400],
      product: PIPELINE,
    });
    expect(readFileSync(join(folder, 'saved.gz'))).toEqual(files[0]);
  });

  it('answers as the document says, host by host', () => {
    const statusOf = (name: string): unknown => {
      const { status, text } = answers.get(name) ?? { status: 0, text: '' };
      return status < 300
        ? [status, text.length > 0]
        : [status, (JSON.parse(text) as { error_code: string }).error_code];
    };
    expect(statusOf('nothing yet')).toEqual([400, 'NoSamplyProfile']);
    expect([statusOf('first'), statusOf('second')].sort()).toEqual([
      [202, false],
      [409, 'SamplyProfilingInProgress'],
    ]);
    expect(statusOf('running')).toEqual([204, false]);
    expect(answers.get('running')?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(statusOf('running, last')).toEqual([400, 'NoSamplyProfile']);
    expect(statusOf('no such host')).toEqual([400, 'InvalidOrdinal']);
    expect(statusOf('no such host to record')).toEqual([400, 'InvalidOrdinal']);
    for (const name of ['no number', 'no boolean']) {
      expect(answers.get(name)).toMatchObject({
        status: 400,
        text: expect.stringContaining('Query deserialize error'),
      });
    }
    const { status, headers, body } = answers.get('done') ?? { status: 0, headers: {}, body: Buffer.alloc(0) };
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/gzip', 'content-length': String(body.length) });
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[^"]+-samply_profile\.json\.gz"$/);
    expect(headers['content-encoding']).toBeUndefined();
  });

  it.each([0, 1])('has host %i itself, its hot functions with file and line, a sample for each millisecond', (host) => {
    const profile = readProcessed(files[host] ?? Buffer.alloc(0));
    expect(profile.meta).toMatchObject({ product: PIPELINE, oscpu: `host ${host} of 2`, symbolicated: true });
    const pids = profile.threads.map((thread) => String(thread['pid']));
    expect(new Set(pids)).toEqual(new Set([String(programs[host]?.pid)]));

    const [stack] = foldThread(threadNamed(profile, 'worker-a'))[0] ?? [''];
    const wanted = ['hot_middle', 'hot_inner', 'inlined_square'].map((name) => `${name} busy.c:${lineOf(name)}`);
    expect(stack).toContain(wanted.join(' > '));
    expect(foldThread(threadNamed(profile, 'worker-b'))[0]?.[0]).toContain(`hot_other busy.c:${lineOf('hot_other')}`);

    const { samples, fromMs, toMs } = recordedTime(profile);
    expect(toMs - fromMs).toBeGreaterThan(SECONDS * 1_000 * 0.9);
    const expected = RATE_HZ * (meters[host]?.between(fromMs, toMs) ?? 0);
    expect(samples / expected, `${samples} samples, ${expected} expected`).toBeGreaterThan(0.8);
    expect(samples / expected, `${samples} samples, ${expected} expected`).toBeLessThan(1.2);
  });

  it('opens in samply, whose server names the functions as well', async () => {
    const path = join(folder, 'host1.json.gz');
    writeFileSync(path, files[1] ?? '');
    const profile = readProcessed(files[1] ?? Buffer.alloc(0));
    const viewer = await SamplyViewer.open(path);
    expect(await viewer.profile()).toEqual(profile);
    const { debugName, breakpadId } = profile.libs.find(({ name }) => name === 'busy') ?? {
      debugName: '',
      breakpadId: '',
    };
    const { nativeSymbols, stringArray } = threadNamed(profile, 'worker-b');
    const names = (nativeSymbols['name'] as number[]).map((index) => stringArray[index]);
    const address = (nativeSymbols['address'] as number[])[names.indexOf('hot_other')] ?? 0;
    expect(JSON.stringify(await viewer.symbolicate(debugName, breakpadId, [address]))).toContain('"hot_other"');
    expect(await viewer.close()).toBe(0);
  });

  it("opens in Firefox Profiler's own command, whose table of functions names the hot ones", async () => {
    const path = join(folder, 'viewed.json.gz');
    writeFileSync(path, files[0] ?? '');
    const cli = await ProfilerCli.install();
    try {
      await cli.load(path);
      const { threads } = await cli.json<{ threads: readonly { name: string; threadHandle: string }[] }>(
        'thread',
        'list',
      );
      const hotNames = async (thread: string): Promise<readonly string[]> => {
        const handle = threads.find(({ name }) => name === thread)?.threadHandle ?? thread;
        const { functions } = await cli.json<{ functions: readonly { name: string }[] }>(
          'thread',
          'functions',
          '--thread',
          handle,
        );
        return functions.map(({ name }) => name);
      };
      expect(await hotNames('worker-a')).toEqual(expect.arrayContaining(['hot_middle', 'hot_inner', 'inlined_square']));
      expect(await hotNames('worker-b')).toContain('hot_other');
    } finally {
      await cli.dispose();
    }
  });

  it('keeps them as profiles: listed, byte for byte, found by the app of the pipeline', async () => {
    const listed = await stage.api.listProfiles('default', { app: PIPELINE });
    expect(listed.map(({ source, environment }) => ({ source, environment }))).toEqual(
      Array.from({ length: 2 }, () => ({ source: 'capture', environment: 'production' })),
    );
    for (const [host, file] of files.entries()) {
      const { state, symbolicated, bytes, profileId, recorder, requestedBy, steps } = await stage.newest(
        PIPELINE,
        host,
      );
      expect({ state, symbolicated, bytes, recorder }).toEqual({
        state: 'done',
        symbolicated: true,
        bytes: file.length,
        recorder: 'samply',
      });
      expect(requestedBy).not.toBe('');
      expect(steps.map((step) => step.state)).toEqual([
        'requested',
        'accepted',
        'recording',
        'writing',
        'uploading',
        'done',
      ]);
      expect(listed.map(({ id }) => id)).toContain(profileId);
      const { status, body } = await stage.api.ask(`/api/v1/projects/default/profiles/${profileId}/original`);
      expect(status).toBe(200);
      expect(body.equals(file)).toBe(true);
    }
    const { applications } = await stage.api.json<{ applications: Readonly<Record<string, unknown>> }>(
      '/projects/default/environments/production/continuous-profiling',
    );
    expect(Object.keys(applications)).toContain(PIPELINE);
  });

  it('has every sample in the tables, and logged nothing worse than information', async () => {
    expect(await stage.server.stop()).toBe('exit 0');
    const sums = await withStoppedStore(stage.server.dataDir, (sql) => storedSums(sql, 'samples'));
    const kept = [...sums].flatMap(([key, types]) =>
      key.startsWith(`${PIPELINE} `) ? [Number(types.get('samples'))] : [],
    );
    expect(kept.sort()).toEqual(files.map((file) => recordedTime(readProcessed(file)).samples).sort());
    expect(stage.server.output.linesOfLevel('warn', 'error', 'fatal')).toEqual([]);
  });
});
