import { seededRandom } from '@hearth/profile/testing';
import { describe, expect, test } from 'vitest';
import { EngineRefusal } from '../client/engine-refusal.ts';
import type { StoreTable } from '../tables/table-name.ts';
import { type Fate, ModelPort, type ModelRow } from '../testing/model-port.ts';
import { decodeTextUpload, textUpload } from '../testing/text-upload.ts';
import type { Upload } from '../upload.ts';
import { openGate } from './series-gate.ts';
import { DEFAULT_STORE_LIMITS } from './store-limits.ts';
import { StoreWriter } from './store-writer.ts';

const limits = {
  ...DEFAULT_STORE_LIMITS,
  group: { ...DEFAULT_STORE_LIMITS.group, uploads: 4, ageMs: 1 },
  insertUploads: 3,
  retryMs: 1,
  maxRetryMs: 4,
};

function writerOn(port: ModelPort): StoreWriter {
  return new StoreWriter({
    port,
    decode: decodeTextUpload,
    limits,
    log: { record: () => undefined },
    now: () => Date.UTC(2026, 10, 21, 10),
    onEvent: () => undefined,
    admit: () => undefined,
    gate: openGate,
  });
}

/**
 * Upload i has cpu = 1000 + i and its own host, so that a missing or doubled one changes a sum that names it; every second one
 * brings spans, every fourth nothing but spans.
 */
const uploads: readonly Upload[] = Array.from({ length: 9 }, (_, index) =>
  textUpload({
    id: `upload-${index}`,
    app: `app-${index % 2}`,
    host: `host-${index}`,
    startMs: Date.UTC(2026, 10, 20 + (index % 2), 9, index),
    stacks: `main;handle;work-${index % 3} ${index + 1} ${1000 + index}\nmain;idle {endpoint=/a} 1 1`,
    ...(index % 2 === 1 && { spans: 1 + (index % 3) }),
    profiles: index % 4 === 3 ? 0 : 1,
  }),
);
const hasProfile = ({ decoded }: Upload): boolean => decoded.profiles.length > 0;
const profiled = uploads.filter(hasProfile);
const startOf = ({ decoded }: Upload): number => (decoded.profiles[0] ?? decoded.spans[0])!.startMs;
const idsOf = (some: readonly Upload[]): readonly string[] => some.map(({ uploadId }) => uploadId).sort();
/** The spans that these uploads bring, each under its own id. */
const spansOf = (some: readonly Upload[]): readonly string[] =>
  some.flatMap(({ uploadId, decoded }) => decoded.spans.map(({ spanId }) => `${uploadId}/${spanId}`)).sort();
const storedSpans = (port: ModelPort): readonly string[] =>
  port
    .rows('spans')
    .map((row) => `${row['upload_id']}/${row['span_id']}`)
    .sort();
const storedIds = (port: ModelPort): readonly unknown[] =>
  port
    .rows('profiles')
    .map((row) => row['upload_id'])
    .sort();

/** As a client does: again until it is acknowledged. */
async function sendAll(writer: StoreWriter): Promise<void> {
  const send = async (upload: Upload): Promise<void> => {
    for (;;) {
      try {
        await writer.accept(upload);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  };
  await Promise.all(uploads.map(send));
}

function checkTables(port: ModelPort): void {
  const profiles = port.rows('profiles');
  expect(storedIds(port)).toEqual(idsOf(profiled));
  expect(new Set(profiles.map((row) => row['numeric_id'])).size).toBe(profiled.length);
  expect(storedSpans(port)).toEqual(spansOf(uploads));

  const nodes = new Map(port.rows('nodes').map((row) => [`${row['app']}/${row['node_id']}`, row]));
  const frames = new Set(port.rows('frames').map((row) => `${row['app']}/${row['frame_id']}`));
  const series = new Set(port.rows('series').map((row) => `${row['app']}/${row['series_id']}`));
  for (const row of port.rows('samples')) {
    expect(series).toContain(`${row['app']}/${row['series_id']}`);
    for (let node = row['node_id'] as bigint; node !== 0n; ) {
      const found = nodes.get(`${row['app']}/${node}`);
      expect(found).toBeDefined();
      expect(frames).toContain(`${row['app']}/${found!['frame_id']}`);
      node = found!['parent_id'] as bigint;
    }
  }
  const expected = uploads.flatMap((upload, index) => (hasProfile(upload) ? [BigInt(1000 + index) + 1n] : [])).sort();
  expect(sums(port.rows('samples'), 'v1')).toEqual(expected);
  expect(
    sums(
      port.rows('totals').filter((row) => row['type'] === 'cpu'),
      'value',
    ),
  ).toEqual(expected);
  const groups = new Set(port.rows('originals').map((row) => row['group_id']));
  expect(new Set(port.rows('derived_groups').map((row) => row['group_id']))).toEqual(groups);
}

/** Sums by time: each upload of the test has its own start. */
function sums(rows: readonly ModelRow[], column: string): readonly bigint[] {
  const byTime = new Map<bigint, bigint>();
  for (const row of rows)
    byTime.set(row['time'] as bigint, (byTime.get(row['time'] as bigint) ?? 0n) + (row[column] as bigint));
  return [...byTime.values()].sort();
}

/** How many inserts there are when nothing goes wrong, and some more for repairs. */
const POSITIONS = 40;
const landed = [0, 0.5, 1] as const;

describe('the engine dies at an insert, and comes back', () => {
  test.each(landed)('with %d of its rows on disk', async (share) => {
    for (let position = 0; position < POSITIONS; position++) {
      const port = new ModelPort();
      port.fate = (insert): Fate => (insert === position ? { dies: share } : 'works');
      const writer = writerOn(port);
      await writer.start();
      await sendAll(writer);
      await writer.settle();
      checkTables(port);
      const again = await Promise.all(uploads.map((upload) => writer.accept(upload)));
      expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['duplicate']));
      await writer.settle();
      checkTables(port);
      await writer.close();
    }
  });
});

