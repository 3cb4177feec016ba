import { expect, test } from 'vitest';
import { NoAnswerError } from '../client/send-request.ts';
import { ModelPort } from '../testing/model-port.ts';
import { decodeTextUpload, textUpload, uploadIdOf } from '../testing/text-upload.ts';
import type { Upload } from '../upload.ts';
import { wantedNumbers } from './assign-ids.ts';
import { openGate } from './series-gate.ts';
import type { StoreLimits } from './store-limits.ts';
import { DEFAULT_STORE_LIMITS } from './store-limits.ts';
import { StoreWriter } from './store-writer.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 10);
const upload = (id: string): Upload => textUpload({ id, stacks: 'main 1 1' });

async function writerOn(port: ModelPort, limits: Partial<StoreLimits> = {}): Promise<StoreWriter> {
  const writer = new StoreWriter({
    port,
    decode: decodeTextUpload,
    limits: { ...DEFAULT_STORE_LIMITS, retryMs: 1, maxRetryMs: 4, ...limits },
    log: { record: () => undefined },
    now: () => NOW_MS,
    onEvent: () => undefined,
    admit: () => undefined,
    gate: openGate,
  });
  await writer.start();
  return writer;
}

/** A port whose inserts of originals wait until they are let go. */
class SlowPort extends ModelPort {
  #letGo: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => {
    this.#letGo = resolve;
  });

  override async insert(block: Parameters<ModelPort['insert']>[0]): Promise<void> {
    if (block.table === 'originals') await this.#gate;
    return super.insert(block);
  }

  letGo(): void {
    this.#letGo();
  }
}

test('takes no more than the queue holds, by number and by bytes, and goes on when there is room', async () => {
  for (const limits of [{ queueUploads: 2 }, { queueBytes: 2 * upload('a').original.body.length }]) {
    const port = new SlowPort();
    const writer = await writerOn(port, limits);
    const taken = [writer.accept(upload('a')), writer.accept(upload('b'))];
    await expect(writer.accept(upload('c'))).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 });
    expect(writer.status.queueUploads).toBe(2);
    port.letGo();
    await Promise.all(taken);
    await writer.settle();
    expect(writer.status).toMatchObject({ queueUploads: 0, queueBytes: 0 });
    expect(await writer.accept(upload('c'))).toMatchObject({ outcome: 'stored' });
    await writer.close();
  }
});

test('spans weigh, however few bytes they came as', async () => {
  const spans = textUpload({ id: 'spans', stacks: 'main 1 1', profiles: 0, spans: 1_000 });
  const port = new SlowPort();
  const writer = await writerOn(port, { queueBytes: 100_000 });
  const first = writer.accept(spans);
  await expect(writer.accept(upload('a'))).rejects.toMatchObject({ code: 'overloaded' });
  port.letGo();
  await first;
  await writer.settle();
  expect(writer.status).toMatchObject({ queueUploads: 0, queueBytes: 0 });
  expect(await writer.accept(upload('a'))).toMatchObject({ outcome: 'stored' });
  await writer.close();
});

test('one upload larger than the whole queue is taken when nothing else is in hand', async () => {
  const writer = await writerOn(new ModelPort(), { queueBytes: 1 });
  expect(await writer.accept(upload('a'))).toMatchObject({ outcome: 'stored' });
  await writer.close();
});

