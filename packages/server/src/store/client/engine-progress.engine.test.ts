import { afterAll, beforeAll, expect, it } from 'vitest';
import { startReaders, type TestReaders } from '../readers/testing/start-readers.ts';
import type { StatementProgress } from './progress-watch.ts';

let readers: TestReaders;
beforeAll(async () => {
  readers = await startReaders();
});
afterAll(() => readers.stop());

/** Each row takes a while, so that it is seen on its way. */
const slow = (rows: number) => ({
  name: 'test',
  sql: 'SELECT sum(sleepEachRow(0.1)) FROM numbers({rows:UInt32}) SETTINGS max_block_size = 1',
  params: { rows },
});

it('tells how far statements are while they run, and what they read at the end', async () => {
  const seen: StatementProgress[][] = [[], []];
  await Promise.all(
    [14, 22].map((rows, index) =>
      readers.client.rows({ ...slow(rows), onProgress: (progress) => seen[index]!.push(progress) }),
    ),
  );
  for (const [index, rows] of [14, 22].entries()) {
    const all = seen[index]!;
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all.map(({ statement }) => statement)).size).toBe(1);
    expect(all[0]!.rowsRead).toBeLessThan(rows);
    expect(all[0]!.rowsToRead).toBe(rows);
    expect(all.at(-1)).toMatchObject({ rowsRead: rows, rowsToRead: rows });
    expect(all.map(({ rowsRead }) => rowsRead)).toEqual(all.map(({ rowsRead }) => rowsRead).sort((a, b) => a - b));
  }
});

it('tells only the end of what takes no time', async () => {
  const seen: StatementProgress[] = [];
  await readers.client.rows({ ...slow(1), onProgress: (progress) => seen.push(progress) });
  expect(seen).toMatchObject([{ rowsRead: 1, rowsToRead: 1 }]);
});
