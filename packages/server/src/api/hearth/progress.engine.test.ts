import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleStore, startSampleStore } from '../../query/testing/sample-store.ts';
import type { ReadQuery, RowSource } from '../../store/readers/row-source.ts';
import { NOON_MS } from '../testing/start-face.ts';
import { NDJSON } from './answer-with-progress.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const BASE = '/api/v1/projects/default';
/** Of a second and a half, and of so long that only killing ends it. */
const SLOW_ROWS = { short: 15, endless: 600 };

let store: SampleStore;
let face: HearthFace;
let url: string;
let reader: string;
let slow: keyof typeof SLOW_ROWS = 'short';

beforeAll(async () => {
  store = await startSampleStore();
  const source: RowSource = {
    rows: (query) => store.client.rows(query),
    binary: (query: ReadQuery) =>
      store.client.binary({
        ...query,
        sql: `SELECT toUInt32(0), toInt64(sum(sleepEachRow(0.1))) FROM numbers(${String(SLOW_ROWS[slow])}) SETTINGS max_block_size = 1`,
        params: {},
      }),
  };
  face = await startHearthFace({ source, now: () => NOON_MS });
  reader = await face.token(['project:read']);
  url = await face.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await face.stop();
  await store.stop();
});

const ask = (signal?: AbortSignal) =>
  fetch(`${url}${BASE}/heatmap`, {
    method: 'POST',
    headers: { authorization: `Bearer ${reader}`, 'content-type': 'application/json', accept: NDJSON },
    body: JSON.stringify({ selector: { type: 'cpu' }, stepSeconds: 60 }),
    ...(signal === undefined ? {} : { signal }),
  });

const running = async (): Promise<number> => {
  const [row] = await store.client.rows<{ readonly running: number }>({
    name: 'test',
    sql: "SELECT toUInt32(count()) AS running FROM system.processes WHERE Settings['log_comment'] = 'hearth:heatmap-rows'",
  });
  return row!.running;
};

interface Line {
  readonly progress?: { readonly rowsRead: number; readonly rowsToRead: number; readonly elapsedMs: number };
  readonly answer?: { readonly profiles: number };
}

it("tells the engine's progress on the way to the answer", async () => {
  const answer = await ask();
  const lines = (await answer.text()).trimEnd().split('\n');
  const said = lines.map((line) => JSON.parse(line) as Line);
  expect(said.at(-1)?.answer).toMatchObject({ profiles: 1, drops: 0 });
  const progress = said.slice(0, -1).map((line) => line.progress!);
  expect(progress.length).toBeGreaterThan(0);
  expect(progress.at(-1)!.rowsToRead).toBeGreaterThanOrEqual(SLOW_ROWS.short);
  for (const [index, { rowsRead, elapsedMs }] of progress.entries()) {
    expect(rowsRead).toBeGreaterThanOrEqual(progress[index - 1]?.rowsRead ?? 0);
    expect(elapsedMs).toBeGreaterThan(progress[index - 1]?.elapsedMs ?? 0);
  }
});

it('kills the query when the client leaves between two lines', async () => {
  slow = 'endless';
  const client = new AbortController();
  const answer = await ask(client.signal);
  const body = answer.body!.getReader();
  expect(new TextDecoder().decode((await body.read()).value)).toContain('"progress"');
  await expect.poll(running, { timeout: 10_000 }).toBe(1);
  client.abort();
  await expect(body.read()).rejects.toThrow();
  await expect.poll(running, { timeout: 10_000 }).toBe(0);
});