test('uploads that wait behind a failed insert are told to come again, and nothing stays in the queue', async () => {
  const port = new ModelPort();
  port.fate = (insert) => (insert === 0 ? { dies: 1 } : 'works');
  const writer = await writerOn(port, { insertUploads: 1 });
  const answers = await Promise.allSettled([
    writer.accept(upload('a')),
    writer.accept(upload('a')),
    writer.accept(upload('b')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await writer.settle();
  expect(writer.status).toMatchObject({ accepting: true, queueUploads: 0, queueBytes: 0, backlogGroups: 0 });
  expect(await writer.accept(upload('a'))).toMatchObject({ outcome: 'duplicate' });
  expect(await writer.accept(upload('b'))).toMatchObject({ outcome: 'stored' });
  await writer.close();
});

test('an engine that cannot be asked for duplicates takes nothing', async () => {
  const port = new ModelPort();
  const writer = await writerOn(port);
  const gone = () => Promise.reject(new NoAnswerError('gone', { unreached: true }));
  const { countSeen } = port;
  port.countSeen = gone;
  await expect(writer.accept(upload('a'))).rejects.toMatchObject({ code: 'engine_unavailable', status: 503 });
  expect(port.rows('originals')).toEqual([]);
  expect(writer.status.queueUploads).toBe(0);
  port.countSeen = countSeen;
  await writer.accept(upload('a'));
  await writer.settle();
  port.findUploads = gone;
  await expect(writer.accept(upload('a'))).rejects.toMatchObject({ code: 'engine_unavailable', status: 503 });
  expect(port.rows('originals')).toHaveLength(1);
  expect(writer.status.queueUploads).toBe(0);
  await writer.close();
});

test('numbers that collide get the next free one', async () => {
  const port = new ModelPort();
  // Another upload has the number that b wants.
  port.countSeen = async () => 1;
  port.readSeen = async (_scope, _which, see) =>
    see(upload('c').projectId, uploadIdOf('c'), wantedNumbers(upload('b'))[0]!);
  const writer = await writerOn(port);
  await writer.accept(upload('a'));
  await writer.settle();
  const taken = Number(port.rows('profiles')[0]!['numeric_id']);
  const find = port.findUploads.bind(port);
  port.findUploads = async (asked) => {
    const wanted = asked[0]!.numericIds[0]!;
    return { ...(await find(asked)), takenNumbers: new Set([`1/${wanted}`, `1/${wanted + 1}`]) };
  };
  await writer.accept(upload('b'));
  await writer.settle();
  const numbers = port.rows('profiles').map((row) => Number(row['numeric_id']));
  expect(numbers).toHaveLength(2);
  expect(numbers[0]).toBe(taken);
  const other = new ModelPort();
  const free = await writerOn(other);
  await free.accept(upload('b'));
  await free.settle();
  expect(numbers[1]).toBe(Number(other.rows('profiles')[0]!['numeric_id']) + 2);
  await Promise.all([writer.close(), free.close()]);
});

test('after closing nothing is taken, and what was acknowledged is there', async () => {
  const port = new ModelPort();
  const writer = await writerOn(port);
  await Promise.all(['a', 'b', 'c'].map((id) => writer.accept(upload(id))));
  await writer.close();
  await expect(writer.accept(upload('d'))).rejects.toMatchObject({ code: 'shutting_down' });
  expect(port.rows('profiles')).toHaveLength(3);
  expect(port.rows('derived_groups')).toHaveLength(1);
});

test('a flush ends while uploads keep coming, and what came before it is there', async () => {
  const port = new ModelPort();
  const writer = await writerOn(port);
  const before = writer.accept(upload('before'));
  let isFlushed = false;
  let sent = 0;
  const uploader = async (name: string): Promise<void> => {
    for (; !isFlushed && sent < 5_000; sent += 1) await writer.accept(upload(`${name}-${sent}`));
  };
  // Two of them, so that there is always one that waits.
  const uploaders = [uploader('one'), uploader('two')];
  await writer.flush();
  isFlushed = true;
  expect(port.rows('profiles').map((row) => row['upload_id'])).toContain(uploadIdOf('before'));
  expect(sent).toBeLessThan(5_000);
  await Promise.all([before, ...uploaders]);
  await writer.close();
  expect(port.rows('profiles')).toHaveLength(sent + 1);
});

test('a flush ends when the originals it waits for fail', async () => {
  const port = new ModelPort();
  port.fate = (insert) => (insert === 0 ? { dies: 1 } : 'works');
  const writer = await writerOn(port);
  const refused = expect(writer.accept(upload('a'))).rejects.toMatchObject({ code: 'engine_unavailable' });
  await writer.flush();
  await refused;
  await writer.settle();
  expect(port.rows('profiles')).toHaveLength(1);
  await writer.close();
});

test('an original that cannot be read again is put aside alone', async () => {
  const port = new ModelPort();
  let died = false;
  port.fate = (_, block) => {
    if (block.table !== 'samples' || died) return 'works';
    died = true;
    return { dies: 0.5 };
  };
  const writer = await writerOn(port);
  await Promise.all([
    writer.accept(upload('a')),
    writer.accept(textUpload({ id: 'b', stacks: 'undecodable;later 1 1' })),
    writer.accept(upload('c')),
  ]);
  await writer.settle();
  expect(
    port
      .rows('profiles')
      .map((row) => row['upload_id'])
      .sort(),
  ).toEqual([upload('a').uploadId, upload('c').uploadId].sort());
  expect(port.rows('samples')).toHaveLength(2);
  expect(port.rows('quarantine')).toMatchObject([{ upload_id: uploadIdOf('b'), state: 'quarantined' }]);
  expect(port.rows('derived_groups')).toMatchObject([{ uploads: 3, quarantined: 1, profiles: 2n }]);
  await writer.close();
});
