import { execFileSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DURABLE_TABLE_SETTINGS_SQL } from './durable-table-settings.ts';
import { type Engine, type EngineEvent, EngineStoppedError } from './engine.ts';
import { startEngine } from './start-engine.ts';
import { askEngine } from './testing/ask-engine.ts';
import { startStandIn } from './testing/start-stand-in.ts';
import { type TemporaryDir, temporaryDir } from './testing/temporary-dir.ts';
import { isAlive, waitUntil } from './testing/wait-until.ts';

/** What an operator is promised. */
const LONGEST_STOP_MS = 3_000;

let dir: TemporaryDir;
let engine: Engine | undefined;
let events: EngineEvent[];

beforeEach(async () => {
  dir = await temporaryDir();
  events = [];
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  await dir.remove();
});

async function start(): Promise<Engine> {
  engine = await startEngine({ dataDir: dir.path, onEvent: (event) => events.push(event) });
  return engine;
}

test('killed with -9 while it inserts, it comes back with the same door and what it had acknowledged', async () => {
  const running = await start();
  const { connection, readerConnection, pid } = running;
  await askEngine(
    connection,
    `CREATE TABLE hearth.kept (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS ${DURABLE_TABLE_SETTINGS_SQL}`,
  );
  let acknowledged = 0;
  const inserting = (async () => {
    for (;;) {
      await askEngine(connection, `INSERT INTO hearth.kept VALUES (${acknowledged})`);
      acknowledged += 1;
      if (acknowledged === 20) process.kill(pid ?? 0, 'SIGKILL');
    }
  })();
  await expect(inserting).rejects.toThrow();
  await waitUntil(() => running.generation === 2);
  await running.whenReady();
  expect(running.state).toBe('ready');
  expect(running.pid).not.toBe(pid);
  expect(running.connection).toEqual(connection);
  expect(running.readerConnection).toEqual(readerConnection);
  // The insert that was cut off may be there or not; none that was answered may be missing.
  const kept = Number(await askEngine(connection, 'SELECT count() FROM hearth.kept'));
  expect(kept).toBeGreaterThanOrEqual(acknowledged);
  expect(kept).toBeLessThanOrEqual(acknowledged + 1);
  expect(events.map((event) => event.kind)).toEqual([
    'starting',
    'ready',
    'died',
    'restart-scheduled',
    'starting',
    'ready',
  ]);
  expect(events[2]).toMatchObject({ kind: 'died', pid, how: 'signal SIGKILL' });
});

test('takes another port when somebody took its own while it was away', async () => {
  const running = await start();
  const before = running.connection;
  const squatter = createServer();
  process.kill(running.pid ?? 0, 'SIGKILL');
  await waitUntil(() => running.state === 'restarting');
  await new Promise<void>((resolve) => squatter.listen(Number(new URL(before.url).port), '127.0.0.1', resolve));
  try {
    await running.whenReady();
    expect(running.connection.url).not.toBe(before.url);
    expect(running.connection.password).toBe(before.password);
    expect(await askEngine(running.connection, 'SELECT 1')).toBe('1');
  } finally {
    await new Promise((resolve) => squatter.close(resolve));
  }
});

test('stops cleanly, once, and is not restarted', async () => {
  const running = await start();
  const pid = running.pid ?? 0;
  await Promise.all([running.stop(), running.stop()]);
  expect(running.state).toBe('stopped');
  expect(running.pid).toBeUndefined();
  expect(await isAlive(pid)).toBe(false);
  expect(events.at(-1)).toMatchObject({ kind: 'stopped', how: 'clean' });
  expect(events.filter((event) => event.kind === 'stopped')).toHaveLength(1);
  await expect(running.whenReady()).rejects.toThrow(EngineStoppedError);
});

test('stops in time with connections kept alive and a statement in flight', async () => {
  const running = await start();
  const { connection } = running;
  const agent = new Agent({ keepAlive: true });
  await new Promise((resolve) => {
    request(`${connection.url}/ping`, { agent }, (answer) => answer.resume().on('end', resolve)).end();
  });
  const heavy = askEngine(connection, 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)');
  const cutOff = expect(heavy).rejects.toThrow();
  await waitUntil(async () => {
    const busy = "SELECT count() FROM system.processes WHERE query LIKE '%numbers(1000000000000)%'";
    return Number(await askEngine(connection, busy)) > 1;
  });
  const pid = running.pid ?? 0;
  await running.stop();
  await cutOff;
  agent.destroy();
  expect(await isAlive(pid)).toBe(false);
  const stopped = events.at(-1);
  expect(stopped?.kind === 'stopped' ? stopped.tookMs : Number.NaN).toBeLessThan(LONGEST_STOP_MS);
});

test('can be stopped while it restarts', async () => {
  const running = await start();
  process.kill(running.pid ?? 0, 'SIGKILL');
  await waitUntil(() => running.state === 'restarting');
  const waiting = expect(running.whenReady()).rejects.toThrow(EngineStoppedError);
  await running.stop();
  await waiting;
  expect(events.map((event) => event.kind)).not.toContain('restart-failed');
});

test('leaves no process behind, whenever during a restart it is stopped', async () => {
  for (const patienceMs of [0, 95, 100, 102, 105, 110, 130, 200]) {
    const running = await start();
    process.kill(running.pid ?? 0, 'SIGKILL');
    await waitUntil(() => running.state === 'restarting');
    await sleep(patienceMs);
    await running.stop();
    // The next start takes the files' lock, which a process left behind would hold.
    const pids = events.flatMap((event) => (event.kind === 'starting' ? [event.pid] : []));
    for (const pid of pids) expect(await isAlive(pid)).toBe(false);
  }
});

test('dies with a server that is killed with -9 while a statement runs; the next server has the data', async () => {
  const { child, said } = await startStandIn(dir.path);
  const enginePid = Number(said['enginePid']);
  const connection = said['connection'] as Engine['connection'];
  await askEngine(
    connection,
    `CREATE TABLE hearth.kept (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS ${DURABLE_TABLE_SETTINGS_SQL}`,
  );
  await askEngine(connection, 'INSERT INTO hearth.kept VALUES (7)');
  const heavy = askEngine(connection, 'INSERT INTO hearth.kept SELECT sipHash64(number) FROM numbers(1000000000000)');
  const cutOff = expect(heavy).rejects.toThrow();
  await waitUntil(async () => {
    const busy = "SELECT count() FROM system.processes WHERE query LIKE 'INSERT%'";
    return (await askEngine(connection, busy)) !== '0';
  });
  expect(await isAlive(enginePid)).toBe(true);
  child.kill('SIGKILL');
  await cutOff;
  await waitUntil(async () => !(await isAlive(enginePid)));
  const next = await start();
  expect(await askEngine(next.connection, 'SELECT n FROM hearth.kept WHERE n = 7')).toBe('7');
});

test('does not die of a Ctrl-C in the terminal of its server', async () => {
  const running = await start();
  const foregroundGroup = process.pid;
  // The terminal signals a process group; the engine is in none that a shell knows.
  const groups = execFileSync('ps', ['-o', 'pgid=', '-p', `${running.pid},${foregroundGroup}`], { encoding: 'utf8' });
  expect(new Set(groups.trim().split(/\s+/u)).size).toBe(2);
});