describe('the process is killed at an insert, and another one takes over', () => {
  test.each(landed)('with %d of its rows on disk', async (share) => {
    for (let position = 0; position < POSITIONS; position++) {
      const tables = new Map<StoreTable, ModelRow[]>();
      const first = new ModelPort(tables);
      const killed = new Promise<void>((resolve) => {
        first.fate = (insert): Fate => {
          if (insert !== position) return 'works';
          first.cut();
          resolve();
          return { dies: share };
        };
      });
      const writer = writerOn(first);
      await writer.start();
      await Promise.race([killed, sendAll(writer).then(() => writer.settle())]);
      const second = new ModelPort(tables, 0);
      const successor = writerOn(second);
      await successor.start();
      await sendAll(successor);
      await successor.settle();
      checkTables(second);
      await successor.close();
    }
  });
});

test('the engine dies again and again, wherever', { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seededRandom(seed);
    const port = new ModelPort();
    port.fate = (): Fate => (random() < 0.15 ? { dies: landed[Math.floor(random() * 3)]! } : 'works');
    const writer = writerOn(port);
    await writer.start();
    await sendAll(writer);
    port.fate = () => 'works';
    await writer.settle();
    checkTables(port);
    await writer.close();
  }
});

test.each(['samples', 'spans'] as const)('an upload whose %s the engine refuses is put aside alone', async (table) => {
  for (const [culprit, poisonous] of uploads.entries()) {
    const isPoisoned = (row: ModelRow): boolean => row['upload_id'] === poisonous.uploadId;
    const culpritStart = BigInt(startOf(poisonous));
    const brings = table === 'samples' ? hasProfile(poisonous) : poisonous.decoded.spans.length > 0;
    if (!brings) continue;
    const port = new ModelPort();
    port.fate = (_, block): Fate =>
      block.table === table && block.toRows().some((row) => isPoisoned(row) || row['time'] === culpritStart)
        ? { refuses: new EngineRefusal(469, 'violated constraint') }
        : 'works';
    const writer = writerOn(port);
    await writer.start();
    await sendAll(writer);
    await writer.settle();
    const others = uploads.filter((_, index) => index !== culprit);
    expect(storedIds(port)).toEqual(idsOf(others.filter(hasProfile)));
    expect(storedSpans(port)).toEqual(spansOf(others));
    expect(port.rows('samples')).toHaveLength(others.filter(hasProfile).length * 2);
    expect(port.rows('quarantine').map((row) => row['upload_id'])).toEqual([poisonous.uploadId]);
    expect(writer.status.quarantinedUploads).toBe(1);
    expect(new Set(port.rows('derived_groups').map((row) => row['group_id']))).toEqual(
      new Set(port.rows('originals').map((row) => row['group_id'])),
    );
    const marked = port.rows('derived_groups').reduce((sum, row) => sum + Number(row['spans']), 0);
    expect(marked).toBe(spansOf(others).length);
    await writer.close();
  }
});

test('an upload that the engine refuses, and an engine that dies while the group is split', {
  timeout: 60_000,
}, async () => {
  const culprit = 4;
  const culpritStart = BigInt(startOf(uploads[culprit]!));
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const port = new ModelPort();
    let deaths = 0;
    port.fate = (_, block): Fate => {
      if (random() < 0.1 && deaths++ < 10) return { dies: landed[Math.floor(random() * 3)]! };
      const isPoisoned = block.table === 'totals' && block.toRows().some((row) => row['time'] === culpritStart);
      return isPoisoned ? { refuses: new EngineRefusal(469, 'violated constraint') } : 'works';
    };
    const writer = writerOn(port);
    await writer.start();
    await sendAll(writer);
    await writer.settle();
    const others = uploads.filter((_, index) => index !== culprit);
    expect(storedIds(port)).toEqual(idsOf(others.filter(hasProfile)));
    expect(storedSpans(port)).toEqual(spansOf(others));
    const rows = port.rows('samples').filter((row) => row['time'] !== culpritStart);
    expect(rows).toHaveLength(others.filter(hasProfile).length * 2);
    expect(port.rows('samples')).toHaveLength(rows.length);
    await writer.close();
  }
});
