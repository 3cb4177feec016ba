import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AgentUnderTest, removeStates, startAgent, temporaryState } from './testing/agent-under-test.ts';
import { type Busy, buildBusy, lineOf, startBusy, startProgram, stateOf, untilUsed } from './testing/busy-program.ts';
import { FakeHearth } from './testing/fake-hearth.ts';
import { missingNative, samplyProgram } from './testing/native-tools.ts';
import { foldThread, readProcessed, threadNamed } from './testing/read-processed.ts';

const missing = missingNative(['samply', 'perf', 'gcc', 'root']);
/** `nobody` of Debian. */
const NOBODY = 65_534;

describe.skipIf(missing !== '')('on a real machine', () => {
  let busy: Busy;
  let server: FakeHearth;
  let agents: AgentUnderTest[] = [];

  beforeAll(async () => {
    busy = await startBusy(buildBusy());
  });
  beforeEach(async () => {
    server = await FakeHearth.start();
  });
  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.stop()));
    await server.close();
    expect(server.faults).toEqual([]);
  });
  afterAll(async () => {
    await busy.end();
    removeStates();
  });

  function agentWith(pid: number, options: Parameters<typeof startAgent>[2] = {}): AgentUnderTest {
    const agent = startAgent(
      server.url,
      { by: 'pid', pid },
      { samply: samplyProgram, privatePerfParanoid: true, ...options },
    );
    agents = [...agents, agent];
    return agent;
  }

  it('a capture of no time at all is a whole file', async () => {
    agentWith(busy.pid);
    await server.linked();
    server.order('one', 0);
    expect(readProcessed((await server.delivered('one')).bytes).meta.product).toBe('pipe');
  });

  it('a target that ends during the capture leaves a whole file', async () => {
    const short = await startBusy(buildBusy());
    agentWith(short.pid);
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    await untilUsed(short.pid, 0.5);
    await short.end();
    const { upload } = await server.delivered('one');
    expect(upload.samples).toBeGreaterThan(50);
    expect(upload.warnings.join()).toContain(`Process ${short.pid} ended`);
  });

  it('a cancelled capture leaves the target running and is forgotten', async () => {
    agentWith(busy.pid);
    await server.linked();
    server.order('one', 60);
    await server.state('one', 'recording');
    server.send({ type: 'cancel', captureId: 'one' });
    expect(await server.ended('one')).toMatchObject({ outcome: 'cancelled' });
    expect(stateOf(busy.pid)).toMatch(/[RS]/);
  });

  it('a program of Node is recorded with perf, which names what V8 compiled', async () => {
    const script = 'function hotFib(n) { return n < 2 ? n : hotFib(n - 1) + hotFib(n - 2); } for (;;) hotFib(25);';
    // V8 also writes a log into the folder that it runs in.
    const node = spawn(process.execPath, ['--perf-basic-prof', '-e', script], {
      stdio: 'ignore',
      cwd: temporaryState(),
    });
    await once(node, 'spawn');
    agentWith(node.pid ?? 0);
    await server.linked();
    server.order('one', 3);
    const { upload, bytes } = await server.delivered('one');
    node.kill('SIGKILL');
    rmSync(`/tmp/perf-${node.pid}.map`, { force: true });
    expect(upload.recorder).toBe('perf');
    const threads = readProcessed(bytes).threads.toSorted((a, b) => b.samples.length - a.samples.length);
    expect(threads[0] === undefined ? '' : foldThread(threads[0])[0]?.[0]).toContain('hotFib');
  });

  it('a program in a container of its own is recorded with perf, and gets its symbols', async () => {
    const inside = temporaryState();
    // Its program lies on a file system that only it sees.
    const script = 'mount -t tmpfs tmpfs "$0" && cp "$1" "$0/busy" && exec "$0/busy" 0 60';
    const contained = await startProgram('unshare', [
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      script,
      inside,
      buildBusy(),
    ]);
    agentWith(contained.pid);
    await server.linked();
    server.order('one', 1);
    const { upload, bytes } = await server.delivered('one');
    await contained.end();
    expect(upload).toMatchObject({ recorder: 'perf', warnings: [] });
    const profile = readProcessed(bytes);
    expect(foldThread(threadNamed(profile, 'worker-a'))[0]?.[0]).toContain(`hot_inner busy.c:${lineOf('hot_inner')}`);
    expect(profile.libs.map(({ path }) => path)).toContain(`${inside}/busy`);
  });

  it('where samply may not record perf does, and the file says why', async () => {
    if (paranoid() <= 1) return;
    agentWith(busy.pid, { privatePerfParanoid: false });
    await server.linked();
    server.order('one', 1);
    const { upload } = await server.delivered('one');
    // A machine with a cycle counter lets root record with samply at any level.
    if (upload.recorder === 'perf') expect(upload.warnings.join()).toContain('kernel.perf_event_paranoid');
  });

  it("an ordinary user's agent says whose process it is that it may not record", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearth-nobody-'));
    chmodSync(folder, 0o777);
    const samply = join(folder, 'samply');
    execFileSync('cp', [samplyProgram, samply]);
    const report = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', asNobody, server.url, String(busy.pid), join(folder, 'state'), samply],
      { uid: NOBODY, gid: NOBODY, encoding: 'utf8', cwd: folder, env: { PATH: process.env['PATH'] ?? '' } },
    );
    rmSync(folder, { recursive: true });
    const failure = JSON.parse(report) as { readonly code: string; readonly message: string };
    expect(failure.code).toBe('not_permitted');
    expect(failure.message).toMatch(/kernel\.perf_event_paranoid|belongs to another user \(0\)/);
  });

  it('a disk that fills up during the recording fails the capture, and the server hears of it', async () => {
    const mount = temporaryState();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', mount]);
    try {
      const state = join(mount, 'state');
      mkdirSync(state);
      const agent = agentWith(busy.pid, { state });
      await server.linked();
      server.order('one', 2);
      await server.state('one', 'recording');
      try {
        writeFileSync(join(mount, 'filler'), Buffer.alloc(90 * 1024 * 1024));
      } catch {
        // Full, as wished.
      }
      expect(await server.ended('one')).toMatchObject({ outcome: 'failed', code: 'disk_full' });
      await agent.stop();
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });
});

function paranoid(): number {
  return Number(execFileSync('cat', ['/proc/sys/kernel/perf_event_paranoid'], { encoding: 'utf8' }));
}

/** Records once as another user, without a server, and prints what it was told. */
const asNobody = `
import { SamplyRecorder } from '${new URL('../dist/recorders/samply/samply-recorder.js', import.meta.url).href}';
import { readHostFacts } from '${new URL('../dist/host/host-facts.js', import.meta.url).href}';
import { identifyProcess } from '${new URL('../dist/target/process-identity.js', import.meta.url).href}';
import { mkdirSync } from 'node:fs';
const [, pid, directory, program] = process.argv.slice(1);
mkdirSync(directory);
const never = new AbortController().signal;
const recorder = new SamplyRecorder({ program, privateParanoid: true });
const job = {
  target: await identifyProcess(Number(pid)), threads: 3, runtime: 'native', contained: false, host: await readHostFacts(), durationMs: 500,
  rateHz: 1000, directory, signal: never, finishNow: never, onSpawn: async () => {}, onRecording: () => {}, onWriting: () => {},
};
try {
  await recorder.record(job);
  console.log(JSON.stringify({ code: 'recorded' }));
} catch (error) {
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
`;
