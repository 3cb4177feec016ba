import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../open-store.ts';
import { rolledValues } from '../readers/rolled-values.ts';
import type { SampleFilter } from '../readers/sample-filter.ts';
import { valuesByNode } from '../readers/values-by-node.ts';
import { decodeTextUpload, type TextUpload, textUpload } from '../testing/text-upload.ts';
import type { ProjectId } from '../upload.ts';

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 10, 18);
const KIND = 'samples:count,cpu:nanoseconds';
let directory: string;
let engine: Engine;
let store: Store;
let nowMs = FIRST_MS + 4 * 24 * HOUR_MS;

const open = (): Promise<Store> =>
  openStore({ connection: () => engine.connection, decode: decodeTextUpload, dataDir: directory, now: () => nowMs });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-rollups-'));
  engine = await startEngine({ dataDir: directory });
  store = await open();
});

afterAll(async () => {
  await store.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

let uploads = 0;
const send = async (drawn: readonly Omit<TextUpload, 'id'>[]): Promise<void> => {
  for (const upload of drawn) {
    uploads += 1;
    await store.writer.accept(textUpload({ ...upload, id: `rollup-${uploads}` }));
  }
  await store.writer.settle();
};

/** Everything closed, as if the last upload had come long ago. */
const rollAll = async () => {
  nowMs += 20 * 60_000;
  return store.roller.run();
};

type Sums = ReadonlyMap<string, readonly [bigint, number]>;

function addWords(sums: Map<string, readonly [bigint, number]>, words: Uint32Array): void {
  for (let at = 0; at < words.length; at += 5) {
    const node = `${words[at + 1]!}:${words[at]!}`;
    const [sum, samples] = sums.get(node) ?? [0n, 0];
    sums.set(node, [sum + ((BigInt(words[at + 3]! | 0) << 32n) | BigInt(words[at + 2]!)), samples + words[at + 4]!]);
  }
}

const COLUMNS = [[], [KIND], [], []];

async function fromSamples(project: ProjectId, filter: SampleFilter): Promise<Sums> {
  const sums = new Map<string, readonly [bigint, number]>();
  addWords(sums, (await valuesByNode(store.client, project, 'shop', COLUMNS, filter)).words);
  return sums;
}

async function asPlanned(project: ProjectId, filter: SampleFilter): Promise<{ sums: Sums; read: string }> {
  const plan = store.hours.plan(project, 'shop', filter.fromMs, filter.toMs)!;
  const sums = new Map<string, readonly [bigint, number]>();
  if (plan.days.length + plan.hours.length > 0) {
    addWords(sums, await rolledValues(store.client, project, 'shop', COLUMNS, filter, plan));
  }
  for (const range of plan.samples) {
    addWords(sums, (await valuesByNode(store.client, project, 'shop', COLUMNS, { ...filter, ...range })).words);
  }
  return { sums, read: `${plan.days.length} days ${plan.hours.length} hours ${plan.samples.length} samples` };
}

const drawn = fc.record({
  app: fc.constantFrom('shop', 'shop', 'pay'),
  host: fc.constantFrom('host-1', 'host-2', 'host-3'),
  startMs: fc.integer({ min: 0, max: 3 * 24 * 60 }).map((minute) => FIRST_MS + minute * 60_000 + 7),
  keepDays: fc.constantFrom({ original: 1, derived: 30 }, { original: 1, derived: 7 }),
  stacks: fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom('-', 'a', 'a;b', 'a;b;c', 'a;d', 'e'),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(0, 1, 17, 2 ** 32, 2 ** 52 + 1, 2 ** 53 - 1),
      ),
      { minLength: 1, maxLength: 5, selector: ([stack]) => stack },
    )
    .map((lines) => lines.map(([stack, count, value]) => `${stack} ${count} ${value}`).join('\n')),
});

test('every range sums to the same from rollups as from samples, with late uploads and restarts between', async () => {
  let lastProject = 0;
  const batches = fc.array(fc.array(drawn, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 });
  const range = fc
    .tuple(fc.integer({ min: 0, max: 74 * 4 }), fc.integer({ min: 0, max: 74 * 4 }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)].map((quarter) => FIRST_MS + quarter * 900_000));
  await fc.assert(
    fc.asyncProperty(
      batches,
      fc.array(range, { minLength: 2, maxLength: 4 }),
      fc.boolean(),
      async (all, ranges, restarts) => {
        lastProject += 1;
        const project = lastProject as ProjectId;
        for (const [index, batch] of all.entries()) {
          await send(batch.map((upload) => ({ ...upload, projectId: project })));
          for (const isRolled of [false, true]) {
            if (isRolled) await rollAll();
            for (const [fromMs, toMs] of [...ranges, [FIRST_MS, FIRST_MS + 3 * 24 * HOUR_MS]]) {
              for (const host of [undefined, 'host-2']) {
                const filter: SampleFilter = {
                  type: 'cpu',
                  fromMs,
                  toMs,
                  matchers: host === undefined ? [] : [{ name: 'host', operator: '=', value: host }],
                };
                expect((await asPlanned(project, filter)).sums).toEqual(await fromSamples(project, filter));
              }
            }
          }
          if (restarts && index === 0) {
            await store.close();
            store = await open();
            await store.roller.run();
          }
        }
        const whole = { type: 'cpu', matchers: [], fromMs: FIRST_MS, toMs: FIRST_MS + 3 * 24 * HOUR_MS };
        expect((await asPlanned(project, whole)).read).toMatch(/^[0123] days 0 hours [01] samples$/);
      },
    ),
    { numRuns: 5 },
  );
});
