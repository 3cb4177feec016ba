import { expect, test } from 'vitest';
import { NoAnswerError } from '../client/send-request.ts';
import type { Cell } from '../native/column.ts';
import type { IngestEvent, ProjectId } from '../upload.ts';
import { BufferedIngestLog, MAX_TALLIES } from './buffered-ingest-log.ts';

type Row = Readonly<Record<string, Cell>>;

function logInto(rows: Row[], fail: () => Error | undefined = () => undefined): BufferedIngestLog {
  return new BufferedIngestLog({
    insert: async (block) => {
      const error = fail();
      if (error !== undefined) throw error;
      rows.push(...block.toRows());
    },
    now: () => Date.UTC(2026, 10, 21, 10, 5, 30),
    onError: () => undefined,
  });
}

const event = (more: Partial<IngestEvent> = {}): IngestEvent => ({
  projectId: 1,
  source: 'datadog',
  outcome: 'dropped',
  reason: 'invalid_event',
  count: 1,
  bytes: 10,
  app: 'shop',
  message: 'm',
  ...more,
});

test('adds up events of a kind and writes them with their minute', async () => {
  const rows: Row[] = [];
  const log = logInto(rows);
  log.record(event());
  log.record(event({ message: 'later' }));
  log.record(event({ app: 'other' }));
  await log.close();
  expect(rows).toMatchObject([
    { app: 'shop', count: 2n, bytes: 20n, message: 'later', minute: Date.UTC(2026, 10, 21, 10, 5) / 1000 },
    { app: 'other', count: 1n },
  ]);
});

test('nothing of a project that is erased gets into the table any more', async () => {
  const rows: Row[] = [];
  const log = logInto(rows);
  log.record(event());
  await log.forgetProject(1 as ProjectId);
  const before = rows.length;
  log.record(event());
  log.record(event({ projectId: 2 }));
  await log.close();
  expect(rows.slice(before)).toMatchObject([{ project_id: 2 }]);
});

test('a flood of different events stays bounded, and none is lost from the sum', async () => {
  const rows: Row[] = [];
  const log = logInto(rows);
  const events = MAX_TALLIES + 3_000;
  for (let index = 0; index < events; index++) log.record(event({ app: `app-${index}` }));
  await log.close();
  expect(rows.length).toBe(MAX_TALLIES + 1);
  expect(rows.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(events);
});

test('an engine that was not reached gets the events later, one that may have them does not', async () => {
  for (const [unreached, expected] of [
    [true, 3],
    [false, 1],
  ] as const) {
    const rows: Row[] = [];
    const errors = [new NoAnswerError('gone', { unreached })];
    const log = logInto(rows, () => errors.pop());
    log.record(event({ count: 2 }));
    await log.flush();
    log.record(event());
    await log.close();
    expect(rows.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(expected);
  }
});
