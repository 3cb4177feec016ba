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
import type { TimelineAnswer } from '../timeline/ask-timeline.ts';
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
/** As a server keeps it: from one question to the next, until it ends. */
let questions: SampleQuestions;
let nowMs = LAST_MS + 24 * HOUR_MS;
let uploads = 0;

async function open(): Promise<void> {
  const connection = () => engine.connection;
  store = await openStore({ connection, decode: decodeTextUpload, dataDir: directory, now: () => nowMs });
  questions = new SampleQuestions(store.client, questionMemory(store.client, undefined, store.hours));
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-resolutions-'));
  engine = await startEngine({ dataDir: directory });
  await open();
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

/** Slots of hours, of several of them, of days; and of less, which nothing rolled can answer. */
const stepOf = (fromMs: number): number => [1, 2, 24, 0.5][Math.floor(fromMs / 60_000) % 4]! * HOUR_MS;

const pointsOf = ({ groups }: TimelineAnswer): readonly string[] =>
  groups
    .flatMap(({ labels, points }) =>
      points.map(({ startMs, sum, profiles }) => `${labels?.join('/') ?? 'rest'} ${startMs} ${sum} ${profiles}`),
    )
    .sort();

function naivePoints(selected: readonly TextUpload[], stepMs: number, isGrouped: boolean): readonly string[] {
  const points = new Map<string, { sum: bigint; profiles: number }>();
  for (const upload of selected) {
    const slot = Math.floor((upload.startMs ?? 0) / stepMs) * stepMs;
    const key = `${isGrouped ? `${upload.host}/${upload.app}` : ''} ${slot}`;
    const { sum, profiles } = points.get(key) ?? { sum: 0n, profiles: 0 };
    points.set(key, { sum: sum + sumOf(naiveStacks([upload])), profiles: profiles + 1 });
  }
  return [...points].map(([key, { sum, profiles }]) => `${key} ${sum} ${profiles}`).sort();
}

test(
  'a merge, and a timeline, is the naive sum at every resolution, with late uploads, classes and restarts between',
  async () => {
    let lastProject = 0;
    const check = async (
      project: ProjectId,
      sent: readonly Omit<TextUpload, 'id'>[],
      [fromMs, toMs]: readonly [number, number],
    ): Promise<string> => {
      let resolution = '';
      // All apps before one of them: what is remembered of those that are read together must be no answer about each.
      for (const [host, app] of [[], ['host-2'], ['host-2', 'shop'], [undefined, 'shop']]) {
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
        const step = stepOf(fromMs);
        const timeline = await questions.timeline(project, {
          selector: { type: 'cpu', labels, fromMs, toMs, ...(app === undefined ? {} : { apps: [app] }) },
          stepMs: step,
          groupBy: host === undefined ? ['host', 'app'] : [],
        });
        expect(pointsOf(timeline)).toEqual(naivePoints(selected, step, host === undefined));
        resolution = facts.resolution;
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
            // The second time what cannot change is in memory.
            for (const one of [...ranges, ...ranges]) await check(project, sent, one);
            if (restarts && index === 0) {
              await store.close();
              await open();
              await store.roller.run();
            }
          }
          expect(await check(project, sent, [FIRST_MS, LAST_MS])).toBe('days');
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );

    // What chance draws need not meet all of them.
    const project = (lastProject + 1) as ProjectId;
    const sent = [0, 1, 25].map((hour) => ({
      app: 'shop',
      host: 'host-2',
      startMs: FIRST_MS + hour * HOUR_MS + 7,
      stacks: `a;b 1 ${hour + 1}`,
    }));
    const late = { ...sent[1]!, startMs: FIRST_MS + 0.75 * HOUR_MS, stacks: '- 1 100\na;b 1 1000' };
    const hours = (from: number, to: number) => [FIRST_MS + from * HOUR_MS, FIRST_MS + to * HOUR_MS] as const;
    await send(sent.map((upload) => ({ ...upload, projectId: project })));
    expect(await check(project, sent, hours(0, 48))).toBe('samples');
    await rollAll();
    expect(await check(project, sent, hours(0, 48))).toBe('days');
    expect(await check(project, sent, hours(0, 2))).toBe('hours');
    expect(await check(project, sent, hours(0, 1.5))).toBe('mixed');
    expect(await check(project, sent, hours(1, 48))).toBe('mixed');
    expect(await check(project, sent, hours(0.5, 1))).toBe('samples');

    // Most hours of a day: the day, less those that are not asked about.
    const day = [48, 49, 50, 51, 52, 53, 70].map((hour) => ({
      app: 'shop',
      host: hour === 52 ? 'host-1' : 'host-2',
      startMs: FIRST_MS + hour * HOUR_MS + 7,
      stacks: `a;b 1 ${hour}\na;only-${hour} 1 ${2 ** 52 + hour}`,
    }));
    await send(day.map((upload) => ({ ...upload, projectId: project })));
    sent.push(...day);
    await rollAll();
    for (const [from, to, resolution] of [
      [49, 72, 'hours'],
      [0, 54, 'mixed'],
      [49.5, 71, 'mixed'],
      [24, 70.5, 'mixed'],
    ] as const) {
      const most = hours(from, to);
      const { fewer } = store.hours.plan(project, 'shop', ...most)!;
      expect(fewer?.less.versions.length).toBeGreaterThan(0);
      expect(await check(project, sent, most)).toBe(resolution);
    }

    // One more for an hour whose sums are in memory, of which some questions read the whole and others the half.
    const other = { ...late, app: 'pay', stacks: '- 1 10000\na;c 1 100000' };
    await send([late, other].map((upload) => ({ ...upload, projectId: project })));
    const all = [...sent, late, other];
    expect(await check(project, all, hours(0, 48))).toBe('mixed');
    expect(await check(project, all, hours(0.5, 1))).toBe('samples');
    await rollAll();
    expect(await check(project, all, hours(0.5, 1))).toBe('samples');
    expect(await check(project, all, hours(0, 48))).toBe('days');
    expect(await check(project, all, hours(0.5, 25.5))).toBe('mixed');
    expect(await check(project, all, hours(0.5, 25.5))).toBe('mixed');
  },
  TIMEOUT_MS,
);
