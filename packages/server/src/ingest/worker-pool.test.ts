import { afterEach, expect, it } from 'vitest';
import { WorkerFailedError, WorkerPool } from './worker-pool.ts';

/** A thread that adds one, dies on `die`, throws on `throw`, hangs on `hang` and runs out of memory on `fill`. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (task) => {
      if (task === null) return parentPort.close();
      if (task === 'die') process.exit(3);
      if (task === 'throw') throw new Error('broken');
      if (task === 'hang') for (;;);
      if (task === 'fill') { const all = []; for (;;) all.push({ a: [1, 2, 3] }); }
      parentPort.postMessage(task + 1);
    });`)}`,
);
const pools: WorkerPool[] = [];
const createPool = (change: Partial<ConstructorParameters<typeof WorkerPool>[0]> = {}): WorkerPool => {
  const pool = new WorkerPool({ script, threads: 2, idleMs: 1000, taskMs: 5000, heapMb: 64, ...change });
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(pools.splice(0).map(async (pool) => pool.close()));
});

it('gives every task its own answer', async () => {
  const pool = createPool();
  const tasks = Array.from({ length: 50 }, (_, i) => i);
  expect(await Promise.all(tasks.map(async (task) => pool.run(task)))).toEqual(tasks.map((task) => task + 1));
});

it.each(['die', 'throw', 'fill'])('%s: loses that task and none of the others', async (bad) => {
  const pool = createPool({ threads: 1 });
  const [failed, ...others] = await Promise.allSettled([bad, 1, 2, 3].map(async (task) => pool.run(task)));
  expect(failed).toMatchObject({ status: 'rejected', reason: expect.any(WorkerFailedError) });
  expect(others.map((outcome) => outcome.status === 'fulfilled' && outcome.value)).toEqual([2, 3, 4]);
});

it('takes the thread from a task that does not end', async () => {
  const pool = createPool({ threads: 1, taskMs: 200 });
  await expect(pool.run('hang')).rejects.toMatchObject({ outOfTime: true });
  await expect(pool.run(1)).resolves.toBe(2);
});

it('rejects tasks when threads do not start', async () => {
  const pool = createPool({ script: new URL('file:///nowhere/worker.js') });
  await expect(pool.run(1)).rejects.toThrow(WorkerFailedError);
  await expect(pool.run(2)).rejects.toThrow(WorkerFailedError);
});

it('rejects what waits when it is closed', async () => {
  const pool = createPool({ threads: 1 });
  const tasks = [pool.run('hang'), pool.run(1)];
  const outcomes = Promise.allSettled(tasks);
  await pool.close();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(pool.run(1)).rejects.toThrow(WorkerFailedError);
});
