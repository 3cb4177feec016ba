import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RecorderName } from './protocol/from-agent.ts';
import { RecorderProcess } from './recorders/recorder-process.ts';
import { removeStates, startAgent, temporaryState } from './testing/agent-under-test.ts';
import { besideLostEvents } from './testing/beside-lost-events.ts';
import { type Busy, buildBusy, busySource, cpuSeconds, lineOf, startBusy, stateOf } from './testing/busy-program.ts';
import { FakeHearth } from './testing/fake-hearth.ts';
import { missingNative, samplyProgram } from './testing/native-tools.ts';
import { foldThread, readProcessed, threadNamed } from './testing/read-processed.ts';

const missing = missingNative(['samply', 'perf', 'gcc', 'root']);

/** Lets `samply load` serve a delivered file. @returns the status of its answer for the profile */
async function opensInSamply(bytes: Uint8Array): Promise<number> {
  const cwd = temporaryState();
  await writeFile(join(cwd, 'p.json.gz'), bytes);
  const command = [samplyProgram, 'load', '-n', '-P', '42000+', 'p.json.gz'];
  const viewer = new RecorderProcess(command, { cwd, log: 'log', atDeath: 'KILL' });
  await viewer.said(/symbolServer=\S+/);
  const base = decodeURIComponent(/symbolServer=(\S+)/.exec(viewer.output)?.[1] ?? '');
  const { status } = await fetch(`${base}/profile.json`);
  viewer.interrupt();
  expect(await viewer.ended).toEqual({ code: 0, signal: null });
  return status;
}

describe.skipIf(missing !== '')('a capture of a native program', () => {
  let program: string;
  let busy: Busy;
  let server: FakeHearth;

  beforeAll(async () => {
    program = buildBusy();
    busy = await startBusy(program);
    server = await FakeHearth.start();
  });
  afterEach(() => expect(server.faults).toEqual([]));
  afterAll(async () => {
    await busy.end();
    await server.close();
    removeStates();
  });

  const inner = `hot_inner busy.c:${lineOf('hot_inner')} > inlined_square busy.c:${lineOf('inlined_square')}`;
  const middle = `hot_middle busy.c:${lineOf('hot_middle')}`;

  it.each<[RecorderName, string]>([
    ['samply', `${middle} > ${inner}`],
    ['perf', inner],
  ])(
    'with %s names hot functions with file and line, and has a sample for each millisecond of CPU',
    async (recorder, hot) => {
      const agent = startAgent(
        server.url,
        { by: 'pid', pid: busy.pid },
        { samply: samplyProgram, recorder, privatePerfParanoid: true },
      );
      await server.linked(server.links + 1);
      const id = `native-${recorder}`;
      server.order(id, 3, 1_000);
      await server.state(id, 'recording');
      const before = cpuSeconds(busy.pid);
      await server.state(id, 'writing');
      const used = cpuSeconds(busy.pid) - before;
      const { upload, bytes } = await server.delivered(id);
      await agent.stop();

      expect(server.states(id)).toEqual(['accepted', 'recording', 'writing', 'uploading']);
      expect(upload).toMatchObject({ recorder, symbolicated: true, oversize: false, pid: busy.pid });
      expect(besideLostEvents(upload.warnings)).toEqual([]);
      expect(upload.endedAtMs - upload.startedAtMs).toBeGreaterThanOrEqual(3_000);
      const profile = readProcessed(bytes);
      expect(profile.meta).toMatchObject({ product: 'pipe', oscpu: 'host 0 of 2', symbolicated: true });
      expect((upload.samples ?? 0) / 1_000 / used).toBeGreaterThan(0.8);
      expect((upload.samples ?? 0) / 1_000 / used).toBeLessThan(1.2);

      const [stack, samples] = foldThread(threadNamed(profile, 'worker-a'))[0] ?? ['', 0];
      expect(stack).toContain(`> ${hot}`);
      expect(samples).toBeGreaterThan((upload.samples ?? 0) / 3);
      const other = foldThread(threadNamed(profile, 'worker-b'))[0]?.[0];
      expect(other).toContain(`hot_other busy.c:${lineOf('hot_other')}`);
      expect(JSON.stringify(profile)).toContain(busySource);
      expect(stateOf(busy.pid)).toMatch(/[RS]/);
      expect(await opensInSamply(bytes)).toBe(200);
    },
  );
});
