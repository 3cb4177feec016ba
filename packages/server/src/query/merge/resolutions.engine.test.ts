import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../store/open-store.ts';
import { decodeTextUpload, type TextUpload, textUpload } from '../../store/testing/text-upload.ts';
import type { ProjectId } from '../../store/upload.ts';
import { questionMemory } from '../question-memory.ts';
import { SampleQuestions } from '../sample-questions.ts';
import { naiveStacks, naiveTree, sumOf, treeOfAnswer } from '../testing/naive-stacks.ts';
import { MAX_NODES } from './shown-tree.ts';

/** Each run is some hundred questions and a dozen rolls. */
const TIMEOUT_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAYS = 3;
const FIRST_MS = Date.UTC(2026, 10, 18);
const LAST_MS = FIRST_MS + DAYS * 24 * HOUR_MS;
let directory: string;
let engine: Engine;
let store: Store;
let nowMs = LAST_MS + 24 * HOUR_MS;
let uploads = 0;

const open = (): Promise<Store> =>
  openStore({ connection: () => engine.connection, decode: decodeTextUpload, dataDir: directory, now: () => nowMs });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-resolutions-'));
  engine = await startEngine({ dataDir: directory });
  store = await open();
});

afterAll(async () => {
  await store.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function send(drawn: readonly Omit<TextUpload, 'id'>[]): Promise<void> {
  for (const upload of drawn) {
    uploads += 1;
    await store.writer.accept(textUpload({ ...upload, id: `resolution-${uploads}` }));
  }
  await store.writer.settle();
}

/** As if the last upload had come long ago. Twice: the first may be a run that began before. */
async function rollAll(): Promise<void> {
  nowMs += 20 * 60_000;
  await store.roller.run();
  await store.roller.run();
}

/** Without zero: it adds nothing, and nodes that have nothing are not shown. */
const value = fc.constantFrom(1, 17, 1000, 2 ** 32, 2 ** 52 + 1, 2 ** 53 - 1);
const drawnUpload = fc.record({
  app: fc.constantFrom('shop', 'shop', 'pay'),
  host: fc.constantFrom('host-1', 'host-2', 'host-3'),
  startMs: fc.integer({ min: 0, max: DAYS * 24 * 60 - 1 }).map((minute) => FIRST_MS + minute * 60_000 + 7),
  keepDays: fc.constantFrom({ original: 1, derived: 30 }, { original: 1, derived: 7 }),
  stacks: fc
    .uniqueArray(
      fc.tuple(fc.constantFrom('-', 'a', 'a;b', 'a;b;c', 'a;d', 'e'), fc.integer({ min: 0, max: 3 }), value),
      {
        minLength: 1,
        maxLength: 5,
        selector: ([stack]) => stack,
      },
    )
    .map((lines) => lines.map(([stack, count, nanos]) => `${stack} ${count} ${nanos}`).join('\n')),
});
const quarter = fc.integer({ min: -4, max: DAYS * 24 * 4 + 4 }).map((at) => FIRST_MS + at * 900_000);
const range = fc
  .tuple(quarter, quarter, fc.boolean())
  .map(([a, b, isOdd]) => [Math.min(a, b) + (isOdd ? 61_000 : 0), Math.max(a, b) + (isOdd ? 61_000 : 0)] as const);

test(
  'a merge is the naive sum at every resolution, with late uploads, classes and restarts between',
  async () => {
    let lastProject = 0;
    const seen = new Set<string>();
    const check = async (
      project: ProjectId,
      sent: readonly Omit<TextUpload, 'id'>[],
      [fromMs, toMs]: readonly [number, number],
    ): Promise<string> => {
      let resolution = '';
      const questions = new SampleQuestions(store.client, questionMemory(store.client, undefined, store.hours));
      for (const [host, app] of [['host-2', 'shop'], [undefined, 'shop'], ['host-2'], []]) {
        // The other label is one that all have.
        const [name, value] = host === undefined ? (['environment', 'production'] as const) : (['host', host] as const);
        const labels = host === undefined && app === undefined ? [] : [{ name, operator: '=' as const, value }];
        const { facts, tree } = await questions.merge(project, {
          selector: { type: 'cpu', labels, fromMs, toMs, ...(app === undefined ? {} : { apps: [app] }) },
          grouping: 'function',
          maxNodes: MAX_NODES,
        });
        const selected = sent
          .filter((upload) => (host ?? upload.host) === upload.host && (app ?? upload.app) === upload.app)
          .filter(({ startMs = 0 }) => startMs >= fromMs && startMs < toMs)
          .map((upload) => ({ ...upload, id: '' }));
        const expected = naiveStacks(selected);
        expect({ total: facts.total, profiles: facts.profiles, samples: facts.samples }).toEqual({
          total: sumOf(expected),
          profiles: selected.length,
          samples: expected.length,
        });
        if (expected.length > 0) expect(treeOfAnswer(tree)).toEqual(naiveTree(expected));
        resolution = facts.resolution;
        seen.add(resolution);
      }
      return resolution;
    };

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(drawnUpload, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
        fc.array(range, { minLength: 2, maxLength: 4 }),
        fc.boolean(),
        async (batches, ranges, restarts) => {
          lastProject += 1;
          const project = lastProject as ProjectId;
          const sent: Omit<TextUpload, 'id'>[] = [];
          for (const [index, batch] of batches.entries()) {
            await send(batch.map((upload) => ({ ...upload, projectId: project })));
            sent.push(...batch);
            for (const one of ranges) await check(project, sent, one);
            await rollAll();
            for (const one of ranges) await check(project, sent, one);
            if (restarts && index === 0) {
              await store.close();
              store = await open();
              await store.roller.run();
            }
          }
          expect(await check(project, sent, [FIRST_MS, LAST_MS])).toBe('days');
        },
      ),
      { numRuns: 4 },
    );
    expect([...seen].sort()).toEqual(['days', 'hours', 'mixed', 'samples']);
  },
  TIMEOUT_MS,
);
