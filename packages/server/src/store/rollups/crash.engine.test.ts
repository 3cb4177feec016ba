import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineClient, Statement } from '../client/engine-client.ts';
import { openStore, type Store } from '../open-store.ts';
import { rolledTotals } from '../readers/rolled-totals.ts';
import { rolledValues } from '../readers/rolled-values.ts';
import type { SampleFilter } from '../readers/sample-filter.ts';
import { type SumsBySeries, sumsBySeries } from '../readers/sums-by-series.ts';
import { valuesByNode } from '../readers/values-by-node.ts';
import { decodeTextUpload, textUpload } from '../testing/text-upload.ts';
import type { ProjectId } from '../upload.ts';
import { RolledHours, type TouchedHour } from './rolled-hours.ts';
import { ROLL_GRACE_MS, Roller } from './roller.ts';

/** Every statement is one more process, and its death one more. */
const TIMEOUT_MS = 300_000;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 10, 18);
const COLUMNS = [[], ['samples:count,cpu:nanoseconds'], [], []];
const project = 1 as ProjectId;
let directory: string;
let engine: Engine;
let store: Store;
let nowMs = FIRST_MS + 60 * HOUR_MS;
let uploads = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-roll-crash-'));
  engine = await startEngine({ dataDir: directory });
  store = await openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => nowMs,
  });
  // Its own would give out the same versions.
  await store.roller.close();
});

afterAll(async () => {
  await store.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function send(hour: number): Promise<void> {
  uploads += 1;
  const startMs = FIRST_MS + hour * HOUR_MS + uploads * 1000;
  await store.writer.accept(
    textUpload({ id: `crash-${uploads}`, startMs, stacks: `main;f${uploads % 3} 1 ${uploads}` }),
  );
  await store.writer.settle();
}

/** A process of its own: what it knew is gone when it dies. */
class Process {
  readonly hours = new RolledHours(() => nowMs);
  readonly roller: Roller;
  #left: number;

  /** @param dieAfter statements; it dies before the next one, or with `isLate` just after it was done */
  constructor(dieAfter: number, isLate: boolean, onStatement: (name: string) => void = () => undefined) {
    this.#left = dieAfter;
    const guarded = async <T>(statement: Statement, run: () => Promise<T>): Promise<T> => {
      onStatement(statement.name);
      if (this.#left === 0 && !isLate) throw new Error('dead');
      const answer = await run();
      if (this.#left === 0) throw new Error('dead');
      this.#left -= 1;
      return answer;
    };
    const client = {
      rows: (statement: Statement) => guarded(statement, () => store.client.rows(statement)),
      command: (statement: Statement) => guarded(statement, () => store.client.command(statement)),
    } as EngineClient;
    this.roller = new Roller({
      client,
      hours: this.hours,
      quietly: (task) => task(),
      isClear: () => true,
      isFrozen: () => false,
      syncNames: async () => undefined,
      now: () => nowMs,
      onEvent: () => undefined,
      pause: async () => undefined,
    });
  }

  /** @returns how much was read from rollups */
  async check(): Promise<number> {
    const filter = { type: 'cpu', matchers: [], fromMs: FIRST_MS, toMs: FIRST_MS + 48 * HOUR_MS };
    const plan = this.hours.plan(project, 'shop', filter.fromMs, filter.toMs);
    const words = (await valuesByNode(store.client, project, 'shop', COLUMNS, filter)).words;
    if (plan === undefined) return 0;
    const pieces = await Promise.all(
      plan.samples.map((range) => valuesByNode(store.client, project, 'shop', COLUMNS, { ...filter, ...range })),
    );
    const all = pieces.map((piece) => piece.words);
    let rolled = 0;
    for (const [grain, pieces_] of [
      [86_400, plan.days],
      [3_600, plan.hours],
    ] as const) {
      rolled += pieces_.versions.length;
      all.push(await rolledValues(store.client, project, 'shop', COLUMNS, filter, { grain, ...pieces_ }));
    }
    expect(sumsOf(all)).toEqual(sumsOf([words]));
    await this.#checkTotals(filter);
    return rolled;
  }

  async #checkTotals(filter: SampleFilter): Promise<void> {
    const question = { stepMs: HOUR_MS, firstSlot: 0, bySeries: true };
    const plan = this.hours.planTotals(project, ['shop'], filter.fromMs, filter.toMs);
    const whole = await sumsBySeries(store.client, project, filter, question);
    const pieces = await Promise.all(
      plan!.totals.map((range) => sumsBySeries(store.client, project, { ...filter, ...range }, question)),
    );
    if (plan!.hours.length > 0) pieces.push(await rolledTotals(store.client, project, filter, question, plan!));
    expect(totalOf(pieces)).toEqual(totalOf([whole]));
  }
}

/** Sum and number of profiles. */
function totalOf(pieces: readonly (SumsBySeries | undefined)[]): readonly [number, number] {
  let [sum, profiles] = [0, 0];
  for (const piece of pieces) {
    for (let row = 0; row < piece!.length; row++) {
      sum += piece!.sumLow[row]!;
      profiles += piece!.profiles[row]!;
    }
  }
  return [sum, profiles];
}

function sumsOf(all: readonly Uint32Array[]): ReadonlyMap<string, readonly number[]> {
  const sums = new Map<string, readonly number[]>();
  for (const words of all) {
    for (let at = 0; at < words.length; at += 5) {
      const node = `${words[at]!}/${words[at + 1]!}`;
      const [value = 0, samples = 0] = sums.get(node) ?? [];
      sums.set(node, [value + words[at + 2]!, samples + words[at + 4]!]);
    }
  }
  return sums;
}

test(
  'killed at any statement, before or after it was done, the next process answers exactly',
  async () => {
    for (const hour of [1, 2]) await send(hour);
    let isThrough = false;
    for (let dieAfter = 0; !isThrough; dieAfter++) {
      for (const isLate of [false, true]) {
        await send(dieAfter % 2 === 0 ? 2 : 1);
        nowMs += ROLL_GRACE_MS * 2;
        const dying = new Process(dieAfter, isLate);
        isThrough = await dying.roller.run().then(
          () => true,
          () => false,
        );
        await dying.check();
        // A late upload while nobody rolls, in the hour that may just have been rolled.
        await send(2);
        nowMs += ROLL_GRACE_MS * 2;
        const next = new Process(Number.POSITIVE_INFINITY, false);
        await next.roller.reload();
        await next.check();
        await next.roller.run();
        expect(await next.check()).toBe(1);
      }
    }
  },
  TIMEOUT_MS,
);

test(
  'an upload at any moment of a roll is in the answer at once',
  async () => {
    await send(3);
    nowMs += ROLL_GRACE_MS * 2;
    const names: string[] = [];
    await new Process(Number.POSITIVE_INFINITY, false, (name) => names.push(name)).roller.run();
    for (let at = 0; at < names.length; at++) {
      await send(3);
      nowMs += ROLL_GRACE_MS * 2;
      let seen = 0;
      let sent: Promise<void> | undefined;
      const process = new Process(Number.POSITIVE_INFINITY, false, () => {
        if (seen === at) {
          // As the way in does: touched first, then written.
          const touched: TouchedHour = { projectId: project, app: 'shop', hour: FIRST_MS / HOUR_MS + 3 };
          process.hours.touch([touched]);
          sent = send(3);
        }
        seen += 1;
      });
      await process.roller.run();
      await sent;
      await process.check();
    }
  },
  TIMEOUT_MS,
);
